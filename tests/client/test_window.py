"""F24: one window that matches all channels in any order."""

import asyncio
from itertools import permutations
from typing import Any

import msgspec
import pytest

from spxcc.client.reconnect import State
from spxcc.client.store import Store
from spxcc.client.window import capture
from spxcc.protocol.client_effects import Deliver, Gap, Refused, Synced, Welcome
from spxcc.protocol.messages import Hello
from tests.fakes.channels import ALERTS, CHANNELS, MARKS, PRICE, Alert, Mark, Quote, hello
from tests.fakes.clock import ManualClock, settle

REQUIRED = (PRICE.name, MARKS.name, ALERTS.name)
VALUES: dict[str, Any] = {
    PRICE.name: Quote("SPX", 6_890.0),
    MARKS.name: {"added": [Mark("a", 1.0), Mark("b", 2.0)]},
    ALERTS.name: Alert("x", "1"),
}


class Window:
    """A store that is fed by hand while a capture runs."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.store = Store(self.clock, CHANNELS)
        self.store.connected(State(phase="open"), "h")
        self.store.apply(Welcome(msgspec.convert(hello(), Hello)))

    def arrive(self, name: str, done: bool = True) -> None:
        payload = msgspec.Raw(msgspec.json.encode(VALUES[name]))
        self.store.apply(Deliver(name, (payload,), True, "e1", 1, 1, None, False))
        if done:
            self.store.apply(Synced(name, 0.05))


@pytest.mark.parametrize("order", list(permutations(REQUIRED)))
async def test_f24_the_order_does_not_matter(order: tuple[str, ...]) -> None:
    window = Window()
    running = asyncio.ensure_future(capture(window.store, REQUIRED, 2.0, window.clock))
    for name in order:
        await window.clock.advance(0.3)
        window.arrive(name)
    await window.clock.advance(2.0)
    report = await running
    assert report.ok
    assert report.missing == report.errors == ()
    assert {name: seen.frames for name, seen in report.channels.items()} == dict.fromkeys(REQUIRED, 1)
    assert [report.channels[name].items for name in REQUIRED] == [1, 2, 1]


async def test_f24_what_is_missing_is_named() -> None:
    window = Window()
    window.arrive(PRICE.name)
    window.arrive(MARKS.name, done=False)
    window.store.apply(Refused(ALERTS.name, "unavailable", "no trades", False))
    running = asyncio.ensure_future(capture(window.store, REQUIRED, 1.0, window.clock))
    await window.clock.advance(1.0)
    report = await running
    assert not report.ok
    assert report.missing == (MARKS.name, ALERTS.name)
    assert report.errors == ("flow:alert: no trades",)
    assert report.channels[MARKS.name].snapshot_ms is None
    assert report.channels[ALERTS.name].last_age_ms is None


async def test_a_connection_that_dies_within_the_window_is_an_error() -> None:
    window = Window()
    for name in REQUIRED:
        window.arrive(name)
    running = asyncio.ensure_future(capture(window.store, REQUIRED, 1.0, window.clock))
    await window.clock.advance(0.5)
    window.store.connected(State(phase="waiting", timer_at=9.0, reason="connection lost"), "h")
    await window.clock.advance(0.5)
    report = await running
    assert not report.ok
    assert report.errors == ("connection: connection lost",)


async def test_only_what_arrives_within_the_window_is_counted() -> None:
    window = Window()
    window.arrive(PRICE.name)
    window.store.apply(Gap(PRICE.name, "gap"))
    running = asyncio.ensure_future(capture(window.store, [PRICE.name], 1.0, window.clock))
    await settle()
    window.arrive(PRICE.name)
    await window.clock.advance(1.0)
    seen = (await running).channels[PRICE.name]
    assert (seen.frames, seen.gaps, seen.snapshot_ms, seen.last_age_ms) == (1, 1, 50.0, 1_000.0)


async def test_it_may_end_as_soon_as_all_is_there() -> None:
    window = Window()
    running = asyncio.ensure_future(capture(window.store, REQUIRED, 60.0, window.clock, until_complete=True))
    await window.clock.advance(0.2)
    for name in REQUIRED:
        window.arrive(name)
    await window.clock.advance(0.1)
    assert running.done()
    assert (await running).ok


async def test_the_json_has_what_scripts_read() -> None:
    window = Window()
    window.arrive(PRICE.name)
    running = asyncio.ensure_future(capture(window.store, [PRICE.name], 0.1, window.clock))
    await window.clock.advance(0.2)
    got = msgspec.json.decode((await running).json())
    assert set(got) >= {"ok", "mode", "epoch", "seconds", "channels", "prices", "latency_ms", "errors"}
    assert set(got["channels"][PRICE.name]) == {"frames", "items", "snapshot_ms", "gaps", "last_age_ms"}
    assert got["prices"] == {"SPX": {"symbol": "SPX", "price": 6_890.0}}
    assert (got["mode"], got["epoch"]) == ("sim", "e1")


async def test_f24_it_waits_for_the_last_one() -> None:
    window = Window()
    running = asyncio.ensure_future(capture(window.store, REQUIRED, 60.0, window.clock, until_complete=True))
    for name in REQUIRED[:2]:
        window.arrive(name)
    await window.clock.advance(10.0)
    assert not running.done()
    window.arrive(REQUIRED[2])
    await window.clock.advance(0.1)
    assert (await running).ok
