"""What belongs to the day of a run beside the engines: the transport of a replay, the plan and the risk card."""

import asyncio

from spxcc.feeds.catalog import PlannedFeed
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestHandler
from spxcc.ledger.bookmarks import BookmarkLedger
from spxcc.ledger.database import Database
from spxcc.ledger.plans import PlanLedger
from spxcc.ledger.positions import PositionLedger
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed
from spxcc.market.session import session_info
from spxcc.market.units import UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.runtime.alerts import realm_of
from spxcc.runtime.config import Settings
from spxcc.runtime.judgement import Judgement
from spxcc.runtime.node import Listener
from spxcc.runtime.plan import PlanDesk
from spxcc.runtime.position_desk import PositionDesk
from spxcc.runtime.recording import RecordingDesk
from spxcc.runtime.replay_desk import ReplayDesk
from spxcc.runtime.rewind import Rewinder
from spxcc.runtime.transport import Transport


class Day:
    """Built by the backend. run: names it in the ledger, where a day may be played several times. local: whether
    everybody who enters is this machine's user, who may drive a replay."""

    def __init__(
        self, plan: PlannedFeed, settings: Settings, hub: Hub, wall: Clock, market: Clock, database: Database,
        run: str,
    ) -> None:  # fmt: skip
        self.local = False
        self.transport = market if isinstance(market, Transport) else None
        self.rewinder: Rewinder | None = None
        self._recording: RecordingDesk | None = None
        self._cadence_s = plan.cadence_s
        self.replay = ReplayDesk(
            self.transport, plan.title, hub, wall, BookmarkLedger(database), self._owns, plan.cadence_s
        )
        self.replay.replayed = plan.mode == "replay"
        played_run = "" if self.transport is None else run
        self.judgement = Judgement(plan, market, database, lambda: self.local)
        self.plan = PlanDesk(PlanLedger(database, realm_of(plan.mode), played_run), hub, market, settings.risk)
        self.positions = PositionDesk(PositionLedger(database, realm_of(plan.mode), played_run), hub, market)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """To be told of every step."""
        own: tuple[Listener, ...] = (self.replay, self.plan, self.positions, *self.judgement.listeners)
        return own if self.rewinder is None else (*own, self.rewinder)

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {**self.plan.queries, **self.positions.queries, **self.judgement.queries}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name."""
        plans = self.plan.commands
        return {
            **plans,
            "trade.mark": self.positions.around(plans["trade.mark"]),
            **self.positions.commands,
            **self.replay.commands,
            **self.judgement.commands,
        }

    def paced(self, feed: Feed) -> Feed:
        """The feed, driven by the transport where there is one, with what the ledger knows."""
        return self.judgement.told(feed if self.transport is None else self.transport.paced(feed))

    def seat(self, rewinder: Rewinder, recording: RecordingDesk) -> None:
        """Who takes a played session back, and jumps ahead by what was kept."""
        if self.transport is not None:
            self.rewinder, self._recording = rewinder, recording
            self.replay.turn, self.replay.saves = self.turn, rewinder.saves

    async def turn(self, to: UnixNanos) -> UnixNanos | None:
        """Take the session to its last step at or before `to`; where it stands then, `None` if there is no such."""
        transport, rewinder, recording = self.transport, self.rewinder, self._recording
        if transport is None or rewinder is None or recording is None:
            return None
        # What follows was played before: a second time it would be another session in the same file.
        await asyncio.to_thread(recording.end, "the session was taken to another time")
        at = await rewinder.turn(to, self.paced, transport)
        if at is not None:
            transport.turn_to(at)
        return at

    def cadence(self) -> float | None:
        """Wall seconds between two steps as things stand; `None` while the market is held."""
        return self._cadence_s if self.transport is None else self.transport.cadence(self._cadence_s)

    def _owns(self, identity: Identity) -> bool:
        return self.local


def played(start: UnixNanos, speed: float | None, wall: Clock, end: UnixNanos | None = None) -> Transport:
    """Market time of a session that is played from `start` to `end`, by default its close."""
    return Transport(start, session_info(start).close_at if end is None else end, speed, wall)
