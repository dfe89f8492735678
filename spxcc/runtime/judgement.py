"""What is judged beside the engines: levels, cones, claims, minutes. Tells the engines what the ledger knows."""

from collections.abc import Callable

from spxcc.feeds.catalog import PlannedFeed
from spxcc.gateway.interfaces import RequestHandler
from spxcc.ledger.database import Database
from spxcc.ledger.levels import LevelLedger
from spxcc.ledger.minutes import MinuteLedger
from spxcc.ledger.tallies import TallyLedger
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed
from spxcc.runtime.alerts import realm_of
from spxcc.runtime.facts import FactBoard
from spxcc.runtime.level_desk import LevelDesk
from spxcc.runtime.minute_desk import NET, PREMIUM, MinuteDesk
from spxcc.runtime.node import Listener
from spxcc.runtime.recorded import SessionPlan
from spxcc.runtime.tally_desk import CLAIMS, CONES, WORDS, TallyDesk


class Judgement:
    """mine: whether everybody who enters is this machine's user, whose levels they are."""

    def __init__(self, plan: PlannedFeed, market: Clock, database: Database, mine: Callable[[], bool]) -> None:
        self._fixed = isinstance(plan, SessionPlan)
        self._board = FactBoard()
        realm = realm_of(plan.mode)
        self.levels = LevelDesk(LevelLedger(database, realm), self._board, market, mine, self._fixed)
        tallied = (self._board, market.now(), self._fixed)
        self.cones = TallyDesk(CONES, TallyLedger(database, CONES.name, realm), *tallied)
        self.words = TallyDesk(WORDS, TallyLedger(database, WORDS.name, realm), *tallied)
        self.claims = TallyDesk(CLAIMS, TallyLedger(database, CLAIMS.name, realm), *tallied)
        minutes = (MinuteDesk(one, MinuteLedger(database, one.name, realm), *tallied) for one in (PREMIUM, NET))
        self.minutes = tuple(minutes)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """To be told of every step."""
        return (self.levels, self.cones, self.words, self.claims, *self.minutes)

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return self.levels.queries

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name."""
        return self.levels.commands

    def told(self, feed: Feed) -> Feed:
        """The feed with the facts in it; a recording has those of its own day."""
        return feed if self._fixed else self._board.told(feed)
