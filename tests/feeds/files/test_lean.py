"""LEAN minute archives, whole and broken."""

from pathlib import Path

import pytest

from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.lean import LeanDay, archive_date, holds_bars, is_lean_archive, read_lean
from spxcc.market.events import Bar, OpenInterest, OptionBar, OptionQuote
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE
from tests.feeds.files.making import index_lines, lean_name, write, write_zip

DAY = "20210104"
OPEN = at_exchange("2021-01-04", "09:30")
QUOTE = "34200000,651000,671000,635000,649000,48,692000,707000,674000,679000,15"
TRADE = "34260000,610000,620000,600000,615000,4"
CONTRACT = "SPXW210104C03700000"


def day(tmp_path: Path, members: dict[str, str], name: str = f"{DAY}_quote_european.zip") -> LeanDay:
    return read_lean(write_zip(tmp_path / name, members))


def test_index_bars_are_of_chicago_and_visible_at_their_end(tmp_path: Path) -> None:
    found = day(tmp_path, {f"{DAY}_spx_minute_trade.csv": index_lines(3)}, f"{DAY}_trade.zip")
    assert found.bad == ()
    first = found.events[0]
    assert isinstance(first, Bar)
    assert (first.symbol, first.start, first.ts_event, first.ts_recv) == ("SPX", OPEN, *[OPEN + NANOS_PER_MINUTE] * 2)
    assert (first.open, first.high, first.low, first.close, first.volume) == (3700.0, 3702.0, 3699.0, 3701.0, 0.0)


def test_what_the_vendor_repeats_after_the_close_is_left_out(tmp_path: Path) -> None:
    found = day(tmp_path, {f"{DAY}_spx_minute_trade.csv": index_lines(420)}, f"{DAY}_trade.zip")
    assert (len(found.events), found.bad) == (390, ())
    half = "20230703"
    found = day(tmp_path, {f"{half}_spx_minute_trade.csv": index_lines(390)}, f"{half}_trade.zip")
    assert (len(found.events), found.bad) == (210, ())


def test_quotes_are_of_new_york_in_units_of_a_ten_thousandth(tmp_path: Path) -> None:
    found = day(tmp_path, {lean_name(DAY, "quote"): f"{QUOTE}\n34260000,,,,,,,,,,\n"})
    assert found.bad == ()
    end = OPEN + NANOS_PER_MINUTE
    assert found.events[0] == OptionQuote(
        ts_event=end, ts_recv=end, source="lean", contract=CONTRACT, bid=64.9, ask=67.9, bid_size=48, ask_size=15
    )
    assert isinstance(found.events[1], OptionQuote)
    assert (found.events[1].bid, found.events[1].ask) == (None, None)


def test_trade_bars_are_bars_not_prints(tmp_path: Path) -> None:
    found = day(tmp_path, {lean_name(DAY, "trade", "put", 3712.5): TRADE}, f"{DAY}_trade_european.zip.zip")
    start = OPEN + NANOS_PER_MINUTE
    end = start + NANOS_PER_MINUTE
    assert found.events == (
        OptionBar(
            ts_event=end, ts_recv=end, source="lean", contract="SPXW210104P03712500", start=start,
            open=61.0, high=62.0, low=60.0, close=61.5, volume=4,
        ),
    )  # fmt: skip


def test_open_interest_is_of_the_session_before(tmp_path: Path) -> None:
    found = day(tmp_path, {lean_name(DAY, "openinterest"): "23400000,1732"}, f"{DAY}_openinterest_european.zip")
    told = at_exchange("2021-01-04", "06:30")
    assert found.events == (
        OpenInterest(
            ts_event=told, ts_recv=told, source="lean", contract=CONTRACT, open_interest=1732, date="2020-12-31"
        ),
    )


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("quote", ""), ("quote", "34200000"), ("quote", "x,651000,671000,635000,649000,48,1,1,1,1,15"),
        ("quote", "-1,651000,671000,635000,649000,48,1,1,1,1,15"), ("quote", QUOTE.replace("34200000", "86400000")),
        ("quote", QUOTE.replace("34200000", "²")), ("quote", QUOTE.replace("649000", "-649000")),
        ("quote", QUOTE.replace("649000", "64.9")), ("quote", QUOTE.replace(",48,", ",-48,")), ("quote", QUOTE[:40]),
        ("quote", QUOTE.replace("649000", '"649000')),
        ("trade", "34260000,610000,620000,600000"), ("trade", "34260000,610000,620000,600000,615000"),
        ("trade", "34260000,610000,620000,600000,615000,"), ("trade", "34260000,0,0,0,0,4"),
        ("trade", "34260000,610000,600000,620000,615000,4"), ("trade", "34260000,610000,620000,600000,625000,4"),
        ("trade", "34260000,nan,620000,600000,615000,4"),
        ("openinterest", "23400000"), ("openinterest", "23400000,"), ("openinterest", "23400000,-5"),
        ("openinterest", "23400000,many"),
    ],
)  # fmt: skip
def test_a_broken_line_is_counted_and_takes_none_with_it(tmp_path: Path, what: str, line: str) -> None:
    good = {"quote": QUOTE, "trade": TRADE, "openinterest": "23400000,1732"}[what]
    name = lean_name(DAY, what)
    found = day(tmp_path, {name: f"{good}\n{line}\n{good}\n"})
    assert len(found.events) == 2
    assert len(found.bad) == 1
    assert found.bad[0].startswith(f"{name} line 2: ")


@pytest.mark.parametrize(
    "line",
    [
        "30660000,1,2", "30660000,nan,2,1,1,5", "30660000,inf,inf,inf,inf,5", "30660000,0,0,0,0,5",
        "30660000,1,2,1.5,1,5", "30660000,1,0.5,0.5,1,5", "noon,1,1,1,1,5", "30660000,1,x,1,1,5",
    ],
)  # fmt: skip
def test_an_impossible_index_bar_is_counted(tmp_path: Path, line: str) -> None:
    found = day(tmp_path, {f"{DAY}_spx_minute_trade.csv": f"{index_lines(1)}\n{line}"}, f"{DAY}_trade.zip")
    assert (len(found.events), len(found.bad)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("readme.txt", "not a minute member"),
        (lean_name("20210105", "quote"), "expected a member of 2021-01-04, found one of 20210105"),
        (lean_name(DAY, "quote", expiry="20211301"), "20211301 is no date"),
        (lean_name(DAY, "quote", expiry="20610104"), "expected a date from 2010-01-01"),
        (lean_name(DAY, "quote", strike=0), "expected an OCC option symbol"),
        (f"{DAY}_spy_minute_trade.csv", "expected bars of an index"),
    ],
)
def test_a_member_that_does_not_belong_is_counted(tmp_path: Path, name: str, why: str) -> None:
    found = day(tmp_path, {lean_name(DAY, "quote"): QUOTE, name: QUOTE})
    assert len(found.events) == 1
    assert len(found.bad) == 1
    assert why in found.bad[0]


def code_of(path: Path) -> str:
    with pytest.raises(DataFileError) as error:
        read_lean(path)
    return error.value.code


def test_archives_that_cannot_be_used(tmp_path: Path) -> None:
    good = {lean_name(DAY, "quote"): QUOTE * 50}
    whole = write_zip(tmp_path / f"{DAY}_quote_european.zip", good).read_bytes()
    assert code_of(write(tmp_path / f"{DAY}_trade.zip", whole[: len(whole) // 2])) == "truncated"
    assert code_of(write(tmp_path / "20210105_trade.zip", "a,b\n1,2\n")) == "not_a_zip"
    assert code_of(write_zip(tmp_path / "20210106_trade.zip", {"readme.txt": "x"})) == "not_lean"
    assert code_of(write_zip(tmp_path / "20210107_trade.zip", {})) == "not_a_zip"
    assert code_of(write_zip(tmp_path / "19980102_trade.zip", good)) == "out_of_calendar"
    assert code_of(write_zip(tmp_path / "other.zip", good)) == "not_lean"
    assert code_of(tmp_path / "20210108_trade.zip") == "unreadable"


@pytest.mark.parametrize(
    ("name", "archive", "bars"),
    [
        ("20210104_trade.zip", True, True), ("20210104_trade_european.zip", True, False),
        ("20210104_openinterest_european.zip.zip", True, False), ("20210104_quote_american.zip", True, False),
        ("20211304_trade.zip", False, True), ("spx.zip", False, False), ("20210104_trade.csv", False, False),
        ("spx_2021_trade_european.zip", False, False), ("120210104_trade.zip", False, False),
    ],
)  # fmt: skip
def test_names_of_archives(name: str, archive: bool, bars: bool) -> None:
    path = Path("usa") / name
    assert is_lean_archive(path) is archive
    assert holds_bars(path) is bars
    if archive:
        assert archive_date(path) == "2021-01-04"
