"""Faults of stream events."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import pytest

from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.faults_stream import distorted
from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Limits, MinuteBar, Quote, Trade, Value
from spxcc.feeds.simulator.massive.stream_events import second_events
from tests.feeds.simulator.massive.markets import market_of


def minute(cluster: Product = "stocks") -> list[Sent]:
    """A minute of events."""
    none = np.zeros(0, dtype=np.int64)
    return [
        sent
        for second in range(5_400, 5_460)
        for sent in second_events(market_of(), cluster, second, {"V", "T", "Q", "A", "AM"}, none)
    ]


def spoiled(name: str, cluster: Product = "stocks", rate: float = 0.5) -> tuple[Sequence[Sent], Sequence[Sent]]:
    events = minute(cluster)
    return events, distorted(FaultBox(7, [Fault(name, rate)]), events)


def test_without_faults_nothing_changes() -> None:
    events = minute()
    assert distorted(FaultBox(7), events) is events


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("crossed-quotes", lambda one: isinstance(one, Quote) and one.bp is not None and one.bp > one.ap),
        ("zero-quotes", lambda one: isinstance(one, Quote) and one.ap == 0),
        ("outliers", lambda one: isinstance(one, Trade) and one.p > 620),
    ],
)
def test_f30_bad_values(name: str, bad: Callable[[object], bool]) -> None:
    events, made = spoiled(name)
    struck = [one for one in made if one.fault == name]
    assert len(made) == len(events)
    assert struck
    assert struck == [one for one in made if bad(one.event)]


def test_f30_twice_late_and_out_of_order() -> None:
    events, made = spoiled("duplicates")
    assert len(made) == len(events) + sum(one.fault == "duplicates" for one in made)
    for name in ("out-of-order", "late-prints"):
        events, made = spoiled(name)
        assert [one.due_ms for one in made] == sorted(one.due_ms for one in made)
        assert [one.event for one in made] != [one.event for one in events]
        assert sorted(map(repr, (one.event for one in made))) == sorted(map(repr, (one.event for one in events)))


def test_f30_bars_are_missing_or_rewritten() -> None:
    _, made = spoiled("missing-bars", rate=1.0)
    assert [one.raw for one in made if one.topic == "AM"] == [b""]
    _, made = spoiled("rewritten-bars", rate=1.0)
    first, second = (one.event for one in made if one.topic == "AM")
    assert isinstance(first, MinuteBar)
    assert isinstance(second, MinuteBar)
    assert (first.s, first.v) == (second.s, (second.v or 0) // 2)


def test_f30_wrong_and_unknown_events_are_json() -> None:
    for name in ("wrong-events", "unknown-events"):
        _, made = spoiled(name)
        assert all(isinstance(msgspec.json.decode(one.raw), dict) for one in made if one.raw)
        assert any(one.raw for one in made)


def test_f30_a_halt_quiets_all_but_the_limits() -> None:
    _, made = spoiled("halt", rate=1.0)
    told = [one for one in made if one.raw is None]
    assert told
    assert all(isinstance(one.event, Limits) for one in told)
    _, made = spoiled("halt", "indices", rate=1.0)
    assert not [one for one in made if one.raw is None and isinstance(one.event, Value)]


def test_f30_a_burst_and_a_skew() -> None:
    events, made = spoiled("burst", rate=1.0)
    prints = sum(one.topic == "T" for one in events)
    assert len(made) == len(events) + 50 * prints
    _, made = spoiled("skew", "indices", rate=1.0)
    values = [one.event.t for one in minute("indices") if isinstance(one.event, Value)]
    assert [one.event.t - 5_000 for one in made if isinstance(one.event, Value)] == values
