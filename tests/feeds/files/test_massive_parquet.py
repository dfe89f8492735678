"""Snapshots of a whole chain, flattened to Parquet."""

import os
from pathlib import Path

import pytest

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.massive_parquet import is_massive_snapshot, read_massive_parquet
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.market.session import at_exchange, to_exchange
from tests.feeds.files.making import parquet_bars, parquet_chain, write

LACKING = "no quotes, no volatilities, no greeks, no price of the underlying in this snapshot"


def read(tmp_path: Path, raw: bytes, as_of: int | None = None) -> QuotedChain:
    return read_massive_parquet(write(tmp_path / "a.parquet", raw), as_of)


def code_of(tmp_path: Path, raw: bytes) -> str:
    with pytest.raises(DataFileError) as error:
        read(tmp_path, raw)
    return error.value.code


def test_a_snapshot_without_greeks_keeps_last_trades_and_their_times(tmp_path: Path) -> None:
    chain = read(tmp_path, parquet_chain(6))
    assert (chain.underlying, chain.source, len(chain.rows), chain.complete) == ("SPX", "massive", 6, True)
    row = chain.rows[3]
    assert row.contract == "SPXW260505P07205000"
    assert (row.bid, row.ask, row.iv, row.delta, row.gamma) == (None,) * 5
    assert (row.last, row.volume, row.open_interest) == (20.5, 3, 30)
    assert row.last_at == at_exchange("2026-05-04", "15:59:03") + 3
    assert chain.quoted_at == at_exchange("2026-05-04", "15:59:05") + 5
    assert (chain.underlying_price, chain.open_interest_date) == (None, "2026-05-01")
    assert chain.remarks == (LACKING,)


def test_f47_last_trades_with_a_size_are_prints_in_order_of_time(tmp_path: Path) -> None:
    assert read(tmp_path, parquet_chain(4)).prints == (), "no size, no print"
    sizes = [5.0, None, 0.0, 7.0]
    stamps = [f"2026-05-04T15:59:0{9 - at}.{at:09d}-04:00" for at in range(4)]
    raw = parquet_chain(4, last_trade_size=sizes, last_trade_exchange=302.0, last_trade_ts_et=stamps)
    prints = read(tmp_path, raw).prints
    assert [(one.contract[-9:], one.size, one.exchange, one.price) for one in prints] == [
        ("P07205000", 7, 302, 20.5), ("C07200000", 5, 302, 20.5)
    ]  # fmt: skip
    assert prints[0].ts_event == prints[0].ts_recv == at_exchange("2026-05-04", "15:59:06") + 3


def test_what_is_there_is_taken(tmp_path: Path) -> None:
    chain = read(
        tmp_path,
        parquet_chain(
            2, last_quote_bid=1.0, last_quote_ask=1.2, last_quote_ts_et="2026-05-04T16:00:00-04:00",
            implied_volatility=0.2, delta=0.5, gamma=0.01, underlying_price=7200.5,
            underlying_last_updated_et="2026-05-04T19:59:57.246835419-04:00",
        ),
    )  # fmt: skip
    row = chain.rows[0]
    assert (row.bid, row.ask, row.iv, row.delta, row.gamma) == (1.0, 1.2, 0.2, 0.5, 0.01)
    assert (chain.underlying_price, chain.remarks) == (7200.5, ())
    assert chain.quoted_at == at_exchange("2026-05-04", "19:59:57") + 246_835_419


def test_the_volume_of_an_earlier_day_is_none_of_this(tmp_path: Path) -> None:
    chain = read(tmp_path, parquet_chain(2, day_last_updated_et=["2026-05-01T16:00:00-04:00", None]))
    assert [row.volume for row in chain.rows] == [0, 3]


def test_nothing_is_absent_whatever_stands_for_it(tmp_path: Path) -> None:
    chain = read(tmp_path, parquet_chain(2, last_trade_price=[float("nan"), 2.0], open_interest=[None, 5]))
    assert [(row.last, row.open_interest) for row in chain.rows] == [(None, None), (2.0, 5)]
    assert chain.rows[0].last_at is None


def test_bad_rows_and_values_are_counted(tmp_path: Path) -> None:
    tickers = [f"O:SPXW260505{'CP'[at % 2]}{(7200 + 5 * (at // 2)) * 1000:08d}" for at in range(200)]
    tickers[7] = "O:SPXW500505C07200000"
    chain = read(
        tmp_path,
        parquet_chain(
            200, occ_ticker=tickers, open_interest=[-1, *range(199)], last_trade_price=[1.0, -2.0, *[3.0] * 198],
            shares_per_contract=[100, 100, 10, *[100] * 197],
        ),
    )  # fmt: skip
    assert (len(chain.rows), chain.complete) == (198, True)
    assert chain.remarks == (
        "values that are negative or no number, left out: 2 (first row 1: open interest -1 is no count)",
        "contracts of another size than 100, left out: 1 (first row 3: O:SPXW260505C07205000, 10)",
        "contracts that settle beyond the session calendar, left out: 1 (first row 8: SPXW500505C07200000)",
        LACKING,
    )


@pytest.mark.parametrize(
    "changes",
    [{"occ_ticker": ["x", "O:SPXW260505C07200000", "O:SPXW260505P07200000"]},
     {"last_trade_ts_et": ["2026-05-04T15:59:00", *["2026-05-04T15:59:00-04:00"] * 2]},
     {"last_trade_ts_et": ["noon", *["2026-05-04T15:59:00-04:00"] * 2]}],
    ids=["symbol", "naive time", "no time"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_makes_it_partial(tmp_path: Path, changes: dict[str, object]) -> None:
    chain = read(tmp_path, parquet_chain(3, **changes))
    assert (len(chain.rows), len(chain.bad), chain.complete) == (2, 1, False)
    assert chain.bad[0].startswith("row 1: ")


def test_two_snapshots_in_one_file_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, parquet_chain(2, snapshot_date=["2026-05-01", "2026-05-04"])) == "mixed_dates"


def test_without_any_time_only_the_given_one_helps(tmp_path: Path) -> None:
    raw = parquet_chain(2, last_trade_ts_et=None)
    assert code_of(tmp_path, raw) == "no_date"
    noon = at_exchange("2026-05-04", "12:00")
    assert read(tmp_path, raw, noon).quoted_at == noon


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.99])
def test_a_cut_file(tmp_path: Path, keep: float) -> None:
    raw = parquet_chain(6)
    assert code_of(tmp_path, raw[: int(len(raw) * keep)]) == "truncated"
    assert code_of(tmp_path, raw[:200] + raw[-4:]) == "unreadable"


def test_other_parquet(tmp_path: Path) -> None:
    bars = parquet_bars([at_exchange("2025-01-06", "09:30")], [1.0])
    assert not is_massive_snapshot(bars)
    assert not is_massive_snapshot(b"PAR1 and so on")
    assert not is_massive_snapshot(b"a,b")
    assert is_massive_snapshot(parquet_chain(2))
    with pytest.raises(DataFileError, match=r"expected content of a \.csv file, found Parquet data"):
        read_massive_parquet(write(tmp_path / "a.csv", parquet_chain(2)))
    assert code_of(tmp_path, bars) == "missing_columns"
    assert code_of(tmp_path, parquet_chain(0)) == "no_rows"


@pytest.fixture
def folder() -> Path:
    place = os.environ.get("SPXCC_REAL_DATA")
    if not place:
        pytest.skip("SPXCC_REAL_DATA is not set")
    return Path(place) / "massive"


@pytest.mark.real_data
def test_the_real_snapshot_of_spx(folder: Path) -> None:
    chain = read_massive_parquet(folder / "massive_snapshot_2026-05-04_SPX.parquet")
    assert (chain.underlying, len(chain.rows), chain.complete, chain.remarks) == ("SPX", 29_948, True, (LACKING,))
    assert f"{to_exchange(chain.quoted_at):%Y-%m-%d %H:%M:%S}" == "2026-05-04 16:59:55"
    assert sum(row.open_interest or 0 for row in chain.rows) == 21_672_729
    assert sum(row.last is not None for row in chain.rows) == 22_749
    assert sum(row.contract.startswith("SPXW") for row in chain.rows) == 19_990


@pytest.mark.real_data
def test_the_real_snapshot_of_another_symbol_with_greeks(folder: Path) -> None:
    chain = read_massive_parquet(folder / "massive_snapshot_2026-05-04_AAPL.parquet")
    assert (chain.underlying, len(chain.rows), chain.underlying_price) == ("AAPL", 3_184, 276.53)
    assert (chain.remarks, chain.complete) == (("no quotes in this snapshot",), True)
    assert sum(row.gamma is not None for row in chain.rows) == 2_633
