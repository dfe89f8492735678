"""Contracts as rows of ours."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.chain_rows import UNSOLVED, read_chain
from spxcc.feeds.massive.rows import OptionRow
from spxcc.market.events import ChainRow
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW, Row, option_row

TICKER = "SPXW260114C06000000"


def read(*rows: Row) -> Any:
    return read_chain("SPX", msgspec.convert(list(rows), list[OptionRow]), NOW, at("09:30"))


def one(**changes: Any) -> tuple[ChainRow, dict[str, int]]:
    found = read(option_row(TICKER, **changes))
    return found.rows[TICKER], dict(found.odd)


def test_a_whole_row() -> None:
    row, odd = one()
    assert row == ChainRow(
        contract=TICKER, bid=5.0, ask=5.2, last=5.1, volume=12, open_interest=1000, iv=0.12, delta=0.5, gamma=0.01,
        last_at=at("10:58"), quoted_at=at("10:59"),
    )  # fmt: skip
    assert odd == {}


@pytest.mark.parametrize(
    ("right", "value", "bid", "lacks"),
    [
        ("C", 5990.0, 5.0, True), ("C", 6010.0, 5.0, False), ("P", 6010.0, 5.0, True), ("P", 5990.0, 5.0, False),
        ("C", 5990.0, 0.0, False), ("C", None, 5.0, False),
    ],
)  # fmt: skip
def test_f30_out_of_the_money_with_a_bid_a_volatility_is_missed(
    right: str, value: float | None, bid: float, lacks: bool
) -> None:
    row = option_row(f"SPXW260114{right}06000000")
    bare = {key: each for key, each in row.items() if key not in ("greeks", "implied_volatility")}
    asset = {"ticker": "I:SPX"} if value is None else {"ticker": "I:SPX", "value": value}
    told = {"underlying_asset": asset, "last_quote": {**row["last_quote"], "bid": bid}}
    assert read({**bare, **told}).odd[UNSOLVED] == lacks
    assert read({**row, **told}).odd[UNSOLVED] == 0


def test_f32_root_and_settlement_come_from_the_ticker_alone() -> None:
    third = {"expiration_date": "2026-01-16", "strike_price": 6000, "contract_type": "call"}
    found = read(option_row("SPX260116C06000000"), option_row("SPXW260116C06000000"))
    assert set(found.rows) == {"SPX260116C06000000", "SPXW260116C06000000"}, third


@pytest.mark.parametrize(
    "details",
    [
        {"ticker": "O:SPXW260115C06000000"},
        {"ticker": "O:SPY260114C00600000"},
        {"ticker": "nonsense"},
        {"ticker": ""},
        {"strike_price": 6005},
        {"contract_type": "put"},
        {"contract_type": "other"},
        {"shares_per_contract": 10},
    ],
)
def test_a_contract_that_contradicts_itself_is_left_out(details: Row) -> None:
    row = option_row(TICKER)
    found = read({**row, "details": {**row["details"], **details}})
    assert (found.rows, dict(found.odd)) == ({}, {"a contract that is not what it says": 1})


def test_absent_is_absent_never_zero() -> None:
    bare, odd = one(greeks=None, implied_volatility=None, last_quote=None, last_trade={}, day={}, open_interest=None)
    assert bare == ChainRow(contract=TICKER)
    assert odd == {}


@pytest.mark.parametrize(
    ("changes", "field", "odd"),
    [
        ({"implied_volatility": 0}, "iv", "an implied volatility out of range"),
        ({"implied_volatility": 8.0}, "iv", "an implied volatility out of range"),
        ({"greeks": {"delta": 1.5}}, "delta", "a delta out of range"),
        ({"greeks": {"gamma": -0.5}}, "gamma", "a gamma below zero"),
        ({"last_quote": {"bid": 5.3, "ask": 5.2}}, "bid", "a bid above the ask"),
        ({"last_quote": {"bid": 5.3, "ask": 5.2}}, "ask", "a bid above the ask"),
    ],
)
def test_the_impossible_becomes_absent_and_is_counted(changes: Row, field: str, odd: str) -> None:
    row, counted = one(**changes)
    assert getattr(row, field) is None
    assert counted == {odd: 1}


def test_a_tiny_negative_gamma_is_noise_and_a_bid_of_zero_none() -> None:
    row, odd = one(greeks={"gamma": -3e-10}, last_quote={"bid": 0, "ask": 0.05})
    assert (row.gamma, row.bid, row.ask, odd) == (-3e-10, None, 0.05, {})


def test_volume_of_another_session_is_unknown_for_this_one() -> None:
    assert one(day={"volume": 4433, "last_updated": at("09:24:58")})[0].volume is None
    assert one(day={"volume": 1886, "last_updated": at("09:38:54")})[0].volume == 1886
    assert one(day={"volume": 1886})[0].volume == 1886


def test_without_a_trade_the_close_of_the_day_is_the_last_price_without_a_time() -> None:
    row, _ = one(last_trade={})
    assert (row.last, row.last_at) == (5.0, None)


def test_the_newest_value_beside_the_rows_counts_and_the_future_does_not() -> None:
    def beside(value: float, clock: str) -> Row:
        return {"value": value, "last_updated": at(clock)}

    other = "SPXW260114P06000000"
    found = read(
        option_row(TICKER, underlying_asset=beside(6001.0, "10:59")),
        option_row(other, underlying_asset=beside(6002.0, "10:59:30")),
        option_row("SPXW260114P05000000", underlying_asset=beside(9999.0, "12:30")),
        option_row("SPXW260114P05005000", underlying_asset={"ticker": "I:SPX"}),
    )
    assert (found.underlying.price, found.underlying.ts_event) == (6002.0, at("10:59:30"))
    assert read(option_row(TICKER, underlying_asset=None)).underlying is None


def test_a_delayed_row_makes_a_delayed_chain() -> None:
    assert read(option_row(TICKER, last_quote={"bid": 1, "ask": 2, "timeframe": "DELAYED"})).delayed
    assert not read(option_row(TICKER)).delayed


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_whatever_the_numbers_the_row_is_possible(
    bid: float, ask: float, iv: float, delta: float, gamma: float, volume: float
) -> None:
    row, _ = one(
        last_quote={"bid": bid, "ask": ask}, implied_volatility=iv, greeks={"delta": delta, "gamma": gamma},
        day={"volume": volume},
    )  # fmt: skip
    assert row.bid is None or row.bid > 0
    assert row.bid is None or row.ask is None or row.bid <= row.ask
    assert row.iv is None or 0 < row.iv < 5
    assert row.delta is None or abs(row.delta) <= 1.001
    assert row.gamma is None or row.gamma > -1e-5
    assert row.volume is None or row.volume >= 0
