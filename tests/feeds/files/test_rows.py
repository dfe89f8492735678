"""Rows of a chain: each contract once, what is wrong left out and counted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.files.rows import BAD_VALUES, LOST, REPEATED, RowsFound, Value
from spxcc.market.session import at_exchange

CALL, PUT = "SPXW250110C05900000", "SPXW250110P05900000"
NOON = at_exchange("2025-01-06", "12:00")


def test_what_is_good_becomes_a_row() -> None:
    found = RowsFound()
    found.add("row 1", f"O:{CALL}", {"bid": 1.0, "ask": 1.5, "last": 1.2, "volume": 7.0, "open_interest": 9}, 55)
    row = found.rows[CALL]
    assert (row.bid, row.ask, row.last, row.volume, row.open_interest, row.last_at) == (1.0, 1.5, 1.2, 7, 9, 55)
    assert (row.iv, row.delta, found.remarks) == (None, None, ())


def test_a_time_without_a_trade_is_none() -> None:
    found = RowsFound()
    found.add("row 1", CALL, {"last": 0.0}, 55)
    assert (found.rows[CALL].last, found.rows[CALL].last_at) == (None, None)


def test_what_is_no_contract_is_the_caller_s() -> None:
    with pytest.raises(ValueError, match="expected an OCC option symbol"):
        RowsFound().add("row 1", "nonsense", {})


def test_remarks_count_and_name_the_first() -> None:
    found = RowsFound()
    for at in range(3):
        found.add(f"row {at}", f"SPXW250110C0{5900 + at}000", {"bid": -1.0 - at})
    found.lose("row 9", "cut\nshort")
    assert found.remarks == (
        f"{LOST}: 1 (first row 9: cut short)",
        f"{BAD_VALUES}: 3 (first row 0: bid -1 is negative)",
    )


@pytest.mark.parametrize(("rows", "complete"), [(50, True), (49, False)])
def test_up_to_two_in_a_hundred_may_have_something_left_out(rows: int, complete: bool) -> None:
    found = RowsFound()
    for at in range(rows):
        found.add(f"row {at}", f"SPXW250110{'CP'[at % 2]}0{5900 + at}000", {"bid": -1.0 if at == 0 else 1.0})
    assert found.chain(Path("x"), NOON, None, "test").complete is complete


def test_remarks_of_the_reader_come_last() -> None:
    found = RowsFound()
    for name in (CALL, PUT, CALL):
        found.add("row 1", name, {"bid": 1.0})
    chain = found.chain(Path("x"), NOON, None, "test", "no greeks")
    assert chain.remarks == (f"{REPEATED}: 1 (first row 1: {CALL})", "no greeks")
    assert (chain.source, chain.complete, len(chain.rows)) == ("test", True, 2)


values = st.none() | st.floats() | st.text(max_size=8) | st.integers(-5, 2**60).map(float)


@given(st.dictionaries(st.sampled_from(["bid", "ask", "last", "volume", "open_interest", "iv", "delta"]), values))
def test_whatever_a_source_says_the_row_is_sane_or_counted(said: dict[str, Value]) -> None:
    found = RowsFound()
    found.add("row 1", CALL, said)
    row = found.rows[CALL]
    for name, value in said.items():
        kept = getattr(row, name)
        if kept is None:
            assert value is None or value == 0 or any(BAD_VALUES in remark for remark in found.remarks)
        else:
            assert kept == value
            assert name == "delta" or kept >= 0
