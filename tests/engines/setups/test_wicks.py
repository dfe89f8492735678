"""A bad wick is cut at once, for good, and listed."""

import numpy as np

from spxcc.engines.setups.wicks import clean, cleaned, usual_range
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, driftless

DAY = driftless(4, 1)[0]
STARTS = OPEN + np.arange(390) * NANOS_PER_MINUTE


def bars(high_at: dict[int, float], low_at: dict[int, float] | None = None) -> BarColumns:
    columns = [np.ascontiguousarray(DAY[:, at]) for at in range(4)]
    for bar, away in high_at.items():
        columns[1][bar] += away
    for bar, away in (low_at or {}).items():
        columns[2][bar] -= away
    opened, high, low, close = columns
    return BarColumns(STARTS, opened, high, low, close, np.ones(390))


def test_an_honest_day_is_left_alone() -> None:
    day = bars({})
    assert cleaned(day) == (day, ())
    assert cleaned(day)[0] is day


def test_f43_a_bad_wick_is_cut_to_the_body_and_listed() -> None:
    day, wicks = cleaned(bars({100: 60.0}, {200: 70.0}))
    assert [(wick.at, wick.returned) for wick in wicks] == [(int(STARTS[at]) // 1_000_000, True) for at in (100, 200)]
    assert day.high[100] == max(DAY[100, 0], DAY[100, 3]) == wicks[0].used
    assert day.low[200] == min(DAY[200, 0], DAY[200, 3])
    assert np.array_equal(np.delete(day.high, 100), np.delete(DAY[:, 1], 100))


def test_what_was_cut_stays_cut_whatever_follows() -> None:
    whole = bars({100: 60.0})
    full = clean(whole.start, whole.open, whole.high, whole.low, whole.close)
    for size in (1, 99, 100, 101, 102, 390):
        cut = slice(0, size)
        part = clean(whole.start[cut], whole.open[cut], whole.high[cut], whole.low[cut], whole.close[cut])
        assert np.array_equal(part.high, full.high[cut])
    last = clean(whole.start[:101], whole.open[:101], whole.high[:101], whole.low[:101], whole.close[:101])
    assert last.wicks[0].returned is None
    assert clean(STARTS[:0], *(DAY[:0, at] for at in range(4))).wicks == ()


def test_the_usual_range_is_that_of_the_bars_before() -> None:
    usual = usual_range(DAY[:, 1], DAY[:, 2])
    ranges = DAY[:, 1] - DAY[:, 2]
    assert usual[0] == 0.0
    for at in (1, 2, 3, 10, 60, 61, 200):
        assert usual[at] == np.median(ranges[max(0, at - 60) : at])
