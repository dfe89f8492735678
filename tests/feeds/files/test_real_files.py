"""The real files behind SPXCC_REAL_DATA: each parses, or gives the error that it should."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from spxcc.feeds.files.assemble import NothingToReplay, Script
from spxcc.feeds.files.bars import read_minute_bars
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED, QuotedChain
from spxcc.feeds.files.replay import load_script
from spxcc.feeds.files.rows import BAD_VALUES, BEYOND, REPEATED
from spxcc.feeds.files.sources import open_sources
from spxcc.market.contract import parse_contract
from spxcc.market.events import (
    Bar,
    ChainSnapshot,
    FeedNotice,
    History,
    OpenInterest,
    OptionBar,
    OptionQuote,
    PreviousClose,
)
from spxcc.market.session import at_exchange, hours, to_exchange
from spxcc.market.units import UnixNanos

pytestmark = pytest.mark.real_data

CHAINS = {
    "spx_2022-12-12_2030ET.csv.gz": ("SPX", 19_156, 0, "2022-12-12 16:15", 3990.5601, "2022-12-09"),
    "spx_2022-12-12_truncated.csv.gz": ("SPX", 19_122, 1, "2022-12-12 16:15", 3990.5601, "2022-12-09"),
    "spx_2022-07-12_1155ET_intraday.csv.gz": ("SPX", 19_378, 0, "2022-07-12 11:40", 3856.28, "2022-07-11"),
    "spx_2022-03-23_1011GMT-4_spanish-date.csv.gz": ("SPX", 19_002, 0, "2022-03-23 09:56", 4479.0898, "2022-03-22"),
    "spx_2023-09-14_1631ET.csv.gz": ("SPX", 19_920, 0, "2023-09-14 16:15", 4505.1001, "2023-09-13"),
    "spy_2023-09-14_1631ET.csv.gz": ("SPY", 7_292, 0, "2023-09-14 16:15", 450.81, "2023-09-13"),
    "xsp_2023-09-14_1630ET.csv.gz": ("XSP", 10_882, 0, "2023-09-14 16:15", 450.51, "2023-09-13"),
    "spy_2025-09-03_0924ET.csv.gz": ("SPY", 8_504, 0, "2025-09-03 09:09", 642.65, "2025-09-02"),
    "spx_2025-01-06_2126ET_jan-expiries.csv.gz": ("SPX", 8_484, 0, "2025-01-06 16:15", 5975.3799, "2025-01-03"),
    "spy_2022-07-12_cdn-delayed_quotes.json.gz": ("SPY", 9_208, 0, "2022-07-12 16:15", 380.88, "2022-07-11"),
}
"""Underlying, contracts, lost rows, time that the quotes stand for, printed price, date of the open interest."""
REFUSED = {
    "chains/spx_2022-09-13_reexported.csv.gz": "no_date",
    "chains/spy_2023-06-05_corrupt-date.csv.gz": "no_date",
    "chains/tradier_spxw_2026-02-09exp_captured_2026-02-06.json.gz": "not_cboe_json",
    "intraday/spx_5min_yahoo_2026.csv.gz": "not_minutes",
    "intraday/spy_5min_yahoo_2026.csv.gz": "not_minutes",
    "daily/spx_daily_1927_2026-08.csv.gz": "not_minutes",
    "massive/polygon_O_SPY250902C00630000_1min_2025-08-29.csv.gz": "option_bars",
    "massive/polygon_spy_1min_2025-08-29.csv.gz": "naive_time",
    "massive/polygon_spy_contracts_2025-08-30.json.gz": "not_cboe_json",
    "massive/massive_client_python_mocks.tar.gz": "unreadable",
    "zerodte/intraday_quotes_2025-01-28.parquet": "no_symbol",
    "oi/occ_oi_SPX_2026-08.json.gz": "not_cboe_json",
    "lean/index/usa/daily/spx.zip": "not_lean",
}
SPY_MINUTES = "intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"
EVENING = "chains/spx_2025-01-06_2126ET_jan-expiries.csv.gz"


@pytest.fixture
def data() -> Path:
    folder = os.environ.get("SPXCC_REAL_DATA")
    if not folder:
        pytest.skip("SPXCC_REAL_DATA is not set")
    return Path(folder)


@cache
def chain_of(path: Path, as_of: UnixNanos | None = None) -> QuotedChain:
    return open_sources([path], as_of).chains[0]


def bars_of(script: Script, symbol: str) -> list[Bar]:
    return [event for event in script.events if isinstance(event, Bar) and event.symbol == symbol]


def notices(script: Script) -> dict[str, str]:
    return {event.code: event.text for event in script.opening if isinstance(event, FeedNotice)}


@pytest.mark.parametrize("name", CHAINS)
def test_chains(data: Path, name: str) -> None:
    underlying, contracts, lost, quoted_at, price, interest = CHAINS[name]
    chain = chain_of(data / "chains" / name)
    assert (chain.underlying, len(chain.rows), len(chain.bad)) == (underlying, contracts, lost)
    assert f"{to_exchange(chain.quoted_at):%Y-%m-%d %H:%M}" == quoted_at
    assert (chain.underlying_price, chain.open_interest_date) == (price, interest)
    assert chain.complete == (lost == 0)
    assert not any(kind in remark for kind in (REPEATED, BEYOND, BAD_VALUES) for remark in chain.remarks)


def test_every_chain_of_the_folder_is_listed_here(data: Path) -> None:
    listed = {*CHAINS, *(name.split("/")[1] for name in REFUSED if name.startswith("chains/"))}
    assert {path.name for path in (data / "chains").iterdir()} == listed


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_how(data: Path, name: str) -> None:
    with pytest.raises(DataFileError) as error:
        open_sources([data / name])
    assert error.value.code == REFUSED[name]
    assert Path(name).name in str(error.value)


def test_a_cut_download_is_salvaged_and_the_loss_is_counted(data: Path) -> None:
    whole, cut = (chain_of(data / "chains" / f"spx_2022-12-12_{name}.csv.gz") for name in ("2030ET", "truncated"))
    assert cut.rows == whole.rows[: len(cut.rows)]
    assert cut.bad == ("line 9566: expected 22 columns, found 2",)
    assert cut.remarks[0] == (
        "rows that could not be read, so the chain is partial: 1 (first line 9566: expected 22 columns, found 2)"
    )
    assert cut.remarks[-2:] == ("the last line has no end, so the file may be cut there", INTEREST_DATE_ASSUMED)
    assert cut.notices(0)[1].text == f"spx_2022-12-12_truncated.csv.gz: {cut.remarks[0]}."


def test_unusable_dates_are_read_with_a_given_time(data: Path) -> None:
    spy = chain_of(data / "chains/spy_2023-06-05_corrupt-date.csv.gz", at_exchange("2023-06-05", "15:00"))
    assert (spy.underlying, spy.complete) == ("SPY", True)
    spx = chain_of(data / "chains/spx_2022-09-13_reexported.csv.gz", at_exchange("2022-09-13", "16:00"))
    assert (spx.underlying, spx.underlying_price) == ("SPX", None)
    assert len(spx.rows) > 10_000


def test_open_interest_of_2022_12_12(data: Path) -> None:
    chain = chain_of(data / "chains/spx_2022-12-12_2030ET.csv.gz")
    assert sum(row.open_interest or 0 for row in chain.rows) == pytest.approx(19.27e6, rel=0.001)
    assert len({parse_contract(row.contract).expiry for row in chain.rows}) == 51
    unquoted = [row for row in chain.rows if row.bid is None and row.ask is None]
    assert len(unquoted) / len(chain.rows) == pytest.approx(0.96, abs=0.01)


def test_spx_minutes_behind_gzip_and_a_ticker_line(data: Path) -> None:
    bars = read_minute_bars(data / "intraday/spx_1min_yahoo_2025-07-23_2025-08-14.csv.gz")
    assert (bars.symbol, len(bars), bars.dropped) == ("SPX", 5_833, 0)
    assert bars.start[0] == at_exchange("2025-07-23", "09:30")
    assert (bars.open[0], bars.close[0]) == (6326.89990234375, 6328.77001953125)


def test_spy_minutes_whose_session_changes_within_the_file(data: Path) -> None:
    bars = read_minute_bars(data / SPY_MINUTES)
    assert (bars.symbol, len(bars), bars.dropped) == ("SPY", 102_236, 0)
    lengths = Counter[int]()
    for day in np.unique(bars.start // (86_400 * 10**9)).tolist():
        session = hours(to_exchange(day * 86_400 * 10**9 + 16 * 3_600 * 10**9).date().isoformat())
        assert session is not None
        lengths[len(bars.between(session.open_at, session.close_at))] += 1
        assert max(lengths) == 390
    assert sum(lengths.values()) == 256
    assert lengths[390] >= 245


@pytest.mark.parametrize(("date", "minutes"), [("2024-07-03", 210), ("2024-11-29", 210), ("2024-12-24", 210)])
def test_half_days_end_at_one(data: Path, date: str, minutes: int) -> None:
    found = bars_of(load_script([data / SPY_MINUTES], date), "SPY")
    assert minutes - 2 <= len(found) <= minutes
    assert f"{to_exchange(found[-1].ts_event):%H:%M}" == "13:00"


@pytest.mark.parametrize("date", ["2024-11-01", "2024-11-04", "2025-03-07", "2025-03-10"])
def test_both_sides_of_a_clock_change_open_at_half_past_nine(data: Path, date: str) -> None:
    found = bars_of(load_script([data / SPY_MINUTES], date), "SPY")
    assert len(found) == 390
    assert f"{to_exchange(found[0].start):%H:%M}" == "09:30"


def test_2025_01_07_is_spy_mapped_by_the_evening_before(data: Path) -> None:
    script = load_script([data / SPY_MINUTES, data / EVENING])
    assert script.date == "2025-01-07"
    spx = bars_of(script, "SPX")
    assert (len(spx), len(bars_of(script, "SPY"))) == (390, 390)
    assert {bar.label for bar in spx} == {"SPY × 10.0359"}
    assert f"{to_exchange(spx[-1].start):%H:%M}" == "15:59"
    assert spx[-1].close == pytest.approx(5909.03, abs=1.5)
    assert "5975.38/595.40 = 10.0359 (2025-01-06 15:59 ET)" in notices(script)["mapped"]
    closes = {event.symbol: event.price for event in script.opening if isinstance(event, PreviousClose)}
    assert closes == pytest.approx({"SPY": 595.40, "SPX": 5975.38}, abs=0.001)
    chain = next(event for event in script.opening if isinstance(event, ChainSnapshot))
    assert (len(chain.rows), chain.open_interest_date, chain.complete) == (8_484, "2025-01-03", True)
    assert (
        "8,484 contracts quoted 2025-01-06 16:15 ET, open interest of 2025-01-03" in notices(script)["chain_date:SPX"]
    )


def test_2025_01_07_has_history_and_no_look_ahead(data: Path) -> None:
    script = load_script([data / SPY_MINUTES, data / EVENING])
    for event in script.opening:
        if isinstance(event, History):
            assert len([bar for bar in event.bars if bar.interval_s == 86_400]) == 60
            assert max(bar.ts_recv for bar in event.bars) <= at_exchange("2025-01-06", "16:00")
    assert all(event.ts_recv == event.start + 60 * 10**9 for event in script.events if isinstance(event, Bar))


def test_lean_2021_01_04(data: Path) -> None:
    script = load_script([data / "lean"], "2021-01-04")
    assert notices(script) == {}
    events = [*script.opening, *script.events]
    spx = bars_of(script, "SPX")
    assert (len(spx), spx[0].open, spx[-1].close) == (390, 3764.61, 3701.38)
    for kind, count in ((OptionQuote, 12), (OptionBar, 12), (OpenInterest, 12)):
        contracts = {event.contract for event in events if isinstance(event, kind)}
        assert len({name for name in contracts if name.startswith("SPXW")}) == count
    interest = [event for event in events if isinstance(event, OpenInterest)]
    assert {event.date for event in interest} == {"2020-12-31"}
    assert {to_exchange(event.ts_event).date().isoformat() for event in events} == {"2021-01-04"}


def test_parity_of_the_expiring_pair_of_2021_01_04_is_the_index(data: Path) -> None:
    """K + C − P of the contract's mid quotes, minute by minute."""
    script = load_script([data / "lean"], "2021-01-04")
    index = {bar.ts_event: bar.close for bar in bars_of(script, "SPX")}
    mids: dict[str, dict[UnixNanos, float]] = {"SPXW210104C03700000": {}, "SPXW210104P03700000": {}}
    for event in script.events:
        if isinstance(event, OptionQuote) and event.contract in mids and event.bid and event.ask:
            mids[event.contract][event.ts_event] = (event.bid + event.ask) / 2
    call, put = mids.values()
    off = np.array([3700 + call[ts] - put[ts] - value for ts, value in index.items() if ts in call and ts in put])
    assert off.size > 380
    assert abs(float(np.median(off))) < 0.5
    assert float(np.median(np.abs(off))) < 0.5


def test_a_lean_directory_of_many_dates(data: Path) -> None:
    assert load_script([data / "lean"]).date == "2021-01-04"
    assert len(bars_of(load_script([data / "lean"], "2023-07-03"), "SPX")) == 210
    assert len(bars_of(load_script([data / "lean"], "2023-06-30"), "SPX")) == 390
    other = load_script([data / "lean"], "2021-01-14")
    assert {to_exchange(event.ts_event).date().isoformat() for event in other.events} == {"2021-01-14"}
    with pytest.raises(NothingToReplay, match="hold minute bars of 2021-01-04, 2021-01-14, 2023-06-30, 2023-07-03"):
        load_script([data / "lean"], "2021-01-05")
