"""Who may stay connected, and who gets what."""

import json
from typing import Any

from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.stream_session import StreamSession
from tests.feeds.simulator.massive.markets import NOON_MS, market_of


class FakeLine:
    """Keeps what it is told."""

    def __init__(self, key: str = "sim", cluster: Product = "indices", topics: str = "V.*,AM.*") -> None:
        self.session = StreamSession(cluster)
        self.session.received(json.dumps({"action": "auth", "params": key}))
        self.session.received(json.dumps({"action": "subscribe", "params": topics}))
        self.events: list[Any] = []
        self.ends: list[object] = []
        self.backlog = 0

    def send(self, text: bytes) -> None:
        self.events += json.loads(text) if not text.endswith(b"60") else [text]

    def close(self, code: int) -> None:
        self.ends.append(code)

    def abort(self) -> None:
        self.ends.append("abort")

    def deafen(self) -> None:
        self.ends.append("deaf")


def hub_of(*lines: FakeLine, faults: tuple[Fault, ...] = ()) -> Hub:
    hub = Hub(market_of(), FaultBox(7, faults))
    hub.lines.extend(lines)
    return hub


def played(hub: Hub, step_ms: int, seconds: int = 130) -> None:
    for at in range(0, 1_000 * seconds + 1, step_ms):
        hub.step(NOON_MS + at)


def test_f30_the_same_events_at_every_step() -> None:
    slow, fast = FakeLine(), FakeLine()
    played(hub_of(slow), 250)
    played(hub_of(fast), 10_000)
    assert slow.events == fast.events
    assert len([one for one in slow.events if one["ev"] == "AM"]) == 4
    assert len([one for one in slow.events if one["ev"] == "V"]) > 130


def test_f30_a_newcomer_of_the_same_key_evicts_the_older() -> None:
    older, other, newer = FakeLine(), FakeLine(cluster="stocks", topics="T.*"), FakeLine()
    hub = hub_of(older, other, newer)
    hub.authed(newer)
    assert (older.ends, other.ends, newer.ends) == ([1008], [], [])
    assert older.events[-1]["status"] == "max_connections"


def test_f30_a_delayed_plan_is_a_quarter_of_an_hour_late() -> None:
    line = FakeLine("sim-delayed")
    played(hub_of(line), 1_000, 5)
    now = market_of().open_ms + NOON_MS
    assert all(one["t"] <= now - 15 * 60_000 + 5_000 for one in line.events)
    assert line.events


def test_f30_faults_of_connections_are_counted() -> None:
    for name, ends in (
        ("drop", ["abort"]), ("close-1000", [1000]), ("close-1008", [1008]), ("evict", [1008]), ("half-open", ["deaf"]),
        ("force-disconnect", ["abort"]), ("slow-consumer", ["abort"]), ("garbage-frames", []),
    ):  # fmt: skip
        line = FakeLine()
        hub = hub_of(line, faults=(Fault(name, times=1),))
        played(hub, 1_000, 3)
        assert line.ends == ends, name
        assert hub._box.counts == {name: 1}


def test_f30_a_silence_counts_once_when_it_has_lasted() -> None:
    for name in ("freeze", "halt"):
        short, long = FakeLine(), FakeLine()
        hub = hub_of(short, faults=(Fault(name, since="12:00:01", until="12:00:02"),))
        played(hub, 250, 10)
        assert hub._box.counts == {}, "a second is no silence"
        hub = hub_of(long, faults=(Fault(name, since="12:00:01", until="12:00:05"),))
        played(hub, 250, 10)
        assert hub._box.counts == {name: 1}
        assert 0 < len(long.events) < len(short.events)


def test_f30_out_of_order_counts_what_leaves_behind_something_newer() -> None:
    line = FakeLine(cluster="stocks", topics="T.SPY")
    hub = hub_of(line, faults=(Fault("out-of-order", 0.5),))
    played(hub, 250, 60)
    stamps = [one["t"] for one in line.events if one["ev"] == "T"]
    behind = sum(stamp < max(stamps[:at]) for at, stamp in enumerate(stamps) if at)
    assert hub._box.counts["out-of-order"] == behind > 10


def test_f30_events_are_counted_where_they_are_delivered() -> None:
    line = FakeLine(topics="V.I:SPX")
    hub = hub_of(line, faults=(Fault("outliers", 0.3),))
    played(hub, 500)
    assert hub._box.counts["outliers"] == sum(one["val"] > 6_200 for one in line.events) > 10


def test_a_reader_far_behind_is_dropped() -> None:
    line = FakeLine()
    line.backlog = 2**30
    played(hub_of(line), 1_000, 1)
    assert "slow_consumer" in {one.get("status") for one in line.events}
    assert "abort" in line.ends


def test_a_jump_of_the_clock_plays_nothing_in_between() -> None:
    line = FakeLine()
    hub = hub_of(line)
    played(hub, 1_000, 2)
    before = len(line.events)
    hub.restart(NOON_MS + 3_600_000)
    hub.step(NOON_MS + 3_602_000)
    assert len(line.events) - before <= 4
