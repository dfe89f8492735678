"""What is missing: minutes of the market while a setup is open, a frame on the way to a client."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from spxcc.engines.catalog import ENGINES
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.market.events import Watermark
from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.pipeline import Pipeline
from tests.faults.desk import desk
from tests.faults.screen import screen
from tests.faults.test_clocks import told

DAY, BEGIN = "2026-03-24", "10:17"
SILENT_S = (80, 280)
"""Seconds after `BEGIN`: a setup was filled at 10:18, and the last whole minute is that of 10:18."""


@pytest.mark.slow
def test_setups_that_are_open_in_a_gap_are_void() -> None:
    """No price for 200 s: a filled setup is void 30 s after the missing minute, an armed one with the next one."""
    start = at_exchange(DAY, BEGIN)
    pipeline, said = Pipeline(ENGINES, "sim"), dict[str, list[tuple[str, str, str]]]()
    for event in told(DAY, BEGIN, 310.0, "flip-loss"):
        second = (event.ts_recv - start) / NANOS_PER_SECOND
        if isinstance(event, Watermark) or not SILENT_S[0] < second < SILENT_S[1]:
            pipeline.fold(event)
        if isinstance(event, Watermark) and event.ts_event >= start and event.ts_event % NANOS_PER_SECOND == 0:
            for one in pipeline.step(event.ts_event).results["setups"].setups:
                last = (f"{to_exchange(event.ts_event):%H:%M:%S}", one.state, one.history[-1].reason)
                lines = said.setdefault(one.id, [])
                if not lines or lines[-1][1:] != last[1:]:
                    lines.append(last)
    filled = [lines for lines in said.values() if any("filled at" in reason for _, _, reason in lines)]
    assert [lines[-1] for lines in filled] == [
        ("10:20:30", "invalidated", "no minute for too long while open: not counted as an outcome")
    ]
    armed = [lines for lines in said.values() if lines[-1][2] == "minutes missed while armed"]
    assert len(armed) == 2
    assert all(lines[-1][:2] == ("10:22:00", "invalidated") for lines in armed)


@asynccontextmanager
async def relayed(url: str, lost: Callable[[str], bool]) -> AsyncIterator[str]:
    """An address behind which the server of `url` is, but for the frames that get lost."""

    async def relay(client: ServerConnection) -> None:
        async with connect(url, proxy=None, max_size=2**24) as server:

            async def up() -> None:
                async for text in client:
                    await server.send(text)
                await server.close()

            asking = asyncio.ensure_future(up())
            try:
                async for text in server:
                    if not lost(str(text)):
                        await client.send(text)
            except ConnectionClosed:
                pass
            finally:
                asking.cancel()
                await asyncio.wait({asking})

    async with serve(relay, "127.0.0.1", 0, max_size=2**24, compression=None) as listening:
        (socket,) = listening.sockets
        yield f"ws://127.0.0.1:{socket.getsockname()[1]}/ws/prices"


class Once:
    """Loses the next frame of each of these channels."""

    def __init__(self) -> None:
        self.of = set[str]()

    def __call__(self, text: str) -> bool:
        frame = json.loads(text)
        if frame.get("channel") in self.of and "prev" in frame and not frame.get("snapshot"):
            self.of.remove(frame["channel"])
            return True
        return False


@pytest.mark.slow
async def test_a_frame_that_got_lost_is_missed_counted_and_made_up_for() -> None:
    """A delta and an event get lost on the way: one gap is counted of each, the screen is as that of who lost none."""
    lossy = Once()
    async with (
        desk() as running,
        relayed(running.url, lossy) as url,
        screen(running) as whole,
        screen(running, url=url) as torn,
    ):
        lossy.of |= {"bars:SPX", "flow:alert"}
        await whole.plays(40.0)  # two alerts come in them
        assert not lossy.of
        await torn.plays(1.0)
        await whole.has_all()
        told = [json.loads(line) for line in torn.client.log.lines()]
        gaps = [(one["channel"], one["reason"]) for one in told if one["event"] == "gap" and one["reason"] != "lag"]
        assert gaps == [("bars:SPX", "gap"), ("flow:alert", "loss")]
        for name in ("bars:SPX", "levels:update"):
            assert torn.client.store.value(name) == whole.client.store.value(name)
        mine, theirs = (one.client.store.events(FLOW_ALERT) for one in (torn, whole))
        # Who lost an event is told those of the last quarter of an hour again.
        assert len(mine) > 10
        assert mine == theirs[-len(mine) :]
        assert await torn.text() == await whole.text()
