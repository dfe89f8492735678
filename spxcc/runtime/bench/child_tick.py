"""Runs in the pty: what one price tick costs from the client's store to the bytes of the terminal."""

import sys
from collections.abc import Callable
from statistics import median
from typing import Any

import msgspec

from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis
from spxcc.protocol.channel import Changes, DeltaChannel, EventChannel
from spxcc.protocol.client_effects import Deliver, Effect, Welcome
from spxcc.protocol.codec import encode_data
from spxcc.protocol.messages import AuthInfo, Hello, WireLimits
from spxcc.runtime.bench.app import Measured, MeasuredApp, play, spent
from spxcc.runtime.bench.bare_writes import counted, least_write_us
from spxcc.runtime.bench.values import START_MS, Published, opening, price
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.theme import PALETTES

WARM_UP_S = 1.0
PER_ROUND = 20


def run(rounds: int, fps: int) -> dict[str, Any]:
    """Milliseconds of processor time per tick, per full repaint, and per frame without news; bytes to the terminal for
    a tick: one figure a round. bare: microseconds for as many bytes by write(2) alone.

    The three alternate, so that what else the machine does slows all of them.
    """
    wall = SystemClock()
    desk = DeskClient(wall)
    result: dict[str, Any] = {}

    async def case(app: Measured) -> None:
        assert isinstance(app, MeasuredApp)
        for effect in (_hello(), *(frame(one, START_MS, True) for one in opening())):
            desk.store.apply(effect)
        await wall.sleep(WARM_UP_S)
        result.update(await _rounds(app, desk, wall, rounds, 1 / fps))

    play(desk, fps, case)
    return result


async def _rounds(app: MeasuredApp, desk: DeskClient, wall: Clock, rounds: int, pause: float) -> dict[str, Any]:
    step, begun, written = 0, wall.monotonic(), counted(app._driver)

    def tick() -> None:
        nonlocal step
        step += 1
        now_ms = START_MS + int((wall.monotonic() - begun) * 1000)
        desk.store.apply(frame(price("SPX", step, now_ms), now_ms, False))

    def repaint() -> None:
        tick()
        app.desk.recolour(PALETTES["classic"])

    idle, ticks, full, sizes = [], [], [], []
    for _ in range(rounds):
        before = written()
        idle.append(await _cost(wall, pause, lambda: None))
        between = written()
        ticks.append(await _cost(wall, pause, tick) - idle[-1])
        sizes.append(max((written() - 2 * between + before) / PER_ROUND, 1.0))
        full.append(await _cost(wall, pause, repaint) - idle[-1])
    assert sys.__stderr__ is not None
    bare = await least_write_us(sys.__stderr__.fileno(), round(median(sizes)), wall)
    return {"idle": idle, "tick": ticks, "full": full, "bytes": sizes, "bare": bare}


async def _cost(wall: Clock, pause: float, act: Callable[[], None]) -> float:
    """Milliseconds of processor time of one `act` and the frame that shows it."""
    used = spent()
    for _ in range(PER_ROUND):
        act()
        await wall.sleep(pause)
    return 1000 * (spent() - used) / PER_ROUND


def frame(published: Published, now_ms: UnixMillis, snapshot: bool) -> Effect:
    """What the client's session hands to the store for a value; events are added to those before."""
    channel, value = published
    if isinstance(channel, DeltaChannel):
        data = list(channel.encode(Changes(added=tuple(value))))
    elif isinstance(channel, EventChannel):
        data, snapshot = list(value), False
    else:
        data = [value]
    payloads = tuple(msgspec.Raw(encode_data(one)) for one in data)
    return Deliver(channel.name, payloads, snapshot, "bench", 1, now_ms, "2026-11-19T19:30:00.000Z", False)


def _hello() -> Welcome:
    limits = WireLimits(64, 64, 16_384, 20)
    return Welcome(
        Hello(
            session="bench", server="bench", epoch="bench", mode="sim", user="local", tier=None, heartbeat_ms=15_000,
            limits=limits, auth=AuthInfo(),
        )
    )  # fmt: skip
