"""Contract symbols and settlement."""

from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.contract import OptionContract, Right, parse_contract, settles_at, underlying_of
from spxcc.market.session import CalendarRangeError, to_exchange

roots = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6)
rights: st.SearchStrategy[Right] = st.sampled_from(("C", "P"))
contracts = st.builds(
    OptionContract,
    root=roots,
    expiry=st.dates(Date(2000, 1, 1), Date(2099, 12, 31)).map(Date.isoformat),
    right=rights,
    strike=st.integers(1, 99_999_999).map(lambda mills: mills / 1000),
)


@given(contracts)
def test_a_contract_survives_its_symbol(contract: OptionContract) -> None:
    assert parse_contract(contract.symbol) == contract


@given(contracts)
def test_padded_and_prefixed_symbols_are_the_same_contract(contract: OptionContract) -> None:
    tail = contract.symbol[len(contract.root) :]
    assert parse_contract(contract.root.ljust(6) + tail) == contract
    assert parse_contract(f"O:{contract.symbol}") == contract
    assert parse_contract(f" {contract.symbol}\n") == contract


@given(st.text())
def test_any_text_is_a_contract_or_a_value_error(text: str) -> None:
    try:
        contract = parse_contract(text)
    except ValueError:
        return
    assert parse_contract(contract.symbol) == contract


def test_parts_of_a_symbol() -> None:
    contract = parse_contract("SPXW250110C05912500")
    assert contract == OptionContract("SPXW", "2025-01-10", "C", 5912.5)
    assert contract.is_call
    assert not parse_contract("SPY250110P00590000").is_call


@pytest.mark.parametrize(
    "text",
    [
        "", "SPX", "SPXW250110X05900000", "SPXW250110C5900000", "SPXW251310C05900000", "SPXW250230C05900000",
        "spxw250110C05900000", "SPXW250110C059000000", "SPXW250110C00000000", "SPXW250110C0590000٣",
        "5PXW250110C05900000",
    ],
)  # fmt: skip
def test_no_contract(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected an OCC option symbol|month|day"):
        parse_contract(text)


def test_whose_option_it_is() -> None:
    assert [underlying_of(root) for root in ("SPXW", "SPX", "SPY", "XSP")] == ["SPX", "SPX", "SPY", "XSP"]


@pytest.mark.parametrize(
    ("root", "expiry", "expected"),
    [
        ("SPX", "2025-01-17", "2025-01-17 09:30:00-05:00"),
        ("SPXW", "2025-01-17", "2025-01-17 16:00:00-05:00"),
        ("SPY", "2025-01-17", "2025-01-17 16:00:00-05:00"),
        ("XSP", "2025-01-17", "2025-01-17 16:00:00-05:00"),
        ("SPXW", "2025-07-03", "2025-07-03 13:00:00-04:00"),
        ("SPXW", "2024-11-29", "2024-11-29 13:00:00-05:00"),
        ("SPY", "2024-12-24", "2024-12-24 13:00:00-05:00"),
        ("SPX", "2012-03-17", "2012-03-16 09:30:00-04:00"),
        ("SPY", "2012-03-17", "2012-03-16 16:00:00-04:00"),
        ("SPX", "2025-04-18", "2025-04-17 09:30:00-04:00"),
        ("SPXW", "2025-03-10", "2025-03-10 16:00:00-04:00"),
        ("SPX", "2031-12-19", "2031-12-19 09:30:00-05:00"),
    ],
    ids=[
        "AM of a third Friday", "PM of the same day", "stock", "mini", "half day July", "half day November",
        "half day Christmas", "Saturday AM", "Saturday PM", "Good Friday", "first day of DST", "farthest listed",
    ],
)  # fmt: skip
def test_settlement_by_root(root: str, expiry: str, expected: str) -> None:
    assert str(to_exchange(settles_at(root, expiry))) == expected


def test_a_date_beyond_the_table_does_not_settle() -> None:
    with pytest.raises(CalendarRangeError):
        settles_at("SPXW", "2041-01-02")
