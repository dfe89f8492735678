"""The VWAP after every minute."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from spxcc.engines.basis.result import BASIS
from spxcc.market.candles import Candle
from spxcc.market.session import previous_session
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.ui.panels.chart.vwap import NOTHING, UNMAPPED, UNSEEN, UNTRADED, Curve, Point, VwapBook, running
from tests.fakes.desk_data import LAST, NOW, empty_desk, full_desk, minutes, tick
from tests.fakes.screens import make_frame
from tests.fakes.store import FakeController, FakeStore

Desk = tuple[FakeStore, FakeController]
bars = st.lists(
    st.tuples(st.floats(6800, 6900), st.floats(0, 5), st.sampled_from((0.0, 1.0, 350.0, 9e6))), min_size=1, max_size=20
)


def slowly(candles: list[Candle], ratio: float) -> list[Point]:
    """The definition, from the start for every bar."""
    points: list[Point] = []
    for at in range(1, len(candles) + 1):
        pairs = [((one.high + one.low + one.close) / 3 * ratio, one.volume) for one in candles[:at]]
        mass = math.fsum(volume for _, volume in pairs)
        if mass:
            centre = math.fsum(price * volume for price, volume in pairs) / mass
            spread = math.fsum(volume * (price - centre) ** 2 for price, volume in pairs) / mass
            points.append(Point(candles[at - 1].start, centre, math.sqrt(spread)))
    return points


@given(bars, st.sampled_from((1.0, 10.0359)))
def test_f58_it_is_the_definition(given_bars: list[tuple[float, float, float]], ratio: float) -> None:
    candles = [Candle(at, low, low + wide, low, low, volume) for at, (low, wide, volume) in enumerate(given_bars)]
    fast, slow = running(candles, ratio), slowly(candles, ratio)
    assert [one.start for one in fast] == [one.start for one in slow]
    for one, other in zip(fast, slow, strict=True):
        assert one.centre == pytest.approx(other.centre, abs=1e-6)
        assert one.sigma == pytest.approx(other.sigma, abs=1e-3)


def since_the_open() -> Desk:
    desk = full_desk()
    desk[0].put_minutes("SPX", minutes(303))
    return desk


def curve(desk: Desk, **choices: Any) -> Curve:
    return VwapBook().of(make_frame(desk, **choices))


def test_whole_minutes_of_the_session_count_and_the_forming_one_does_not() -> None:
    found = curve(since_the_open())
    own = minutes(303)
    assert found == Curve(running(own[:-1]), True, "SPX")
    assert curve(since_the_open(), timeframe="15m") == found
    desk = since_the_open()
    desk[1].advance(60)
    assert len(curve(desk).points) == 303


def test_the_session_before_is_left_out() -> None:
    desk = full_desk()
    desk[0].put_minutes("SPX", [*minutes(9, until=NOW - 24 * 60 * NANOS_PER_MINUTE), *minutes(303)])
    assert previous_session("2026-11-19") == "2026-11-18"
    assert len(curve(desk).points) == 302


def test_f58_an_index_takes_the_volume_of_spy_by_the_ratio_or_says_why_there_is_none() -> None:
    store, clock = full_desk()
    bare = [Candle(one.start, one.open, one.high, one.low, one.close) for one in minutes(303)]
    store.put_minutes("SPX", bare)
    spy = minutes(303, scale=0.1)
    store.put_minutes("SPY", spy)
    basis = store.get(BASIS)
    assert basis is not None
    assert basis.ratio is not None
    assert curve((store, clock)) == Curve(running(spy[:-1], basis.ratio), True, "SPY")
    store.put(BASIS, structs.replace(basis, ratio=None))
    assert curve((store, clock)) == Curve(bands=True, reason=UNMAPPED)
    store.put_minutes("SPY", [])
    assert curve((store, clock)) == Curve(bands=True, reason=UNTRADED)
    assert curve(full_desk()).reason == UNSEEN
    assert curve(empty_desk()).reason == UNSEEN


def test_f58_the_overlays_choose() -> None:
    desk = since_the_open()
    assert not curve(desk, overlays="key").bands
    assert curve(desk, overlays="key").points
    assert curve(desk, overlays="none") == NOTHING
    assert curve(desk, level_filter="options") == NOTHING
    assert curve(desk, timeframe="1D") == NOTHING


def test_f29_a_tick_computes_nothing() -> None:
    desk, book = since_the_open(), VwapBook()
    found = book.of(make_frame(desk))
    for move in (0.4, -0.9, 1.3):
        tick(desk[0], LAST + move)
        assert book.of(make_frame(desk)) is found
    desk[0].put_minutes("SPX", [*minutes(303)[:-2], structs.replace(minutes(303)[-2], volume=9e6), minutes(303)[-1]])
    assert book.of(make_frame(desk)) is not found
