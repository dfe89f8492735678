"""What a chain stands for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import PRICE_BOUND, QuotedChain, listed_contract, sane_price, valuation_time
from spxcc.market.events import ChainRow
from spxcc.market.session import CalendarRangeError, at_exchange
from tests.feeds.files.making import quoted


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("2025-01-06 10:30", "2025-01-06 10:15"), ("2025-01-06 16:30", "2025-01-06 16:15"),
        ("2025-01-06 16:31", "2025-01-06 16:15"), ("2025-01-06 21:26", "2025-01-06 16:15"),
        ("2025-01-07 09:24", "2025-01-07 09:09"), ("2025-01-11 11:00", "2025-01-10 16:15"),
        ("2025-01-09 12:00", "2025-01-08 16:15"), ("2024-12-24 14:00", "2024-12-24 13:15"),
        ("2025-01-07 00:05", "2025-01-06 16:15"),
    ],
    ids=["intraday", "edge", "after", "evening", "morning", "Saturday", "holiday", "half day", "midnight"],
)  # fmt: skip
def test_delayed_quotes_stand_for_a_time_before(header: str, expected: str) -> None:
    assert valuation_time(at_exchange(*split(header))) == at_exchange(*split(expected))


def split(text: str) -> tuple[str, str]:
    day, clock = text.split()
    return day, clock


def test_beyond_the_calendar_there_is_no_such_time() -> None:
    with pytest.raises(CalendarRangeError):
        valuation_time(0)


def test_a_listed_contract_settles() -> None:
    assert listed_contract(" SPXW250110C05900000").symbol == "SPXW250110C05900000"
    for text in ("SPXW990110C05900000", "SPXW250110", ""):
        with pytest.raises(ValueError, match=r"expected"):
            listed_contract(text)


@pytest.mark.parametrize(
    ("day", "clock", "date"),
    [
        ("2025-01-06", "16:15", "2025-01-03"),
        ("2025-01-10", "11:40", "2025-01-08"),
        ("2025-07-07", "09:09", "2025-07-03"),
    ],
)
def test_open_interest_is_of_the_session_before(day: str, clock: str, date: str) -> None:
    chain = quoted(day, clock)
    assert chain.open_interest_date == date
    assert chain.snapshot(5).open_interest_date == date


def test_the_event_says_when_it_was_quoted_and_when_it_is_told() -> None:
    chain = quoted("2025-01-06", "16:15", price=5975.38)
    event = chain.snapshot(7)
    assert (event.ts_event, event.ts_recv) == (at_exchange("2025-01-06", "16:15"), 7)
    assert (event.underlying, event.underlying_price, event.complete) == ("SPX", 5975.38, True)
    assert event.rows == chain.rows


@pytest.mark.parametrize("price", [None, 0.0, -1.0])
def test_a_price_that_is_none_is_absent(price: float | None) -> None:
    assert quoted("2025-01-06", "16:15", price=price).underlying_price is None


@pytest.mark.parametrize("price", [float("nan"), float("inf"), -1.0, PRICE_BOUND, 1e308])
def test_a_price_that_cannot_be_is_told_first(price: float) -> None:
    chain = quoted("2025-01-06", "16:15", price=price, remarks=("two crossed",))
    assert chain.underlying_price is None
    assert chain.remarks == (f"price of the underlying {price:g} is no price, left out", "two crossed")
    assert chain.complete


@given(st.one_of(st.floats(), st.text(), st.none()))
def test_a_price_is_sane_or_none_and_said_unless_there_was_none(value: float | str | None) -> None:
    price, told = sane_price("price", value)
    assert price is None or (price == value and 0 < price < PRICE_BOUND)
    assert bool(told) is (price is None and value is not None and value != 0)


def test_notices_say_what_the_user_should_know() -> None:
    rows = [ChainRow(contract=f"SPXW250117{right}05900000") for right in "CP"]
    chain = QuotedChain.build(
        Path("a/x.csv"), rows, at_exchange("2025-01-06", "16:15"), None, remarks=("two crossed", "one lost")
    )
    about, crossed, lost = chain.notices(3)
    assert about.text == "SPX chain of 2 contracts quoted 2025-01-06 16:15 ET, open interest of 2025-01-03."
    assert (about.level, about.ts_recv) == ("info", 3)
    assert (crossed.level, crossed.text, lost.text) == ("warning", "x.csv: two crossed.", "x.csv: one lost.")
    assert len({notice.code for notice in (about, crossed, lost)}) == 3
    assert chain.snapshot(3).remarks == ("two crossed", "one lost")


@pytest.mark.parametrize(("bad", "complete", "expected"), [((), True, True), (("x",), True, False), ((), False, False)])
def test_what_could_not_be_read_makes_a_chain_partial(bad: tuple[str, ...], complete: bool, expected: bool) -> None:
    rows = [ChainRow(contract=f"SPXW250117{right}05900000") for right in "CP"]
    chain = QuotedChain.build(
        Path("x"), rows, at_exchange("2025-01-06", "16:15"), None, bad=bad, complete=complete, source="massive"
    )
    assert chain.complete is expected
    event = chain.snapshot(1)
    assert (event.complete, event.source) == (expected, "massive")


@pytest.mark.parametrize(("right", "found"), [("C", "calls"), ("P", "puts")])
def test_calls_or_puts_alone_are_no_chain(right: str, found: str) -> None:
    rows = [ChainRow(contract=f"SPXW250117{right}0{strike}0000") for strike in (590, 595)]
    with pytest.raises(DataFileError, match=f"expected calls and puts, found {found} alone") as error:
        QuotedChain.build(Path("x"), rows, at_exchange("2025-01-06", "16:15"), None)
    assert error.value.code == "one_sided"


def test_two_underlyings_in_one_file_are_an_error() -> None:
    rows = [ChainRow(contract="SPXW250110C05900000"), ChainRow(contract="SPX250117P05900000")]
    assert QuotedChain.build(Path("x"), rows, at_exchange("2025-01-06", "16:15"), None).underlying == "SPX"
    rows.append(ChainRow(contract="SPY250117C00590000"))
    with pytest.raises(DataFileError, match="expected one underlying, found SPX, SPY") as mixed:
        QuotedChain.build(Path("x"), rows, at_exchange("2025-01-06", "16:15"), None)
    assert mixed.value.code == "mixed_underlyings"


def test_no_row_and_no_calendar_are_errors() -> None:
    with pytest.raises(DataFileError, match=r"none that could be read \(line 3: cut\)"):
        QuotedChain.build(Path("x"), [], at_exchange("2025-01-06", "16:15"), None, bad=("line 3: cut",))
    for instant in (0, 2**80, at_exchange("2010-01-04", "12:00")):
        with pytest.raises(DataFileError) as far:
            QuotedChain.build(Path("x"), [ChainRow(contract="SPY250117C00590000")], instant, None)
        assert far.value.code == "out_of_calendar"
