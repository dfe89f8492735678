"""Cboe's delayed quotes, whole and broken."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.files.cboe_json import read_cboe_json
from spxcc.feeds.files.errors import DataFileError
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
    chain = read_cboe_json(write(tmp_path / "a.json", options(1, bid=0.0, ask=0.0, iv=0.0, last_trade_price=0.0)))
    row = chain.rows[0]
    assert (row.bid, row.ask, row.iv, row.last) == (None,) * 4
    bare = {"timestamp": "2025-01-08 20:30:00", "data": {"options": [{"option": "SPY250110C00590000"}]}}
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
    "changes",
    [
        {"option": "NONSENSE"}, {"option": "SPY990110C00590000"}, {"bid": -1.0}, {"ask": "1.2"}, {"iv": None},
        {"open_interest": -4}, {"volume": 1e300}, {"delta": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_corrupt_option_is_dropped_and_counted(tmp_path: Path, changes: dict[str, object]) -> None:
    content = options(3)
    broken = options(1, **changes)["data"]
    data = content["data"]
    assert isinstance(data, dict)
    assert isinstance(broken, dict)
    data["options"][1:1] = broken["options"]
    chain = read_cboe_json(write(tmp_path / "a.json", content))
    assert (len(chain.rows), len(chain.bad), chain.complete) == (3, 1, False)
    assert chain.bad[0].startswith("option 1: ")


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_out_of_range_is_no_value(tmp_path: Path, number: str) -> None:
    chain = read_cboe_json(write(tmp_path / "a.json", json.dumps(options(2)).replace("1.1", number, 1)))
    assert (len(chain.rows), len(chain.bad)) == (1, 1)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_is_not_read(tmp_path: Path, number: str) -> None:
    path = write(tmp_path / "a.json", json.dumps(options(2)).replace("1.1", number, 1))
    assert code_of(path) == "not_cboe_json"


@pytest.mark.parametrize("timestamp", ["", "yesterday", "2005-01-06 10:00:00", "9999-12-31T23:59:59", "0001-01-01"])
def test_a_time_stamp_that_is_none(tmp_path: Path, timestamp: str) -> None:
    path = write(tmp_path / "a.json", {**options(1), "timestamp": timestamp})
    assert code_of(path) == "no_date"
    assert read_cboe_json(path, at_exchange("2025-01-08", "12:00")).quoted_at == at_exchange("2025-01-08", "12:00")


def test_a_time_stamp_with_an_offset(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {**options(1), "timestamp": "2025-01-08T12:00:00-05:00"})
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
    assert len(chain.rows) == 2 or chain.bad or chain.duplicates
