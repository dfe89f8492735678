"""Minute bars of an underlying, whole and broken."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.files.bars import MinuteBars, merged_bars, read_minute_bars
from spxcc.feeds.files.errors import DataFileError
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.feeds.files.making import csv_bars, minutes_of, parquet_bars, session_bars, write

OPEN = at_exchange("2025-01-06", "09:30")
STARTS = minutes_of("2025-01-06", 5)
CLOSES = [100.0, 101.0, 102.0, 103.0, 104.0]
HEAD = "Datetime,Open,High,Low,Close,Volume"


def read(tmp_path: Path, text: str | bytes, name: str = "spx.csv") -> MinuteBars:
    return read_minute_bars(write(tmp_path / name, text))


def code_of(tmp_path: Path, text: str | bytes, name: str = "spx.csv") -> str:
    with pytest.raises(DataFileError) as error:
        read(tmp_path, text, name)
    return error.value.code


def rows(*lines: str) -> str:
    return "\n".join([HEAD, *lines, ""])


def test_csv_plain_and_gzipped_and_parquet_are_the_same_bars(tmp_path: Path) -> None:
    text = csv_bars(STARTS, CLOSES, volume="7")
    instants = [OPEN + at * NANOS_PER_MINUTE for at in range(5)]
    for bars in (
        read(tmp_path, text),
        read(tmp_path, text, "spx_1min.csv.gz"),
        read(tmp_path, parquet_bars(instants, CLOSES), "spx.parquet"),
    ):
        assert (bars.symbol, len(bars), bars.dropped, bars.example) == ("SPX", 5, 0, "")
        assert bars.start.tolist() == instants
        assert bars.close.tolist() == CLOSES
        assert bars.high.tolist() == [close + 0.5 for close in CLOSES]
        assert bars.volume.tolist() == [7.0] * 5


def test_times_in_utc_and_at_the_exchange_are_the_same(tmp_path: Path) -> None:
    bars = read(tmp_path, csv_bars(["2025-01-06T14:30:00Z", "2025-01-06 09:31:00-05:00"], [1.0, 2.0]))
    assert bars.start.tolist() == [OPEN, OPEN + NANOS_PER_MINUTE]


def test_the_other_date_column_of_some_exports_is_not_the_time(tmp_path: Path) -> None:
    text = "date,Datetime,Open,High,Low,Close\n2025-01-06,2025-01-06 09:30:00-05:00,1,1,1,1\n"
    assert read(tmp_path, text).start.tolist() == [OPEN]


def test_a_ticker_line_names_the_symbol_and_is_no_lost_row(tmp_path: Path) -> None:
    bars = read(tmp_path, rows(",^GSPC,^GSPC,^GSPC,^GSPC,^GSPC", f"{STARTS[0]},1,1,1,1,0"), "bars.csv")
    assert (bars.symbol, len(bars), bars.dropped) == ("SPX", 1, 0)


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("spx_1min.csv", "SPX"), ("my-SPY-bars.csv", "SPY"), ("^GSPC.csv", "SPX"), ("vix.csv", "VIX"), ("es.csv", "ES")],
)
def test_the_name_says_the_symbol(tmp_path: Path, name: str, symbol: str) -> None:
    assert read(tmp_path, csv_bars(STARTS, CLOSES), name).symbol == symbol


def test_the_caller_may_say_the_symbol(tmp_path: Path) -> None:
    assert read_minute_bars(write(tmp_path / "x.csv", csv_bars(STARTS, CLOSES)), "SPY").symbol == "SPY"


def test_without_volume_it_is_zero(tmp_path: Path) -> None:
    text = "Datetime,Open,High,Low,Close\n2025-01-06 09:30:00-05:00,1,1,1,1\n"
    assert read(tmp_path, text).volume.tolist() == [0.0]
    assert read(tmp_path, rows(f"{STARTS[0]},1,1,1,1,")).volume.tolist() == [0.0]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2025-01-06 09:31:00,1,1,1,1,1", "no time with a UTC offset"),
        (",1,1,1,1,1", "no time with a UTC offset"),
        (f"{STARTS[1]},,1,1,1,1", "no price"),
        (f"{STARTS[1]},1,1,1,nan,1", "no price"),
        (f"{STARTS[1]},1,inf,1,1,1", "no price"),
        (f"{STARTS[1]},1,x,1,1,1", "no price"),
        (f"{STARTS[1]},1,0.5,1,1,1", "impossible prices"),
        (f"{STARTS[1]},3,2,1,1,1", "impossible prices"),
        (f"{STARTS[1]},2,2,1,0.5,1", "impossible prices"),
        (f"{STARTS[1]},0,0,0,0,1", "impossible prices"),
        (f"{STARTS[1]},-1,1,-2,1,1", "impossible prices"),
        (f"{STARTS[1]},1,1,1,1,-4", "a volume that is none"),
        (f"{STARTS[1]},1,1,1,1,inf", "a volume that is none"),
        (f"{STARTS[1]},1,1,1,1,many", "a volume that is none"),
        ("2025-01-06 09:31:30-05:00,1,1,1,1,1", "not at a whole minute"),
        (f"{STARTS[2]},9,9,9,9,1", "a later row of this minute counts"),
    ],
)
def test_a_row_that_cannot_be_used_is_dropped_counted_and_explained(tmp_path: Path, row: str, why: str) -> None:
    good = [f"{start},1,2,1,2,1" for start in (STARTS[0], *STARTS[2:])]
    bars = read(tmp_path, rows(good[0], row, *good[1:]))
    assert (bars.dropped, bars.example) == (1, f"row 2 of spx.csv: {why}")
    assert bars.start.tolist() == [OPEN + at * NANOS_PER_MINUTE for at in (0, 2, 3, 4)]
    assert bars.open.tolist() == [1.0] * 4


def test_rows_in_any_order_come_by_time(tmp_path: Path) -> None:
    text = csv_bars(STARTS[::-1], CLOSES)
    bars = read(tmp_path, text)
    assert bars.start.tolist() == sorted(bars.start.tolist())
    assert bars.close.tolist() == CLOSES[::-1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (csv_bars(minutes_of("2025-01-06", 60)[::5], range(100, 112)), "not_minutes"),
        (csv_bars([f"2025-01-06 09:0{at // 2}:{at % 2 * 3}0-05:00" for at in range(9)], range(1, 10)), "not_minutes"),
        (csv_bars([f"2025-01-{day:02} 00:00:00-05:00" for day in range(6, 10)], CLOSES[:4]), "not_minutes"),
        (csv_bars([start[:19] for start in STARTS], CLOSES), "naive_time"),
        (csv_bars(STARTS, CLOSES, head="When,Open,High,Low,Close,Volume"), "no_time"),
        (csv_bars(STARTS, CLOSES, head="Datetime,Open,High,Low,Last,Volume"), "no_prices"),
        (HEAD + "\n", "no_rows"),
        (rows(f"{STARTS[0]},0,0,0,0,0"), "no_rows"),
        (f"Datetime,Open,High,Low,Close,Symbol\n{STARTS[0]},1,1,1,1,SPX\n{STARTS[1]},1,1,1,1,SPY\n", "mixed_symbols"),
        ("", "empty"),
        ("PK\x03\x04", "mislabelled"),
    ],
    ids=["5 minutes", "30 seconds", "days", "naive", "no time", "no close", "head only", "nothing good", "two symbols",
         "empty", "archive"],
)  # fmt: skip
def test_what_are_no_minute_bars(tmp_path: Path, text: str, code: str) -> None:
    assert code_of(tmp_path, text) == code


def test_five_minute_bars_are_named(tmp_path: Path) -> None:
    text = csv_bars(minutes_of("2025-01-06", 60)[::5], range(100, 112))
    with pytest.raises(DataFileError, match="expected one-minute bars, found bars 300 s apart; give a file of minute"):
        read(tmp_path, text)


def test_no_known_symbol_and_bars_of_an_option(tmp_path: Path) -> None:
    text = csv_bars(STARTS, CLOSES)
    assert code_of(tmp_path, text, "bars.csv") == "no_symbol"
    assert code_of(tmp_path, text, "polygon_O_SPY250902C00625000_1min.csv") == "option_bars"
    ticker = "Datetime,Ticker,Open,High,Low,Close\n2025-01-06 09:30-05:00,O:SPY250902C00625000,1,1,1,1\n"
    assert code_of(tmp_path, ticker, "spy.csv") == "option_bars"


def test_places_between_two_instants() -> None:
    bars = session_bars("SPX", {"2025-01-06": 100.0}, 10)
    assert list(bars.between(OPEN + NANOS_PER_MINUTE, OPEN + 4 * NANOS_PER_MINUTE)) == [1, 2, 3]
    assert not bars.between(0, OPEN)
    assert list(bars.between(OPEN, 2**62)) == list(range(10))


def test_several_files_of_a_symbol_are_one() -> None:
    first = session_bars("SPY", {"2025-01-06": 100.0}, 3)
    again = session_bars("SPY", {"2025-01-06": 200.0}, 3, "09:32")
    other = session_bars("SPX", {"2025-01-06": 1.0}, 3)
    merged = merged_bars([again, other, first])
    assert [bars.symbol for bars in merged] == ["SPY", "SPX"]
    assert merged[1] is other
    assert ((merged[0].start - OPEN) // NANOS_PER_MINUTE).tolist() == [0, 1, 2, 3, 4]
    assert merged[0].close.tolist() == [100.0, 100.01, 100.02, 200.01, 200.02]
    assert merged_bars([first, again])[0].close.tolist() == [100.0, 100.01, 200.0, 200.01, 200.02]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(90, 110), st.integers(90, 110), st.integers(90, 110)), min_size=1
    )
)
def test_what_is_kept_is_sane_and_nothing_is_lost_uncounted(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, int, int, int]]
) -> None:
    starts = minutes_of("2025-01-06", 31)
    text = rows(*(f"{starts[at]},{o},{h},{low},{o},1" for at, o, h, low in drawn))
    expected = {at: (o, h, low) for at, o, h, low in drawn if low <= o <= h}
    path = write(tmp_path_factory.mktemp("bars") / "spx.csv", text)
    try:
        bars = read_minute_bars(path)
    except DataFileError:
        steps = np.diff(sorted(expected))
        assert not expected or np.median(steps) != 1
        return
    assert len(bars) + bars.dropped == len(drawn)
    found = zip(bars.start.tolist(), bars.open, bars.high, bars.low, strict=True)
    assert {(start - OPEN) // NANOS_PER_MINUTE: (o, h, low) for start, o, h, low in found} == expected
    assert (np.diff(bars.start) >= 60 * NANOS_PER_SECOND).all()
