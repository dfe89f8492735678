"""Fills and outcomes, against a plain re-telling of R2 to R9."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.geometry import Blueprint, Trade
from spxcc.engines.setups.lifecycle import FOLLOWS, Phase
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.position import fill, resolve, result_r
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE

COMMON = RULES.common
LONG = Trade(filled_at=0, entry=100.0, stop=95.0, t1=106.0, t2=110.0, risk=5.0)
LATER = 10 * NANOS_PER_MINUTE
FAR = 10**12


def bar(opened: float, high: float, low: float, close: float, start: int = LATER) -> Candle:
    return Candle(start, opened, high, low, close)


def phases(trade: Trade, phase: Phase, one: Candle, sign: int = 1, expires: int = FAR) -> list[Phase]:
    return [event.phase for event in resolve(sign, trade, phase, one, expires, COMMON)[1]]


def test_the_fill_is_at_the_next_open_with_slip() -> None:
    trade, event = fill(1, Blueprint(entry=99.0, stop=95.0, t1=(106.0,)), 99.9, 60_000, COMMON)
    assert trade == Trade(filled_at=60_000, entry=100.0, stop=95.0, t1=106.0, t2=None, risk=5.0)
    assert (event.phase, event.reason) == ("filled", "filled at 100.00")
    none, why = fill(1, Blueprint(entry=99.0, stop=95.0, t1=(106.0,)), 94.0, 60_000, COMMON)
    assert (none, why.phase) == (None, "no_fill")
    none, why = fill(1, Blueprint(entry=99.0, stop=95.0, t1=(106.0,)), 95.05, 60_000, COMMON)
    assert (none, why.reason) == (None, "no fill: the open 95.05 is at the stop or beyond")
    none, why = fill(1, Blueprint(entry=99.0, stop=95.0, t1=(103.0,)), 100.0, 60_000, COMMON)
    assert (none, why.reason) == (None, "no fill: under 0.80 R to T1 at the open 100.00")


def test_r4_a_touch_stops_at_the_stop_a_gap_at_the_open() -> None:
    _, [touch] = resolve(1, LONG, "filled", bar(99, 100, 95.0, 97), FAR, COMMON)
    assert (touch.phase, touch.price, touch.reason) == ("stopped", 94.9, "stopped at 94.90, -1.02 R")
    _, [gap] = resolve(1, LONG, "filled", bar(93, 94, 92, 94), FAR, COMMON)
    assert gap.price == 92.9


def test_r5_a_target_must_be_traded_through() -> None:
    assert phases(LONG, "filled", bar(104, 106.05, 103, 105)) == []
    assert phases(LONG, "filled", bar(104, 106.10, 103, 105)) == ["t1_hit"]


def test_r6_both_in_one_bar_are_ambiguous_and_counted_as_the_stop() -> None:
    _, [event] = resolve(1, LONG, "filled", bar(100, 107, 94, 100), FAR, COMMON)
    assert event.phase == "ambiguous"
    assert event.reason == "ambiguous: stop and target in one minute, counted -1.02 R"


def test_r6_a_bar_that_opens_at_the_stop_is_not_ambiguous() -> None:
    for opened, price in ((95.0, 94.9), (93.0, 92.9)):
        _, [event] = resolve(1, LONG, "filled", bar(opened, 107, 92, 100), FAR, COMMON)
        assert (event.phase, event.price) == ("stopped", price)
    trade = msgspec.structs.replace(LONG, banked=0.6)
    assert phases(trade, "t1_hit", bar(99, 111, 98, 105)) == ["be_stop"]
    assert phases(trade, "t1_hit", bar(101, 111, 98, 105)) == ["ambiguous"]


def test_r7_the_bar_of_the_fill_may_stop_but_not_target() -> None:
    assert phases(LONG, "filled", bar(100, 120, 99, 118, start=0)) == []
    assert phases(LONG, "filled", bar(100, 101, 94, 100, start=0)) == ["stopped"]
    assert phases(LONG, "filled", bar(100, 120, 94, 100, start=0)) == ["stopped"]


def test_r8_half_is_banked_and_the_stop_moves_at_the_next_bar() -> None:
    trade, events = resolve(1, LONG, "filled", bar(104, 107, 99, 104), FAR, COMMON)
    assert [event.phase for event in events] == ["t1_hit"]
    assert trade.banked == pytest.approx(0.6)
    _, [even] = resolve(1, trade, "t1_hit", bar(104, 105, 100.0, 101), FAR, COMMON)
    assert (even.phase, even.price) == ("be_stop", 99.9)
    assert even.reason == "break-even stop at 99.90, +0.59 R"
    _, [second] = resolve(1, trade, "t1_hit", bar(104, 111, 103, 110), FAR, COMMON)
    assert second.reason == "T2 hit at 110.00, +1.60 R"
    assert phases(LONG, "filled", bar(104, 111, 103, 110)) == ["t1_hit", "t2_hit"]


def test_r11_the_time_stop_leaves_at_the_close() -> None:
    end = (LATER + NANOS_PER_MINUTE) // 1_000_000
    _, [event] = resolve(1, LONG, "filled", bar(100, 103, 99, 102.6), end, COMMON)
    assert (event.phase, event.reason) == ("time_exit", "time stop at 102.50, +0.50 R")
    assert phases(LONG, "filled", bar(100, 103, 99, 102), expires=end + 1) == []


def test_without_a_second_target_the_rest_waits() -> None:
    alone = msgspec.structs.replace(LONG, t2=None)
    assert phases(alone, "filled", bar(104, 150, 103, 140)) == ["t1_hit"]
    assert phases(alone, "t1_hit", bar(104, 150, 103, 140)) == []


def twin(sign: int, one: Candle, phase: str, fill_bar: bool) -> str:
    """R4–R8 in the plainest words, on a long and its mirror."""
    low, high = (one.low, one.high) if sign > 0 else (-one.high, -one.low)
    stop = 95.0 if phase == "filled" else 100.0
    first, opened = 106.0 if phase == "filled" else 110.0, sign * one.open
    stopped, hit = low <= stop, high >= first + 0.10 - 1e-9 and not fill_bar
    if stopped and hit and opened > stop:
        return "ambiguous"
    if stopped:
        return "stopped" if phase == "filled" else "be_stop"
    if not hit:
        return "on"
    if phase == "filled":
        return "t1_hit t2_hit" if high >= 110.10 - 1e-9 else "t1_hit"
    return "t2_hit"


@given(
    st.lists(st.integers(360, 460).map(lambda quarter: quarter / 4), min_size=4, max_size=4),
    st.sampled_from((1, -1)),
    st.sampled_from(("filled", "t1_hit")),
    st.booleans(),
)
def test_outcomes_equal_the_plain_twin(prices: list[float], sign: int, phase: Phase, fill_bar: bool) -> None:
    opened, close, low, high = prices[0], prices[1], min(prices), max(prices)
    one = bar(opened, high, low, close, start=0 if fill_bar else LATER)
    trade = LONG
    if sign < 0:
        one = Candle(one.start, -one.open, -one.low, -one.high, -one.close)
        trade = Trade(filled_at=0, entry=-100.0, stop=-95.0, t1=-106.0, t2=-110.0, risk=5.0)
    if phase == "t1_hit":
        trade = msgspec.structs.replace(trade, banked=0.6)
    now, events = resolve(sign, trade, phase, one, FAR, COMMON)
    assert (" ".join(event.phase for event in events) or "on") == twin(sign, one, phase, fill_bar)
    for event in events:
        assert event.phase in FOLLOWS[phase]
        phase = event.phase
    assert now.entry == trade.entry
    assert result_r(sign, LONG, "filled", 100.0, COMMON) == 0.0
