"""Cboe quote tables, whole and broken."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.files.cboe_csv import read_cboe_csv
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED, QuotedChain
from spxcc.market.session import at_exchange
from tests.feeds.files.making import DATE_LINE, TABLE_HEAD, TITLE, pair, table, write

EVENING = at_exchange("2025-01-06", "16:15")
ROWS = [pair(strike) for strike in (5900, 5905, 5910)]


def read(tmp_path: Path, text: str | bytes, as_of: int | None = None) -> QuotedChain:
    return read_cboe_csv(write(tmp_path / "chain.csv", text), as_of)


def code_of(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(DataFileError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith("chain.csv: expected ")
    return error.value.code


def test_a_whole_table(tmp_path: Path) -> None:
    chain = read(tmp_path, table(ROWS))
    assert (chain.underlying, chain.underlying_price, chain.quoted_at) == ("SPX", 5975.38, EVENING)
    assert (len(chain.rows), chain.bad, chain.remarks, chain.complete) == (6, (), (INTEREST_DATE_ASSUMED,), True)
    call, put = chain.rows[:2]
    assert (call.contract, put.contract) == ("SPXW250107C05900000", "SPXW250107P05900000")
    assert (call.bid, call.ask, call.last, call.volume, call.open_interest) == (12.4, 12.6, 12.5, 100, 1500)
    assert (put.iv, put.delta, put.gamma, put.open_interest) == (0.13, -0.5, 0.005, 2500)


def test_a_printed_price_that_cannot_be_is_left_out_and_said(tmp_path: Path) -> None:
    chain = read(tmp_path, table(ROWS).replace("Last: 5975.38", "Last: 5975380"))
    assert chain.underlying_price is None
    assert chain.remarks == (
        "price of the underlying 5.97538e+06 is no price, left out",
        INTEREST_DATE_ASSUMED,
    )


def test_zero_means_absent_but_a_count_of_zero_is_a_count(tmp_path: Path) -> None:
    row = read(tmp_path, table([pair(5900, call="0,0,0,0,0,0,0,0,0")])).rows[0]
    assert (row.last, row.bid, row.ask, row.iv) == (None, None, None, None)
    assert (row.volume, row.open_interest, row.delta, row.gamma) == (0, 0, 0.0, 0.0)


def test_an_empty_cell_is_absent(tmp_path: Path) -> None:
    row = read(tmp_path, table([pair(5900, call=",,,,,,,,")])).rows[0]
    assert (row.last, row.bid, row.volume, row.open_interest, row.delta) == (None,) * 5


def test_a_spreadsheet_s_trailing_commas_and_blank_rows(tmp_path: Path) -> None:
    text = "\n".join(line + "," * 9 for line in table(ROWS).splitlines()[1:])
    chain = read(tmp_path, text + "\n,,,,,\n\n")
    assert (len(chain.rows), chain.bad) == (6, ())


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + table(ROWS).lstrip().replace("\n", "\r\n").encode()
    assert read(tmp_path, raw).rows == read(tmp_path, table(ROWS)).rows


def test_thousands_are_read(tmp_path: Path) -> None:
    text = table(
        [pair(5900, call='"1,250.5",0,"1,250","1,251","12,000",0.1,0.5,0,"1,234"')], title='X,"Last: 5,975.38"'
    )
    chain = read(tmp_path, text)
    assert (chain.rows[0].bid, chain.rows[0].volume, chain.rows[0].open_interest) == (1250.0, 12000, 1234)
    assert chain.underlying_price == 5975.38


def test_a_spanish_date_line(tmp_path: Path) -> None:
    line = '"Date: 23 de marzo de 2022, 10:11 GMT-4",Bid: 4477.1001,Ask: 4480.6899'
    assert read(tmp_path, table(ROWS, date_line=line)).quoted_at == at_exchange("2022-03-23", "09:56")


def test_an_unquoted_date_line(tmp_path: Path) -> None:
    line = "Date: January 6, 2025 at 11:00 AM EST,Bid: 5934.43,Ask: 6032.45"
    assert read(tmp_path, table(ROWS, date_line=line)).quoted_at == at_exchange("2025-01-06", "10:45")


def test_a_russian_date_line(tmp_path: Path) -> None:
    line = '"Date: 9 декабря 2023 г. в 13:49 GMT-5",Bid: 4477.1001,Ask: 4480.6899'
    # A Saturday: the quotes are Friday's last.
    assert read(tmp_path, table(ROWS, date_line=line)).quoted_at == at_exchange("2023-12-08", "16:15")
    line = '"Дата: 8 декабря 2023 г. в 13:49 GMT-5",Bid: 4477.1001,Ask: 4480.6899'
    assert read(tmp_path, table(ROWS, date_line=line)).quoted_at == at_exchange("2023-12-08", "13:34")


def test_a_corrupt_date_is_refused_unless_the_time_is_given(tmp_path: Path) -> None:
    text = table(ROWS, date_line="Date: 4 June 4, 3:15 PM EDT,Bid: 427.96,Ask: 428.03")
    with pytest.raises(
        DataFileError, match=r"found 'Date: 4 June 4, 3:15 PM EDT,'; give the time with --as-of \(such as --as-of"
    ) as bad:
        read(tmp_path, text)
    assert bad.value.code == "no_date"
    assert read(tmp_path, text, EVENING).quoted_at == EVENING


def test_without_head_lines_only_the_given_time_helps(tmp_path: Path) -> None:
    text = "\n".join([TABLE_HEAD, *ROWS])
    assert code_of(tmp_path, text) == "no_date"
    chain = read(tmp_path, text, EVENING)
    assert (chain.underlying_price, len(chain.rows)) == (None, 6)


def test_a_date_beyond_the_calendar(tmp_path: Path) -> None:
    line = '"Date: January 6, 2005 at 9:26 PM EST",Bid: 1'
    assert code_of(tmp_path, table(ROWS, date_line=line)) == "no_date"
    with pytest.raises(DataFileError, match="session calendar"):
        read(tmp_path, table(ROWS), 0)


@pytest.mark.parametrize("price", ["0", "", ".", ",", "-5", "none"])
def test_a_printed_price_that_is_none_is_absent(tmp_path: Path, price: str) -> None:
    assert read(tmp_path, table(ROWS, title=f"SP 500 INDEX,Last: {price},Change:  1")).underlying_price is None


def test_a_cut_row_is_dropped_counted_and_named(tmp_path: Path) -> None:
    text = table(ROWS).rstrip()[:-40]
    chain = read(tmp_path, text)
    assert (len(chain.rows), len(chain.bad), chain.complete) == (4, 1, False)
    assert chain.bad[0].startswith("line 7: expected 22 columns, found 1")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (pair(5900).replace("5900.00", "5905.00"), "strike '5905.00' is not that of"),
        (pair(5900).replace("5900.00", ""), "strike '' is not that of"),
        (pair(5900).replace("C0590", "P0590"), "not the call and put of one expiry"),
        (pair(5900).replace("P05900000", "P05905000"), "is not that of"),
        (pair(5900).replace("SPXW250107P", "SPXW250108P"), "not the call and put of one expiry"),
        (pair(5900).replace("SPXW250107P", "SPX250107P"), "not the call and put of one expiry"),
        (pair(5900, expiry="251301"), "month must be in 1..12"),
        (pair(5900, root="spxw"), "expected an OCC option symbol"),
        ('"' + pair(5900), "expected 22 columns"),
        (pair(5905, call="1,0,2,3,4,0.1,0.5,0.1,6"), "SPXW250107C05905000 again, with other values than line 5"),
    ],
)
def test_a_corrupt_row_takes_none_with_it_but_the_chain_is_partial(tmp_path: Path, row: str, why: str) -> None:
    chain = read(tmp_path, table([ROWS[1], row, ROWS[2]]))
    assert [each.contract for each in chain.rows][:4] == [
        "SPXW250107C05905000", "SPXW250107P05905000", "SPXW250107C05910000", "SPXW250107P05910000",
    ]  # fmt: skip
    assert (len(chain.bad), chain.complete) == (1, False)
    assert chain.bad[0].startswith("line 6: ")
    assert why in chain.bad[0]
    assert chain.remarks[0] == f"rows that could not be read, so the chain is partial: 1 (first {chain.bad[0]})"


@pytest.mark.parametrize(
    ("cells", "field", "why"),
    [
        ("1,2,x,4,5,6,7,8,9", "bid", "bid 'x' is not a number"),
        ("1,2,nan,4,5,6,7,8,9", "bid", "bid 'nan' is not a number"),
        ("1,2,inf,4,5,6,7,8,9", "bid", "bid 'inf' is not a number"),
        ("1,2,1e999,4,5,6,7,8,9", "bid", "bid '1e999' is not a number"),
        ("1,2,#DIV/0!,4,5,6,7,8,9", "bid", "bid '#DIV/0!' is not a number"),
        ("1,2,-3,4,5,6,7,8,9", "bid", "bid -3 is negative"),
        ("1,2,3,4,5,-0.2,7,8,9", "iv", "iv -0.2 is negative"),
        ("1,2,3,4,-5,6,7,8,9", "volume", "volume -5 is no count"),
        ("1,2,3,4,5,6,7,8,-9", "open_interest", "open interest -9 is no count"),
        ("1,2,3,4,5,6,7,8,9.5", "open_interest", "open interest 9.5 is no count"),
        ("1,2,3,4,5,6,7,8,1e300", "open_interest", "open interest 1e+300 is no count"),
    ],
)
def test_a_value_that_cannot_be_is_left_out_and_counted(tmp_path: Path, cells: str, field: str, why: str) -> None:
    """The contract stays with the rest of what it says, and so does the chain."""
    many = [pair(strike) for strike in range(5000, 5900, 5)]
    chain = read(tmp_path, table([*many, pair(5900, call=cells)]))
    assert (len(chain.rows), chain.bad, chain.complete) == (362, (), True)
    remark = f"values that are negative or no number, left out: 1 (first line 185: {why})"
    assert [text for text in chain.remarks if text.startswith("values")] == [remark]
    assert chain.snapshot(1).remarks == chain.remarks
    row = next(row for row in chain.rows if row.contract == "SPXW250107C05900000")
    names = ("bid", "ask", "volume", "iv", "open_interest", "delta")
    assert [name for name in names if getattr(row, name) is None] == [field]


def test_a_table_full_of_such_values_is_partial(tmp_path: Path) -> None:
    chain = read(tmp_path, table([*ROWS, pair(5915, call="1,2,-3,4,5,6,7,8,9")]))
    assert (len(chain.rows), chain.bad, chain.complete) == (8, (), False)


def test_a_contract_beyond_the_calendar_is_left_out_alone(tmp_path: Path) -> None:
    chain = read(tmp_path, table([*ROWS, pair(5900, expiry="490101")]))
    assert (len(chain.rows), chain.bad, chain.complete) == (6, (), True)
    assert chain.remarks == (
        "contracts that settle beyond the session calendar, left out: 2 (first line 8: SPXW490101C05900000)",
        INTEREST_DATE_ASSUMED,
    )


def test_contracts_that_come_again_word_for_word_count_once(tmp_path: Path) -> None:
    chain = read(tmp_path, table([*ROWS, ROWS[0]]))
    assert (chain.rows, chain.complete) == (read(tmp_path, table(ROWS)).rows, True)
    assert chain.remarks == (
        "contracts that come again word for word, counted once: 2 (first line 8: SPXW250107C05900000)",
        INTEREST_DATE_ASSUMED,
    )


def test_contracts_that_come_again_with_other_values_refuse_the_chain_in_either_order(tmp_path: Path) -> None:
    other = pair(5900, call="1,0,2,3,4,0.1,0.5,0.1,6")
    for rows in ([*ROWS, other], [other, *ROWS]):
        chain = read(tmp_path, table(rows))
        assert (len(chain.rows), chain.complete) == (6, False)
        assert "SPXW250107C05900000 again, with other values than line 5" in chain.bad[0]


def test_crossed_quotes_are_named(tmp_path: Path) -> None:
    chain = read(tmp_path, table([*ROWS, pair(5915, put="1,2,5.2,5.0,5,0.1,-0.5,0.01,9")]))
    assert chain.remarks == (
        "quotes with the bid above the ask: 1 (first line 8: SPXW250107P05915000 5.2 above 5)",
        INTEREST_DATE_ASSUMED,
    )
    assert chain.complete


def test_zero_volatility_is_missing_and_counted_where_it_matters(tmp_path: Path) -> None:
    held, not_held = "1,2,3,4,5,0,0.5,0.01,9", "1,2,3,4,5,0,0.5,0.01,0"
    chain = read(tmp_path, table([*ROWS, pair(5915, call=held, put=not_held)]))
    assert (chain.rows[-2].iv, chain.rows[-1].iv) == (None, None)
    assert chain.remarks == (
        "contracts with open interest whose volatility is 0, taken as missing: 1 (first line 8: SPXW250107C05915000)",
        INTEREST_DATE_ASSUMED,
    )


def test_a_strike_with_a_put_alone(tmp_path: Path) -> None:
    left = pair(5915)
    half = left.replace("SPXW250107C05915000,12.5,0.5,12.4,12.6,100,0.12,0.5,0.005,1500", "," * 9)
    chain = read(tmp_path, table([*ROWS, half]))
    assert (len(chain.rows), chain.rows[-1].contract, chain.complete) == (7, "SPXW250107P05915000", True)


def test_no_calls_at_all_is_an_error(tmp_path: Path) -> None:
    halves = [row.split(",") for row in ROWS]
    text = table([",".join([cells[0], *[""] * 10, *cells[11:]]) for cells in halves])
    assert code_of(tmp_path, text) == "one_sided"


def test_one_expiry_is_a_chain(tmp_path: Path) -> None:
    assert {row.contract[4:10] for row in read(tmp_path, table(ROWS)).rows} == {"250107"}


def saved_again(text: str, delimiter: str, mark: str) -> str:
    """As a spreadsheet of another country saves it: its delimiter, its decimal mark, its dates, trailing cells."""
    lines = []
    for line in text.splitlines()[1:]:
        cells = line.split('"')[1:2] + line.split('"')[2].split(",")[1:] if line.startswith('"') else line.split(",")
        if line.startswith("Tue"):
            cells = ["07.01.2025", *(cell.replace(".", mark) if cell[0] != "S" else cell for cell in cells[1:])]
        lines.append(delimiter.join([*cells, "", ""]))
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize(("delimiter", "mark"), [(";", ","), (";", "."), ("\t", ","), ("\t", ".")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_saved_again_abroad(tmp_path: Path, delimiter: str, mark: str, encoding: str) -> None:
    chain = read(tmp_path, saved_again(table(ROWS), delimiter, mark).encode(encoding))
    whole = read(tmp_path, table(ROWS))
    assert (chain.rows, chain.quoted_at, chain.underlying_price) == (whole.rows, whole.quoted_at, 5975.38)
    assert (chain.remarks, chain.complete) == ((INTEREST_DATE_ASSUMED,), True)


def test_a_decimal_comma_is_not_taken_for_thousands(tmp_path: Path) -> None:
    call = '"12,5","0,5","12,4","12,6",100,"0,12","0,5","0,005","1.500"'
    chain = read(tmp_path, table([pair(5900, call=call, put=call).replace("5900.00", '"5900,00"')]))
    assert (chain.rows[0].bid, chain.rows[0].iv, chain.rows[0].open_interest) == (12.4, 0.12, 1500)


def test_two_decimal_marks_in_one_table_are_refused(tmp_path: Path) -> None:
    text = table([*ROWS, pair(5915, call='"12,5",0.5,12.4,12.6,100,0.12,0.5,0.005,1500')])
    assert code_of(tmp_path, text) == "mixed_marks"


def test_a_last_line_without_an_end_is_said(tmp_path: Path) -> None:
    chain = read(tmp_path, table(ROWS).rstrip())
    assert (len(chain.rows), chain.complete) == (6, True)
    assert chain.remarks == ("the last line has no end, so the file may be cut there", INTEREST_DATE_ASSUMED)


def test_mixed_underlyings_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, table([*ROWS, pair(590, root="SPY")])) == "mixed_underlyings"
    assert len(read(tmp_path, table([*ROWS, pair(5900, root="SPX", expiry="250117")])).rows) == 8


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (table([]), "no_rows"), (table([ROWS[0][:50]]), "no_rows"), ("", "empty"), ("\n\n", "not_a_cboe_chain"),
        ("Datetime,Open,High,Low,Close\n1,2,3,4,5\n", "not_a_cboe_chain"),
        ("\n".join([TITLE, DATE_LINE, TABLE_HEAD.replace("Bid", "Price", 1), *ROWS]), "not_a_cboe_chain"),
        ("\n".join([TITLE, DATE_LINE, "Expiration Date,Calls"]), "not_a_cboe_chain"),
        ("\n" * 9 + table(ROWS), "not_a_cboe_chain"),
        ("<html>Last: 5975</html>", "not_a_cboe_chain"),
    ],
)  # fmt: skip
def test_what_is_no_chain(tmp_path: Path, text: str, code: str) -> None:
    assert code_of(tmp_path, text) == code


def test_a_zip_with_the_name_of_a_table(tmp_path: Path) -> None:
    assert code_of(tmp_path, b"PK\x03\x04 and so on") == "mislabelled"


@settings(deadline=None)
@given(st.integers(0, len(table(ROWS))), st.binary(max_size=12))
def test_a_table_damaged_anywhere_is_an_error_or_a_counted_loss(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    whole = table(ROWS).encode()
    path = write(tmp_path_factory.mktemp("damaged") / "chain.csv", whole[:at] + junk + whole[at + len(junk) :])
    try:
        chain = read_cboe_csv(path)
    except DataFileError:
        return
    assert chain.underlying == "SPX"
    assert len(chain.rows) <= 6
    assert len(chain.rows) == 6 or chain.bad or len(chain.remarks) > 1
