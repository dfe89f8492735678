"""Seats a run that goes on: shows what was shown last, computes up to the cut, and lets the feed play on from there."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spxcc.engines.catalog import CHANNELS
from spxcc.engines.engine import Engine
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed, Mode
from spxcc.market.session import to_exchange
from spxcc.protocol.names import private_name
from spxcc.runtime.continued import Cut, TakenUp, shown_of, taken_up
from spxcc.runtime.digest import StepFrames
from spxcc.runtime.node import Node

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seat:
    """What a run publishes on, what drives it, and what numbers its frames."""

    hub: Hub
    node: Node
    frames: StepFrames
    wall: Clock

    def empty(self) -> Hub:
        """A hub where nothing was said."""
        hub = Hub(secrets.token_hex(6), self.wall.now)
        for channel in CHANNELS:
            hub.declare(channel)
        return hub

    def adopt(self, hub: Hub) -> None:
        """Everybody gets what stands on `hub`; what is no engine's stays."""
        self.hub.adopt(hub, lambda name: not hub.knows(name) or private_name(name) is not None)

    def await_all(self, reason: str) -> None:
        """Until there is something newer, everything is marked."""
        for name in self.hub.names():
            if private_name(name) is None:
                self.hub.fail(name, reason)


async def take_up(
    cut: Cut, seat: Seat, engines: Sequence[Engine[Any, Any]], mode: Mode, onward: Callable[[TakenUp], Feed]
) -> TakenUp | None:
    """Before the node runs; `None` where the recording cannot be used, and the run begins anew.

    onward: the feed that plays on from there.
    """
    loop, stood = asyncio.get_running_loop(), seat.empty()
    if await asyncio.to_thread(shown_of, cut, stood):
        seat.adopt(stood)
    seat.await_all(_words(cut, 0.0))

    def tell(share: float) -> None:
        loop.call_soon_threadsafe(seat.await_all, _words(cut, share))

    try:
        run = await asyncio.to_thread(taken_up, cut, engines, mode, seat.empty(), tell)
    except SessionFileError as error:
        log.warning("the day begins anew: %s", error)
        seat.adopt(seat.empty())
        return None
    seat.adopt(run.hub)
    seat.frames.go_on(run.told, seat.hub.seq)
    seat.node.stand(run.pipeline, run.step, run.as_of, cut.own)
    seat.node.resume(onward(run))
    log.info("%s: %s", cut.path.stem, cut.words)
    return run


def _words(cut: Cut, share: float) -> str:
    return f"the day is taken up from its recording, which ends at {to_exchange(cut.at):%H:%M:%S}: {share:.0%}"
