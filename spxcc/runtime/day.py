"""What belongs to the day of a run beside the engines: the transport of a replay, the plan and the risk card."""

from spxcc.feeds.catalog import PlannedFeed
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestHandler
from spxcc.ledger.bookmarks import BookmarkLedger
from spxcc.ledger.database import Database
from spxcc.ledger.plans import PlanLedger
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed
from spxcc.market.session import session_info
from spxcc.market.units import UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.runtime.alerts import realm_of
from spxcc.runtime.config import Settings
from spxcc.runtime.plan import PlanDesk
from spxcc.runtime.replay_desk import ReplayDesk
from spxcc.runtime.transport import Transport


class Day:
    """Built by the backend. local: whether everybody who enters is this machine's user, who may drive a replay."""

    def __init__(
        self, plan: PlannedFeed, settings: Settings, hub: Hub, wall: Clock, market: Clock, database: Database
    ) -> None:
        self.local = False
        self.transport = market if isinstance(market, Transport) else None
        self._cadence_s = plan.cadence_s
        self.replay = ReplayDesk(
            self.transport, plan.title, hub, wall, BookmarkLedger(database), self._owns, plan.cadence_s
        )
        played_run = "" if self.transport is None else hub.epoch
        self.plan = PlanDesk(PlanLedger(database, realm_of(plan.mode), played_run), hub, market, settings.risk)

    @property
    def listeners(self) -> tuple[ReplayDesk | PlanDesk, ...]:
        """To be told of every step."""
        return (self.replay, self.plan)

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return self.plan.queries

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name."""
        return {**self.plan.commands, **self.replay.commands}

    def paced(self, feed: Feed) -> Feed:
        """The feed, driven by the transport where there is one."""
        return feed if self.transport is None else self.transport.paced(feed)

    def cadence(self) -> float | None:
        """Wall seconds between two steps as things stand; `None` while the market is held."""
        return self._cadence_s if self.transport is None else self.transport.cadence(self._cadence_s)

    def _owns(self, identity: Identity) -> bool:
        return self.local


def played(start: UnixNanos, speed: float | None, wall: Clock) -> Transport:
    """Market time of a session that is played from `start` to its close."""
    return Transport(start, session_info(start).close_at, speed, wall)
