"""Sessions side by side."""

import numpy as np
import pytest

from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.stack import Recorded, stack_of
from tests.engines.outcomes.paths import CLOSE, FLAT, MINUTE, OPEN, SESSION, minutes


def test_minutes_stand_by_their_time_since_the_open_and_gaps_stay_gaps() -> None:
    whole = minutes([FLAT] * 4, OPEN)
    late = Path("minutes", whole.start + MINUTE * np.array([0, 0, 1, 400]), *(whole.open,) * 4)
    half = Recorded("2025-07-03", whole, OPEN, OPEN + 210 * MINUTE, 2.0)
    made = stack_of([Recorded(SESSION, late, OPEN, CLOSE, 1.0), half])
    assert made.open.shape == (2, 390)
    assert np.flatnonzero(made.there[0]).tolist() == [0, 1, 3]
    assert made.lasts.tolist() == [390, 210]
    assert np.isnan(made.open[0, 2])
    assert (made.row_of("2025-07-03"), made.row_of("2020-01-02")) == (1, None)


def test_without_a_session_there_is_nothing_to_draw_from() -> None:
    with pytest.raises(ValueError, match="at least one session"):
        stack_of([])
