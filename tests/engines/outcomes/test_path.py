"""Paths of bars and ticks."""

import numpy as np

from spxcc.engines.outcomes.path import Span, minutes_of, ticks_of
from tests.fakes.snapshots import make_columns


def test_a_bar_lasts_a_minute_and_a_tick_no_time() -> None:
    bars = minutes_of(make_columns([100.0, 101.0]))
    first = next(bars.spans(0))
    assert first.end - first.start == 60_000
    assert [span.close for span in bars.spans(0)] == [100.0, 101.0]
    prints = ticks_of([5, 5, 9], [1.0, 2.0, 3.0])
    assert list(prints.spans(1)) == [Span(5, 5, 2.0, 2.0, 2.0, 2.0), Span(9, 9, 3.0, 3.0, 3.0, 3.0)]


def test_the_first_piece_at_an_instant_or_later() -> None:
    path = ticks_of([5, 5, 9], [1.0, 2.0, 3.0])
    assert [path.first_from(instant) for instant in (4, 5, 6, 9, 10)] == [0, 0, 2, 2, 3]
    assert len(path) == 3
    assert len(ticks_of([], [])) == 0
    assert np.array_equal(path.high, path.low)
