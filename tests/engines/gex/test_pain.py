"""Max pain against the double loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.pain import max_pain

rows = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=25)


def paid(strike: list[float], calls: list[float], puts: list[float], settled: float) -> float:
    return sum(
        c * max(settled - k, 0.0) + p * max(k - settled, 0.0) for k, c, p in zip(strike, calls, puts, strict=True)
    )


@given(rows, st.floats(5900.0, 6200.0))
def test_equals_the_double_loop(drawn: list[tuple[int, int]], spot: float) -> None:
    strike = [6000.0 + 5.0 * at for at in range(len(drawn))]
    calls, puts = [float(row[0]) for row in drawn], [float(row[1]) for row in drawn]
    found = max_pain(np.array(strike), np.array(calls), np.array(puts), spot)
    if sum(calls) + sum(puts) == 0:
        assert found is None
        return
    assert found in strike
    least = min(paid(strike, calls, puts, k) for k in strike)
    assert paid(strike, calls, puts, found) == pytest.approx(least)
    ties = [k for k in strike if paid(strike, calls, puts, k) == least]
    assert abs(found - spot) <= min(abs(k - spot) for k in ties) + 1e-9


def test_unknown_open_interest_counts_as_none() -> None:
    strike = np.array([5990.0, 6000.0, 6010.0])
    calls, puts = np.array([np.nan, 100.0, np.nan]), np.array([np.nan, 100.0, np.nan])
    assert max_pain(strike, calls, puts, 5000.0) == 6000.0
    assert max_pain(strike, calls * np.nan, puts * np.nan, 5000.0) is None
