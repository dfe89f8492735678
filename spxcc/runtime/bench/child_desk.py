"""Runs in the pty: hub, server, client and app on one loop, under a stream of messages."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from spxcc.engines.catalog import CHANNELS as DECLARED
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.hub import Hub
from spxcc.gateway.local import NoAuth
from spxcc.gateway.server import GatewayServer
from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis, to_nanos
from spxcc.runtime.bench.app import PRICE, Measured, play, resident_mb, spent
from spxcc.runtime.bench.figure import quantile
from spxcc.runtime.bench.losses import OWNER, Losses, alert_event
from spxcc.runtime.bench.values import START_MS, Published, busy, opening
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.app import Service
from spxcc.ui.channels import CHANNELS
from spxcc.ui.options import UiOptions

BEAT_S = 0.025
CONNECT_S, WARM_UP_S, DRAIN_S = 1.0, 1.5, 1.0
PROBE_S = 0.01
ALERT_EVERY = 60
"""Of so many messages one is an alert that fires."""


def run(rate: int, fps: int, seconds: int, peers: bool = False, uvloop: bool = False) -> dict[str, Any]:
    """Of each second of `seconds`: processor share, frames, received messages. Of the whole: lag of the loop, memory,
    when each price was published, what was sent and what of it was lost. peers: of the desk made of other libraries.
    uvloop: on that event loop instead of Python's own.
    """
    if uvloop:
        from uvloop import EventLoopPolicy

        asyncio.set_event_loop_policy(EventLoopPolicy())
    wall = SystemClock()
    desk = DeskClient(wall)
    result: dict[str, Any] = {}

    async def case(app: Measured) -> None:
        app.marking = True
        result.update(await _measured(app, desk, wall, rate, seconds))

    play(desk, fps, case, _peers() if peers else None)
    return result


def _peers() -> Callable[[DeskClient, UiOptions, Sequence[Service]], Measured]:
    # An extra of the measurements alone.
    from spxcc.runtime.bench.peers import PeerApp

    return PeerApp


class Stream:
    """`rate` messages a second, in small bursts as a network brings them; some alerts among them.

    prices: (step, second) of every published price of the index.
    """

    def __init__(self, hub: Hub, wall: Clock, losses: Losses) -> None:
        self._hub, self._wall, self._losses = hub, wall, losses
        self.prices: list[tuple[int, float]] = []

    async def run(self, rate: int) -> None:
        """Until it is cancelled."""
        begun, step = self._wall.monotonic(), 0
        while True:
            await self._wall.sleep(BEAT_S)
            passed = self._wall.monotonic() - begun
            now_ms = START_MS + int(passed * 1000)
            while step < passed * rate:
                self._publish(busy(step, now_ms) if step % ALERT_EVERY else alert_event(step, now_ms), step, now_ms)
                step += 1

    def _publish(self, published: Published, step: int, now_ms: UnixMillis) -> None:
        channel, value = published
        if channel == PRICE:
            self.prices.append((step, self._wall.monotonic()))
        self._losses.sent(channel, value)
        self._hub.publish(channel, value, to_nanos(now_ms))


async def _measured(app: Measured, desk: DeskClient, wall: Clock, rate: int, seconds: int) -> dict[str, Any]:
    hub = Hub("bench", wall.now)
    for channel in DECLARED:
        hub.declare(channel)
    server = GatewayServer(hub, NoAuth(OWNER), wall, GatewayConfig(port=0, mode="sim"))
    address = await server.start()
    for channel, value in opening():
        hub.publish(channel, value, to_nanos(START_MS))
    losses, lags = Losses(desk.store), list[float]()
    stream = Stream(hub, wall, losses)
    desk.connect(address.url, lambda: None)
    connection = asyncio.ensure_future(desk.run())
    helpers = [asyncio.ensure_future(_probe(wall, lags))]
    try:
        await wall.sleep(CONNECT_S)
        losses.watch()
        playing = asyncio.ensure_future(stream.run(rate))
        helpers.append(playing)
        await wall.sleep(WARM_UP_S)
        lags.clear()
        stream.prices.clear()
        begun = wall.monotonic()
        found = await _seconds(app, desk, wall, seconds)
        ended, lag = wall.monotonic(), [quantile(lags, 0.5), quantile(lags, 0.99)]
        if playing.done():
            playing.result()
        playing.cancel()
        await wall.sleep(DRAIN_S)
        told = {"begun": begun, "ended": ended, "prices": stream.prices, "resident": resident_mb()}
        return {**found, **told, "lags": lag, "sent": losses.counted(), "lost": losses.lost()}
    finally:
        desk.close()
        for helper in helpers:
            helper.cancel()
        await asyncio.wait({connection, *helpers})
        await server.stop()


async def _seconds(app: Measured, desk: DeskClient, wall: Clock, seconds: int) -> dict[str, list[float]]:
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


async def _probe(wall: Clock, lags: list[float]) -> None:
    """How late the loop wakes up, in milliseconds."""
    while True:
        begun = wall.monotonic()
        await wall.sleep(PROBE_S)
        lags.append(1000 * (wall.monotonic() - begun - PROBE_S))
