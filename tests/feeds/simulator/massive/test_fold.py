"""Bars against a slow, obvious twin."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.simulator.massive.fold import NO_BARS, from_bars, from_ticks, joined
from spxcc.feeds.simulator.massive.ticks import Ticks

ROWS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 50), st.integers(-3, 9), st.booleans()), max_size=40)


def ticks_of(rows: list[tuple[int, int, int, bool]]) -> Ticks:
    rows = sorted(rows, key=lambda row: row[0])
    at, price, volume, moves = (np.array([row[column] for row in rows]) for column in range(4))
    count = np.arange(len(rows))
    return Ticks(
        at.astype(np.int64), price.astype(np.float64), np.abs(volume).astype(np.float64), volume.astype(np.float64),
        moves.astype(np.bool_), count,
    )  # fmt: skip


@given(ROWS)
def test_f30_bars_are_what_a_loop_makes_of_the_ticks(rows: list[tuple[int, int, int, bool]]) -> None:
    made = from_ticks(ticks_of(rows), 1_000)
    expected = []
    for bucket in range(6):
        own = [row for row in sorted(rows, key=lambda row: row[0]) if row[0] // 1_000 == bucket]
        prices = [row[1] for row in own if row[3]]
        if prices:
            volume = sum(row[2] for row in own)
            expected.append((bucket * 1_000, prices[0], max(prices), min(prices), prices[-1], volume, len(own)))
    columns = (made.start, made.open, made.high, made.low, made.close, made.volume, made.trades)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected


@given(ROWS)
def test_f30_two_short_bars_make_a_long_one(rows: list[tuple[int, int, int, bool]]) -> None:
    ticks = ticks_of([(at, price, volume, True) for at, price, volume, _ in rows])
    short, long = from_ticks(ticks, 500), from_ticks(ticks, 1_000)
    again = from_bars(short, short.start // 1_000 * 1_000)
    assert np.array_equal(again.high, long.high)
    assert np.array_equal(again.volume, long.volume)
    assert len(joined(short, NO_BARS)) == len(short)
