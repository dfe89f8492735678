"""One session from several files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.feeds.files.assemble import NothingToReplay, Script, assemble
from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.feeds.files.sources import Sources, open_sources
from spxcc.market.events import (
    Bar,
    ChainSnapshot,
    FeedEvent,
    FeedNotice,
    History,
    OpenInterest,
    OptionBar,
    OptionQuote,
    OptionTrade,
    PreviousClose,
)
from spxcc.market.session import CalendarRangeError, at_exchange
from spxcc.market.units import NANOS_PER_MINUTE
from tests.feeds.files.making import index_lines, lean_name, quoted, session_bars, write, write_zip

DAY = "2025-01-07"
SPY = session_bars("SPY", {"2025-01-03": 590.0, "2025-01-06": 591.5, DAY: 589.0})
SPX = session_bars("SPX", {"2025-01-06": 5900.0, DAY: 5950.0})
EVENING = quoted("2025-01-06", "16:15", 5953.9)


def script(bars: Sequence[MinuteBars] = (), chains: Sequence[QuotedChain] = (), date: str | None = None) -> Script:
    return assemble(Sources(bars=list(bars), chains=list(chains)), date)


def notices(found: Script) -> dict[str, str]:
    events = [event for event in (*found.opening, *found.events) if isinstance(event, FeedNotice)]
    return {event.code: event.text for event in events}


def bars_of(events: Sequence[FeedEvent], symbol: str) -> list[Bar]:
    return [event for event in events if isinstance(event, Bar) and event.symbol == symbol]


def in_order(found: Script) -> bool:
    times = [event.ts_recv for event in (*found.opening, *found.events)]
    return times == sorted(times) and all(event.ts_recv <= found.session.open_at for event in found.opening)


def test_the_session_after_the_chain_is_the_default() -> None:
    found = script([SPX], [EVENING])
    assert found.date == DAY
    assert in_order(found)
    kinds = [type(event) for event in found.opening]
    assert kinds.count(ChainSnapshot) == kinds.count(History) == kinds.count(PreviousClose) == 1
    assert len(found.events) == len(bars_of(found.events, "SPX")) == 390
    assert notices(found) == {
        "chain_date:SPX": "SPX chain of 2 contracts quoted 2025-01-06 16:15 ET, open interest of 2025-01-03."
    }


def printed(contract: str, day: str, clock: str) -> OptionTrade:
    ts = at_exchange(day, clock) + 7
    return OptionTrade(ts_event=ts, ts_recv=ts, source="massive", contract=contract, price=2.5, size=3)


def test_f47_a_snapshot_of_the_evening_plays_its_day_by_its_prints() -> None:
    """Each print at the end of its minute; of the chain only what was known before the open."""
    call, put = (row.contract for row in EVENING.rows)
    prints = (printed(put, "2025-01-03", "15:00:01"), printed(call, "2025-01-06", "10:05:30"))
    found = script(chains=[replace(EVENING, prints=prints)])
    assert found.date == "2025-01-06"
    [trade] = [event for event in found.events if isinstance(event, OptionTrade)]
    assert (trade.contract, trade.ts_event) == (call, prints[1].ts_event)
    assert trade.ts_recv == at_exchange("2025-01-06", "10:06")
    [chain] = [event for event in found.opening if isinstance(event, ChainSnapshot)]
    assert (chain.ts_recv, chain.open_interest_date) == (found.session.open_at - NANOS_PER_MINUTE, "2025-01-03")
    assert chain.underlying_price is None
    assert [(row.open_interest, row.bid, row.last, row.volume) for row in chain.rows] == [(5, None, None, None)] * 2
    said = notices(found)
    assert said["last_prints:SPX"].startswith("1 prints of 2025-01-06, of each contract the last one alone")
    assert "1 prints of other days are left out" in said["last_prints:SPX"]


def test_f47_with_bars_the_next_session_is_played_without_old_prints() -> None:
    old = replace(EVENING, prints=(printed(EVENING.rows[0].contract, "2025-01-06", "10:05:30"),))
    found = script([SPX], [old])
    assert found.date == DAY
    assert not any(isinstance(event, OptionTrade) for event in (*found.opening, *found.events))


def test_a_friday_s_chain_is_for_monday() -> None:
    bars = session_bars("SPX", {"2025-01-03": 5900.0, "2025-01-06": 5950.0})
    assert script([bars], [quoted("2025-01-03", "16:15")]).date == "2025-01-06"


def test_without_a_chain_it_is_the_last_session_of_the_bars() -> None:
    assert script([SPX]).date == DAY
    around_the_clock = session_bars(
        "ES", {"2025-01-05": 5900.0, "2025-01-06": 5950.0, "2025-01-11": 5990.0}, 60, "18:00"
    )
    with pytest.raises(NothingToReplay):
        script([around_the_clock])
    day_and_night = session_bars("ES", {"2025-01-06": 5900.0, "2025-01-10": 5990.0}, 1380, "00:00")
    assert script([day_and_night]).date == "2025-01-10"


def test_spy_stands_in_for_spx_and_says_so() -> None:
    found = script([SPY], [EVENING])
    assert in_order(found)
    spx = bars_of(found.events, "SPX")
    assert (len(spx), len(bars_of(found.events, "SPY"))) == (390, 390)
    assert spx[0].label == "SPY × 10.0000"
    assert spx[-1].close == pytest.approx(5928.9, abs=1e-3)
    assert "5953.90/595.39 = 10.0000" in notices(found)["mapped"]
    closes = {event.symbol: event.price for event in found.opening if isinstance(event, PreviousClose)}
    assert closes == {"SPY": 595.39, "SPX": 5953.9}


def test_real_index_bars_are_never_replaced_by_mapped_ones() -> None:
    found = script([SPY, SPX], [EVENING])
    assert {bar.label for bar in bars_of(found.events, "SPX")} == {""}
    assert "mapped" not in notices(found)


def test_where_spx_cannot_be_mapped_it_is_said() -> None:
    found = script([SPY])
    assert not bars_of(found.events, "SPX")
    assert notices(found) == {
        "not_mapped": "SPX cannot be mapped from SPY: no SPX chain with its index value was given."
    }


def test_f26_a_chain_quoted_during_the_day_is_not_known_before() -> None:
    found = script([SPY], [quoted(DAY, "11:40", 5900.0)])
    told_at = at_exchange(DAY, "11:40")
    assert found.date == DAY
    assert in_order(found)
    late = [event for event in found.events if isinstance(event, ChainSnapshot | FeedNotice) or _is_spx(event)]
    assert not [event for event in found.opening if isinstance(event, ChainSnapshot) or _is_spx(event)]
    assert {event.ts_recv >= told_at for event in late} == {True}
    chain = next(event for event in late if isinstance(event, ChainSnapshot))
    assert (chain.ts_event, chain.ts_recv) == (told_at, told_at)
    assert bars_of(found.events, "SPX")[0].start == told_at


def _is_spx(event: FeedEvent) -> bool:
    return isinstance(event, Bar | History | PreviousClose) and event.symbol == "SPX"


def test_chains_of_several_underlyings_and_times() -> None:
    old, other = quoted("2025-01-03", "16:15"), quoted("2025-01-06", "16:15", underlying="SPY")
    later = quoted(DAY, "16:15")
    found = script([SPX], [old, EVENING, other, later], DAY)
    chains = [event for event in found.opening if isinstance(event, ChainSnapshot)]
    assert [(chain.underlying, chain.ts_event) for chain in chains] == [
        ("SPX", EVENING.quoted_at), ("SPY", other.quoted_at),
    ]  # fmt: skip
    said = notices(found)
    assert said["chain_unused:SPX_2025-01-03.csv"].endswith(
        "is not the newest before the close of 2025-01-07: not used."
    )
    assert "chain_unused:SPX_2025-01-07.csv" in said
    assert {"chain_date:SPX", "chain_date:SPY"} <= said.keys()


def test_lost_rows_are_said() -> None:
    lossy = MinuteBars(
        "SPX", SPX.start, SPX.open, SPX.high, SPX.low, SPX.close, SPX.volume, dropped=3, example="row 2 of x: no price"
    )
    said = notices(script([lossy], [quoted("2025-01-06", "16:15", remarks=("rows that could not be read: 1",))]))
    assert said["rows_dropped:SPX"] == "3 rows of SPX minute bars could not be used (row 2 of x: no price)."
    assert said["chain_remark_1:SPX"] == "SPX_2025-01-06.csv: rows that could not be read: 1."


def test_several_files_of_one_symbol_are_one_track() -> None:
    first, then = session_bars("SPX", {"2025-01-06": 5900.0}), session_bars("SPX", {DAY: 5950.0})
    for files in ([first, then], [then, first]):
        found = script(files)
        assert found == script([SPX])
        assert len([event for event in found.opening if isinstance(event, History)]) == 1


@pytest.mark.parametrize(
    ("date", "error", "text"),
    [
        ("2025-01-09", NothingToReplay, "2025-01-09 is no trading day; the files hold minute bars of 2025-01-06"),
        ("2025-01-08", NothingToReplay, "no minute bars of 2025-01-08; the files hold minute bars of 2025-01-06"),
        ("1999-01-04", CalendarRangeError, "expected a date from 2010-01-01"),
        ("20250107", ValueError, "expected a date as 2025-01-07"),
        ("tomorrow", ValueError, "expected a date"),
    ],
)  # fmt: skip
def test_another_date_says_what_there_is(date: str, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        script([SPX], date=date)


def test_nothing_at_all() -> None:
    with pytest.raises(NothingToReplay, match="give at least one file of minute bars"):
        script()
    with pytest.raises(NothingToReplay, match="no minute bars of 2025-01-07; the files hold minute bars of no day"):
        script(chains=[EVENING])


def test_many_days_are_counted_not_listed() -> None:
    week = {f"2025-01-{day:02}": 5900.0 for day in (2, 3, 6, 7, 8, 10, 13)}
    with pytest.raises(NothingToReplay, match="minute bars of 7 days from 2025-01-02 to 2025-01-13"):
        script([session_bars("SPX", week, 5)], date="2025-01-14")


LEAN_DAY = "20210104"


def lean(folder: Path, date: str, index: str, **options: str) -> None:
    write_zip(folder / f"index/{date}_trade.zip", {f"{date}_spx_minute_trade.csv": index})
    for what, lines in options.items():
        write_zip(folder / f"option/{date}_{what}_european.zip", {lean_name(date, what): lines})


def test_a_lean_directory_and_its_dates(tmp_path: Path) -> None:
    lean(tmp_path, LEAN_DAY, index_lines(390), quote="34200000,1,1,1,10000,5,1,1,1,20000,6", openinterest="23400000,9")
    lean(tmp_path, "20210105", index_lines(5))
    found = assemble(open_sources([tmp_path]))
    assert found.date == "2021-01-04"
    assert in_order(found)
    assert [type(event) for event in found.opening] == [OpenInterest]
    assert len(bars_of(found.events, "SPX")) == 390
    assert len(bars_of(assemble(open_sources([tmp_path]), "2021-01-05").events, "SPX")) == 5


def test_archives_of_other_dates_are_not_read(tmp_path: Path) -> None:
    lean(tmp_path, LEAN_DAY, index_lines(390))
    for name in ("20210105_trade.zip", "20210105_quote_european.zip"):
        write(tmp_path / name, b"broken")
    assert len(assemble(open_sources([tmp_path]), "2021-01-04").events) == 390
    with pytest.raises(DataFileError, match="expected a zip archive"):
        assemble(open_sources([tmp_path]), "2021-01-05")


def test_the_default_is_a_date_with_index_bars(tmp_path: Path) -> None:
    lean(tmp_path, "20210105", index_lines(5))
    write_zip(tmp_path / f"{LEAN_DAY}_quote_european.zip", {lean_name(LEAN_DAY, "quote"): ""})
    sources = open_sources([tmp_path])
    assert assemble(sources).date == "2021-01-05"
    with pytest.raises(NothingToReplay, match="no minute bars of 2021-01-04; the files hold minute bars of 2021-01-05"):
        assemble(sources, "2021-01-04")


def test_quotes_and_trades_of_a_minute_stand_before_the_bar_that_closes_it(tmp_path: Path) -> None:
    lean(tmp_path, LEAN_DAY, index_lines(2), quote="34200000,1,1,1,10000,5,1,1,1,20000,6", trade="34200000,5,5,5,5,7")
    found = assemble(open_sources([tmp_path]))
    assert [type(event) for event in found.events[:3]] == [OptionQuote, OptionBar, Bar]
    assert {event.ts_recv for event in found.events[:3]} == {at_exchange("2021-01-04", "09:31")}
    before = [event for event in found.events if event.ts_recv == found.session.open_at + NANOS_PER_MINUTE]
    assert before == list(found.events[:3])


def test_lost_lines_of_an_archive_are_said(tmp_path: Path) -> None:
    lean(tmp_path, LEAN_DAY, index_lines(2) + "\nnoon,1,1,1,1,1\n")
    said = notices(assemble(open_sources([tmp_path])))
    assert said["rows_dropped:20210104_trade.zip"].startswith(
        "1 rows of 20210104_trade.zip could not be read (20210104_spx_minute_trade.csv line 3: "
    )


def test_index_bars_of_lean_are_not_replaced_by_mapped_ones(tmp_path: Path) -> None:
    lean(tmp_path, LEAN_DAY, index_lines(390))
    sources = open_sources([tmp_path])
    sources.bars.append(session_bars("SPY", {"2020-12-31": 370.0, "2021-01-04": 371.0}))
    sources.chains.append(quoted("2020-12-31", "16:15", 3738.9))
    found = assemble(sources, "2021-01-04")
    assert {(bar.label, bar.source) for bar in bars_of(found.events, "SPX")} == {("", "lean")}
    assert len(bars_of(found.events, "SPX")) == 390
