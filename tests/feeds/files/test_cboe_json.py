"""Cboe's delayed quotes, whole and broken."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.files.cboe_json import parse_document, read_cboe_json
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED
from spxcc.market.session import at_exchange
from tests.feeds.files.making import options, write


def code_of(path: Path) -> str:
    with pytest.raises(DataFileError) as error:
        read_cboe_json(path)
    return error.value.code


def test_a_whole_chain(tmp_path: Path) -> None:
    chain = read_cboe_json(write(tmp_path / "spy.json.gz", options(4)))
    assert (chain.underlying, len(chain.rows), chain.bad) == ("SPY", 4, ())
    assert chain.quoted_at == at_exchange("2025-01-08", "15:15")
    assert chain.underlying_price == 590.5
    row = chain.rows[0]
    assert (row.contract, row.bid, row.ask, row.last) == ("SPY250110C00590000", 1.1, 1.2, 1.15)
    assert (row.volume, row.open_interest, row.iv, row.delta, row.gamma) == (5, 10, 0.11, 0.5, 0.01)


def test_zero_is_absent_and_so_is_what_was_not_said(tmp_path: Path) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", options(2, bid=0.0, ask=0.0, iv=0.0, last_trade_price=0.0)))
    row = chain.rows[0]
    assert (row.bid, row.ask, row.iv, row.last) == (None,) * 4
    bare = {
        "timestamp": "2025-01-08 20:30:00",
        "data": {"options": [{"option": "SPY250110C00590000"}, {"option": "SPY250110P00590000"}]},
    }
    chain = read_cboe_json(write(tmp_path / "b.json", bare))
    row = chain.rows[0]
    assert (row.bid, row.volume, row.open_interest, row.delta) == (None,) * 4
    assert chain.underlying_price is None


def test_another_close_never_stands_in_for_the_price(tmp_path: Path) -> None:
    content = options(2)
    data = content["data"]
    assert isinstance(data, dict)
    data["current_price"] = 0.0
    assert read_cboe_json(write(tmp_path / "a.json", content)).underlying_price is None


@pytest.mark.parametrize(
    ("value", "said"),
    [(1e308, "1e+308"), (-5.0, "-5"), (1e6, "1e+06"), ("NaN", "'NaN'")],
)
def test_a_price_that_cannot_be_is_left_out_and_said(tmp_path: Path, value: object, said: str) -> None:
    content = options(2)
    data = content["data"]
    assert isinstance(data, dict)
    data.update(current_price=value, prev_day_close=value)
    document = parse_document(tmp_path, json.dumps(content))
    assert (document.chain.underlying_price, document.previous_close) == (None, None)
    assert document.chain.remarks == (
        f"price of the underlying {said} is no price, left out",
        f"previous close {said} is no price, left out",
        INTEREST_DATE_ASSUMED,
    )


@pytest.mark.parametrize("stamp", ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "1901-01-01T00:00:00"])
def test_a_last_trade_at_no_possible_time_has_none(tmp_path: Path, stamp: str) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", options(2, last_trade_time=stamp)))
    assert (chain.rows[0].last, chain.rows[0].last_at) == (1.15, None)


def with_second(count: int, **changes: object) -> dict[str, object]:
    """`count` options whose second has `changes`."""
    content = options(count)
    data, other = content["data"], options(2, **changes)["data"]
    assert isinstance(data, dict)
    assert isinstance(other, dict)
    data["options"][1] = other["options"][1]
    if "option" in changes:
        data["options"][1]["option"] = changes["option"]
    return content


@pytest.mark.parametrize("changes", [{"option": "NONSENSE"}, {"bid": [1]}, {"option": None}], ids=str)
def test_a_corrupt_option_is_lost_and_the_chain_partial(tmp_path: Path, changes: dict[str, object]) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", with_second(4, **changes)))
    assert (len(chain.rows), len(chain.bad), chain.complete) == (3, 1, False)
    assert chain.bad[0].startswith("option 2: ")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"bid": -1.0}, "bid -1 is negative"), ({"ask": "1.2"}, "ask '1.2' is not a number"),
        ({"open_interest": -4}, "open interest -4 is no count"), ({"volume": 1e300}, "volume 1e+300 is no count"),
        ({"delta": "x"}, "delta 'x' is not a number"), ({"iv": -0.1}, "iv -0.1 is negative"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_cannot_be_is_left_out_and_counted(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", with_second(60, **changes)))
    assert (len(chain.rows), chain.bad, chain.complete) == (60, (), True)
    assert chain.remarks == (
        f"values that are negative or no number, left out: 1 (first option 2: {why})",
        INTEREST_DATE_ASSUMED,
    )
    assert getattr(chain.rows[1], next(iter(changes))) is None


def test_a_contract_beyond_the_calendar_is_left_out_alone(tmp_path: Path) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", with_second(4, option="SPY990110P00590000")))
    assert (len(chain.rows), chain.bad, chain.complete) == (3, (), True)
    assert "beyond the session calendar, left out: 1 (first option 2: SPY990110P00590000)" in chain.remarks[0]


def test_null_is_absent(tmp_path: Path) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", with_second(4, iv=None, bid=None)))
    assert (chain.rows[1].iv, chain.rows[1].bid, chain.remarks) == (None, None, (INTEREST_DATE_ASSUMED,))


def test_last_trades_keep_their_time(tmp_path: Path) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", options(2, last_trade_time="2025-01-08T14:09:31")))
    assert chain.rows[0].last_at == at_exchange("2025-01-08", "14:09:31")
    chain = read_cboe_json(write(tmp_path / "b.json", options(2, last_trade_time="soon")))
    assert (chain.rows[0].last, chain.rows[0].last_at) == (1.15, None)


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_out_of_range_is_no_value(tmp_path: Path, number: str) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", json.dumps(options(4)).replace("1.1", number, 1)))
    assert (len(chain.rows), len(chain.bad)) == (3, 1)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_is_not_read(tmp_path: Path, number: str) -> None:
    path = write(tmp_path / "a.json", json.dumps(options(2)).replace("1.1", number, 1))
    assert code_of(path) == "not_cboe_json"


@pytest.mark.parametrize("timestamp", ["", "yesterday", "2005-01-06 10:00:00", "9999-12-31T23:59:59", "0001-01-01"])
def test_a_time_stamp_that_is_none(tmp_path: Path, timestamp: str) -> None:
    path = write(tmp_path / "a.json", {**options(2), "timestamp": timestamp})
    assert code_of(path) == "no_date"
    assert read_cboe_json(path, at_exchange("2025-01-08", "12:00")).quoted_at == at_exchange("2025-01-08", "12:00")


def test_a_time_stamp_with_an_offset(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {**options(2), "timestamp": "2025-01-08T12:00:00-05:00"})
    assert read_cboe_json(path).quoted_at == at_exchange("2025-01-08", "11:45")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "not_cboe_json"), ("[]", "not_cboe_json"), ("[" * 100_000, "not_cboe_json"), ("{}", "not_cboe_json"),
        ('{"options":{"option":[]}}', "not_cboe_json"), (json.dumps(options(0)), "no_rows"),
        (json.dumps(options(2, option="x")), "no_rows"), ('{"timestamp": 5, "data": {"options": []}}', "not_cboe_json"),
        (json.dumps(options(2))[:-30], "not_cboe_json"),
    ],
)  # fmt: skip
def test_what_is_no_chain(tmp_path: Path, content: str, code: str) -> None:
    assert code_of(write(tmp_path / "a.json", content)) == code


@settings(deadline=None)
@given(st.integers(0, len(json.dumps(options(2)))), st.binary(max_size=8))
def test_json_damaged_anywhere_is_an_error_or_a_counted_loss(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    whole = json.dumps(options(2)).encode()
    path = write(tmp_path_factory.mktemp("damaged") / "a.json", whole[:at] + junk + whole[at + len(junk) :])
    try:
        chain = read_cboe_json(path)
    except DataFileError:
        return
    assert len(chain.rows) == 2 or chain.bad or len(chain.remarks) > 1
