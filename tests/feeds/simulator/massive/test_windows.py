"""Spans and their calendar."""

import numpy as np
import pytest

from spxcc.feeds.simulator.massive.windows import CHICAGO_LAG_MS, Span, end_of, instant_of, midnight, starts_of

STAMP = midnight("2026-03-24") + 11 * 3_600_000 + 123


@pytest.mark.parametrize(
    ("timespan", "multiplier", "date", "after"),
    [("day", 1, "2026-03-24", "2026-03-25"), ("week", 1, "2026-03-22", "2026-03-29"),
     ("month", 1, "2026-03-01", "2026-04-01"),
     ("quarter", 1, "2026-01-01", "2026-04-01"), ("year", 1, "2026-01-01", "2027-01-01")],
)  # fmt: skip
def test_f30_units_of_the_calendar(timespan: str, multiplier: int, date: str, after: str) -> None:
    span = Span(multiplier, timespan)
    start = int(starts_of(span, np.array([STAMP]), 0)[0])
    assert (start, end_of(span, start, 0)) == (midnight(date), midnight(after))
    assert span.base == "day"


def test_f30_hours_begin_on_the_clock_and_index_days_in_chicago() -> None:
    assert starts_of(Span(1, "hour"), np.array([STAMP]), 0)[0] == midnight("2026-03-24") + 11 * 3_600_000
    assert starts_of(Span(4, "hour"), np.array([STAMP]), 0)[0] == midnight("2026-03-24") + 8 * 3_600_000
    assert starts_of(Span(1, "day"), np.array([STAMP]), CHICAGO_LAG_MS)[0] == midnight("2026-03-24", CHICAGO_LAG_MS)


def test_f30_bounds_are_dates_or_milliseconds() -> None:
    assert instant_of("2026-03-24") == (midnight("2026-03-24"), True)
    assert instant_of("1774364400000") == (1_774_364_400_000, False)
    assert instant_of("yesterday") is None
