"""Open interest: one figure a session."""

import pytest

from spxcc.feeds.massive.interest import InterestLatch, all_zero, interest_date, without_interest
from spxcc.market.events import ChainRow
from tests.fakes.snapshots import at

A, B = "SPXW260114C06000000", "SPXW260114P06000000"


def rows(a: int | None, b: int | None = None) -> dict[str, ChainRow]:
    return {A: ChainRow(contract=A, open_interest=a), B: ChainRow(contract=B, open_interest=b)}


@pytest.mark.parametrize(
    ("clock", "date"), [("05:00", "2026-01-12"), ("07:00", None), ("09:00", "2026-01-13"), ("18:00", "2026-01-13")]
)
def test_the_date_of_open_interest_is_that_of_the_close_before(clock: str, date: str | None) -> None:
    assert interest_date(at(clock)) == date


def test_the_first_firm_figure_counts_all_day() -> None:
    latch = InterestLatch()
    assert latch.hold(rows(5), at("07:00"))[A].open_interest == 5
    assert latch.hold(rows(9), at("08:59"))[A].open_interest == 9
    assert latch.hold(rows(10), at("09:00"))[A].open_interest == 10
    held = latch.hold(rows(11, 7), at("11:00"))
    assert (held[A].open_interest, held[B].open_interest, latch.changes) == (10, 7, 1)
    assert latch.hold(rows(None), at("12:00"))[A].open_interest is None
    assert latch.hold(rows(12), at("11:00", "2026-01-15"))[A].open_interest == 12


def test_zero_everywhere_is_missing() -> None:
    assert all_zero(rows(0, 0))
    assert not all_zero(rows(0, 1))
    assert not all_zero(rows(None))
    assert [row.open_interest for row in without_interest(rows(0, 0)).values()] == [None, None]


def test_f30_of_zeros_everywhere_a_firm_zero_is_not_missed() -> None:
    latch = InterestLatch()
    assert latch.unlike_zero(rows(0, 0), at("11:00")) == 2, "nothing is known"
    latch.hold(rows(10, 0), at("11:00"))
    assert latch.unlike_zero(rows(0, 0), at("11:01")) == 1
    assert latch.unlike_zero(rows(0), at("11:01")) == 1
    assert latch.unlike_zero(rows(0, 0), at("11:00", "2026-01-15")) == 2
