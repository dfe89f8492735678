"""Minute bars."""

import numpy as np

from spxcc.feeds.simulator.bars import fold_minutes, minute_bars


def test_folding_equals_a_loop() -> None:
    values, begins = np.array([3.0, 5.0, 1.0, 4.0, 2.0, 2.5]), np.array([0, 3, 4])
    runs = [values[0:3], values[3:4], values[4:6]]
    expected = [[run[0], run.max(), run.min(), run[-1]] for run in runs]
    assert fold_minutes(values, begins).tolist() == expected


def test_a_bar_is_known_at_its_end() -> None:
    first, second = minute_bars(
        "SPX", 60 * 10**9, np.array([[1.0, 3.0, 0.5, 2.0], [2.0, 2.0, 2.0, 2.0]]), np.array([5.0, 0.0])
    )
    assert (first.start, first.ts_event, first.ts_recv) == (60 * 10**9, 120 * 10**9, 120 * 10**9)
    assert (first.open, first.high, first.low, first.close, first.volume) == (1.0, 3.0, 0.5, 2.0, 5.0)
    assert second.start == first.ts_event
