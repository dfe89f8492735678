"""Runs in the pty: hours of the simulated market in minutes, with the whole program in one process, and its memory."""

import asyncio
from typing import Any

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_MINUTE, to_nanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.bench.app import Measured, play, resident_mb
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import load
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.paths import user_paths

SCENARIO, BEGINS = "flip-loss", "09:30"
LOOK_S = 0.25


def run(hours: float, speed: float, fps: int) -> dict[str, Any]:
    """Market minutes since the open and megabytes held then, a sample every market minute; frames drawn."""
    wall = SystemClock()
    desk = DeskClient(wall)
    result: dict[str, Any] = {}

    async def case(app: Measured) -> None:
        plan = plan_feed(FeedRequest("sim", scenario=SCENARIO, seed=1, at=BEGINS))
        assert plan.start_at is not None
        backend = Backend(plan, load(user_paths()), BackendOptions(speed=speed))
        address = await backend.start()
        desk.connect(address.url, backend.token)
        helpers = [asyncio.ensure_future(one) for one in (backend.run(), desk.run())]
        try:
            samples = await _samples(desk, wall, plan.start_at, hours * 60)
            result.update(samples=samples, frames=app.frames)
        finally:
            desk.close()
            helpers[0].cancel()
            await asyncio.wait(helpers)
            await backend.stop()

    play(desk, fps, case)
    return result


async def _samples(desk: DeskClient, wall: Clock, start_at: int, minutes: float) -> list[tuple[float, float]]:
    samples: list[tuple[float, float]] = []
    while not samples or samples[-1][0] < minutes:
        await wall.sleep(LOOK_S)
        now_ms = desk.session_now_ms()
        passed = 0.0 if now_ms is None else (to_nanos(now_ms) - start_at) / NANOS_PER_MINUTE
        if not samples or passed >= samples[-1][0] + 1:
            samples.append((passed, resident_mb()))
    return samples
