"""`spxcc replay`, on made files and on real ones."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_replay
from spxcc.runtime.cli.main import cli
from spxcc.runtime.history.moment import until
from tests.fakes.real_data import real_data
from tests.runtime.runs import plain_config

DAY = "2025-11-28"
"""A half day."""


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


@pytest.fixture(scope="module")
def bars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bars_file(tmp_path_factory.mktemp("bars"))


def replayed(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["replay", *arguments, "--headless", "--speed", "max", "--json"])


def report_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output + result.stderr
    report: dict[str, Any] = json.loads(result.output)
    return report


@cache
def once(path: Path) -> dict[str, Any]:
    """The report of its first replay."""
    return report_of(replayed(str(path)))


def test_a_morning_of_bars_plays_and_panels_without_input_say_why(bars: Path) -> None:
    report = once(bars)
    assert report["ok"] is True
    assert report["mode"] == "replay"
    assert report["bars"] == {"SPX": 90}
    assert report["trades"] == 0
    assert (report["from"], report["to"]) == (f"{DAY}T09:30:00-05:00", f"{DAY}T13:00:00-05:00")
    assert report["channels"]["bars:SPX"]["items"] >= 90
    assert report["channels"]["gex:SPX"]["items"] == 0


def test_f63_two_replays_have_one_digest(bars: Path) -> None:
    one, two = once(bars), report_of(replayed(str(bars)))
    assert (one["digest"], one["digest_frames"]) == (two["digest"], two["digest_frames"])
    assert one["digest_frames"] > 100


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["/nonexistent/spy.csv"], "unreadable"),
        (["{bars}", "--date", "2025-11-29"], "no trading day"),
        (["{bars}", "--date", "2025-12-01"], "no minute bars of 2025-12-01"),
        (["{bars}", "--at", "20:00"], "outside the session"),
        (["{bars}", "--at", "noon"], "expected"),
        (["{bars}", "--as-of", "noon"], "expected an ISO time"),
        (["{junk}"], "junk"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, bars: Path, arguments: list[str], expected: str) -> None:
    (tmp_path / "junk.bin").write_bytes(b"\x00\x01\x02")
    places = {"bars": str(bars), "junk": str(tmp_path / "junk.bin")}
    result = replayed(*(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr.startswith("spxcc: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr


@pytest.mark.real_data
async def test_the_first_minutes_of_the_lean_day_have_their_refusals() -> None:
    plan = until(choose_replay([real_data("lean")], "2021-01-04", None, None), at_exchange("2021-01-04", "09:50"))
    backend = Backend(plan, plain_config(), BackendOptions(speed=None))
    await backend.run()
    backend.database.close()
    results = backend.node.results
    assert results["gex"].symbols["SPX"].net_gex is None
    assert "SPX" in results["gex"].symbols
    assert len(results["levels"].levels) >= 5


@pytest.mark.slow
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
