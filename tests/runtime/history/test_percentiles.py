"""A number among earlier sessions at the same minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.session import at_exchange
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.percentiles import NO_HISTORY, NO_VALUE, percentile, ranked
from spxcc.runtime.history.tables import Row

NUMBERS = st.integers(-5, 5).map(float)


def row(date: str, clock: str, value: object) -> Row:
    """A minute of gex."""
    at = at_exchange(date, clock) // 1_000_000
    return {
        "session": date, "channel": "gex:SPX", "at": at, "time": clock, "change": "state",
        "data": {"netGex": value, "flip": {"at": 1}},
    }  # fmt: skip


@given(NUMBERS, st.lists(NUMBERS, min_size=1))
def test_below_and_above_are_the_whole(value: float, others: list[float]) -> None:
    below, above = percentile(value, others), percentile(-value, [-other for other in others])
    assert below is not None
    assert above is not None
    assert below + above == pytest.approx(100.0)
    assert 0.0 <= below <= 100.0


def test_f56_only_earlier_dates_at_the_same_minute_count_each_once() -> None:
    days = [
        row("2026-03-23", "10:31", 1.0), row("2026-03-24", "10:30", 9.0), row("2026-03-24", "10:31", 2.0),
        row("2026-03-24", "10:31", 3.0), row("2026-03-25", "10:31", 2.5), row("2026-03-26", "10:31", None),
    ]  # fmt: skip
    told = [(one["data"]["percentile"], one["data"]["n"], one["data"]["reason"]) for one in ranked(days, "netGex")]
    assert told == [
        (None, 0, NO_HISTORY), (None, 0, NO_HISTORY), (100.0, 1, None), (100.0, 1, None), (50.0, 2, None),
        (None, 3, NO_VALUE),
    ]  # fmt: skip


def test_the_minute_is_that_of_the_exchange_through_the_change_of_clocks() -> None:
    days = [row("2026-03-06", "10:31", 1.0), row("2026-03-09", "10:31", 2.0)]
    assert [one["data"]["n"] for one in ranked(days, "netGex")] == [0, 1]


def test_a_field_that_nothing_has_is_refused() -> None:
    for path in ("nope", "flip", "flip.at.x"):
        with pytest.raises(UserError, match="expected a number called"):
            list(ranked([row("2026-03-06", "10:31", "1")], path))
    assert len(list(ranked([row("2026-03-06", "10:31", None)], "flip.at"))) == 1
