"""`spxcc replay`, on made files and on real ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.cli.main import cli
from tests.fakes.real_data import real_data

DAY = "2026-01-14"


def bars_file(folder: Path) -> Path:
    """Ninety SPX minutes of one morning as CSV."""
    lines = ["timestamp,open,high,low,close,volume"]
    for minute in range(90):
        start = to_exchange(at_exchange(DAY, "09:30") + minute * NANOS_PER_MINUTE)
        price = 6000 + minute % 7
        lines.append(f"{start.isoformat()},{price},{price + 1},{price - 1},{price + 0.5},0")
    path = folder / "spx_1min.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def replayed(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["replay", *arguments, "--headless", "--speed", "max", "--json"])


def report_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output + result.stderr
    report: dict[str, Any] = json.loads(result.output)
    return report


def test_a_morning_of_bars_plays_and_panels_without_input_say_why(tmp_path: Path) -> None:
    report = report_of(replayed(str(bars_file(tmp_path))))
    assert report["ok"] is True
    assert report["mode"] == "replay"
    assert report["bars"] == {"SPX": 90}
    assert report["trades"] == 0
    assert (report["from"], report["to"]) == (f"{DAY}T09:30:00-05:00", f"{DAY}T16:00:00-05:00")
    assert report["channels"]["bars:SPX"]["items"] >= 90
    assert report["channels"]["gex:SPX"]["items"] == 0


def test_f63_two_replays_have_one_digest(tmp_path: Path) -> None:
    path = str(bars_file(tmp_path))
    one, two = report_of(replayed(path)), report_of(replayed(path))
    assert (one["digest"], one["digest_frames"]) == (two["digest"], two["digest_frames"])
    assert one["digest_frames"] > 100


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["/nonexistent/spy.csv"], "unreadable"),
        (["{bars}", "--date", "2026-01-17"], "no trading day"),
        (["{bars}", "--date", "2026-01-15"], "no minute bars of 2026-01-15"),
        (["{bars}", "--at", "20:00"], "outside the session"),
        (["{bars}", "--at", "noon"], "expected"),
        (["{bars}", "--as-of", "noon"], "expected an ISO time"),
        (["{junk}"], "junk"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, arguments: list[str], expected: str) -> None:
    (tmp_path / "junk.bin").write_bytes(b"\x00\x01\x02")
    places = {"bars": str(bars_file(tmp_path)), "junk": str(tmp_path / "junk.bin")}
    result = replayed(*(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr.startswith("spxcc: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr


@pytest.mark.real_data
def test_the_lean_day_plays_with_its_refusals() -> None:
    report = report_of(replayed(str(real_data("lean")), "--date", "2021-01-04"))
    assert report["bars"]["SPX"] == 390
    assert report["events_by_kind"]["OptionQuote"] > 1000
    assert report["trades"] == 0
    assert report["channels"]["gex:SPX"]["items"] == 0
    assert report["channels"]["levels:update"]["items"] >= 5
    assert report["channels"]["flow:alert"]["items"] == 0


@pytest.mark.slow
@pytest.mark.real_data
def test_the_mapped_day_plays_with_the_chain_of_the_evening_before() -> None:
    bars = real_data("intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet")
    chain = real_data("chains/spx_2025-01-06_2126ET_jan-expiries.csv.gz")
    report = report_of(replayed(str(bars), str(chain)))
    assert report["from"].startswith("2025-01-07T09:30")
    assert report["bars"] == {"SPX": 390, "SPY": 390}
    assert abs(report["prices"]["SPX"]["price"] - 5909.03) < 1.5
    assert report["prices"]["SPX"]["source"] == "SPY × 10.0359"
    assert report["channels"]["gex:SPX"]["items"] >= 100
    assert any("8,484 contracts" in text and "2025-01-03" in text for text in report["warnings"])
    assert any("5975.38/595.40 = 10.0359" in text for text in report["warnings"])
