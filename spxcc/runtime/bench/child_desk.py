"""Runs in the pty: hub, server, client and app on one loop, under a stream of messages."""

import asyncio
from typing import Any

from spxcc.engines.catalog import CHANNELS as DECLARED
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.hub import Hub
from spxcc.gateway.local import NoAuth
from spxcc.gateway.server import GatewayServer
from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis, to_nanos
from spxcc.runtime.bench.app import MeasuredApp, play, spent
from spxcc.runtime.bench.figure import quantile
from spxcc.runtime.bench.values import START_MS, Published, busy, opening
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.channels import CHANNELS

BEAT_S = 0.025
WARM_UP_S = 1.5
PROBE_S = 0.01


def run(rate: int, fps: int, seconds: int) -> dict[str, Any]:
    """Processor share, frames, received messages and lag of the loop, each second of `seconds`."""
    wall = SystemClock()
    desk = DeskClient(wall)
    result: dict[str, Any] = {}

    async def case(app: MeasuredApp) -> None:
        result.update(await _measured(app, desk, wall, rate, seconds))

    play(desk, fps, case)
    return result


async def _measured(app: MeasuredApp, desk: DeskClient, wall: Clock, rate: int, seconds: int) -> dict[str, Any]:
    hub = Hub("bench", wall.now)
    for channel in DECLARED:
        hub.declare(channel)
    server = GatewayServer(hub, NoAuth(), wall, GatewayConfig(port=0, mode="sim"))
    address = await server.start()
    for published in opening():
        _publish(hub, published, START_MS)
    desk.connect(address.url, lambda: None)
    lags: list[float] = []
    helpers = [asyncio.ensure_future(one) for one in (desk.run(), _stream(hub, wall, rate), _probe(wall, lags))]
    try:
        await wall.sleep(WARM_UP_S)
        lags.clear()
        return {**await _seconds(app, desk, wall, seconds), "lags": [quantile(lags, 0.5), quantile(lags, 0.99)]}
    finally:
        desk.close()
        for helper in helpers[1:]:
            helper.cancel()
        await asyncio.wait(helpers)
        await server.stop()


async def _seconds(app: MeasuredApp, desk: DeskClient, wall: Clock, seconds: int) -> dict[str, list[float]]:
    shares, frames, heard = [], [], []
    for _ in range(seconds):
        begun, used, drawn, before = wall.monotonic(), spent(), app.frames, _heard(desk)
        await wall.sleep(1.0)
        took = wall.monotonic() - begun
        shares.append(100 * (spent() - used) / took)
        frames.append((app.frames - drawn) / took)
        heard.append((_heard(desk) - before) / took)
    return {"shares": shares, "frames": frames, "heard": heard}


def _heard(desk: DeskClient) -> int:
    """Frames that the client took in so far."""
    metas = [desk.store.meta(channel.name) for channel in CHANNELS]
    return sum(meta.frames for meta in metas if meta is not None)


async def _stream(hub: Hub, wall: Clock, rate: int) -> None:
    """`rate` messages a second, in small bursts as a network brings them."""
    begun, step = wall.monotonic(), 0
    while True:
        await wall.sleep(BEAT_S)
        passed = wall.monotonic() - begun
        now_ms = START_MS + int(passed * 1000)
        while step < passed * rate:
            _publish(hub, busy(step, now_ms), now_ms)
            step += 1


async def _probe(wall: Clock, lags: list[float]) -> None:
    """How late the loop wakes up, in milliseconds."""
    while True:
        begun = wall.monotonic()
        await wall.sleep(PROBE_S)
        lags.append(1000 * (wall.monotonic() - begun - PROBE_S))


def _publish(hub: Hub, published: Published, now_ms: UnixMillis) -> None:
    channel, value = published
    hub.publish(channel, value, to_nanos(now_ms))
