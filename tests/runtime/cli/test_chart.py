"""`spxcc chart`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli import chart
from spxcc.runtime.cli.chart import coloured, rendered
from spxcc.runtime.cli.main import cli
from spxcc.ui.panels.chart.still import still
from spxcc.ui.theme import PALETTES
from tests.fakes.screens import make_frame
from tests.runtime.cli.test_why import serving

ROOT = Path(__file__).parents[3]


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["chart", *args])


def test_a_picture_of_the_asked_size_without_escapes_where_no_terminal_is() -> None:
    result = run("--once", "--tf", "1m", "--scenario", "flip-loss", "--at", "11:00", "--width", "100", "--height", "28")
    lines = result.stdout.splitlines()
    assert (result.exit_code, len(lines)) == (0, 28)
    assert lines[0].startswith(" SPX 1m sim")
    assert "11:00" in lines[0]
    assert lines[0].endswith("SIM")
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in result.stdout
    assert "VWAP SPY" in result.stdout


def test_json_gives_the_candles_and_levels() -> None:
    result = run("--json", "--scenario", "flip-loss", "--at", "11:00", "--width", "80")
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["symbol"], found["timeframe"], found["mode"], found["stale"]) == ("SPX", "5m", "SIM", False)
    assert found["candles"][-1]["c"] == pytest.approx(found["last"], abs=2.0)
    assert all(bar["l"] <= bar["o"] <= bar["h"] for bar in found["candles"])
    starts = [bar["start"] for bar in found["candles"]]
    assert starts == sorted(set(starts))
    assert {"flip", "vwap"} <= {level["kind"] for level in found["levels"]}
    assert found["volume_of"] == "SPY"
    assert found["reason"] is None


def test_it_attaches_to_the_running_server_of_this_user() -> None:
    with serving() as url:
        attached, found = run("--attach", url, "--json"), run("--json")
    assert (attached.exit_code, found.exit_code) == (0, 0)
    assert json.loads(attached.stdout)["candles"]
    assert json.loads(found.stdout)["candles"]


def test_no_connection_is_exit_code_three() -> None:
    result = run("--attach", "ws://127.0.0.1:9/ws/prices")
    assert result.exit_code == 3
    assert "cannot connect" in result.stderr


def test_without_bars_the_reason_is_printed_and_the_code_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spxcc.runtime.glimpse.CATCH_UP_S", 0.5)
    monkeypatch.setattr("spxcc.runtime.glimpse.COMPLETE_S", 1.0)
    monkeypatch.setenv("SPXCC_CBOE_URL", "http://127.0.0.1:9")
    result = run("--feed", "cboe", "--width", "90")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 32


def test_colours_only_for_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not coloured()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: False, raising=False)
    assert not coloured()


def test_colours_are_those_of_the_palette(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = still(make_frame(), 90, 20, False).lines
    monkeypatch.setenv("COLORTERM", "truecolor")
    full = "\n".join(rendered(lines, PALETTES["classic"], True))
    assert "38;2;38;166;154" in full
    monkeypatch.setenv("COLORTERM", "")
    few = "\n".join(rendered(lines, PALETTES["classic"], True))
    assert "38;5;" in few
    assert "38;2;" not in few
    assert "\x1b" not in "\n".join(rendered(lines, PALETTES["classic"], False))


def test_the_command_never_imports_textual() -> None:
    code = (
        "import sys; from spxcc.runtime.cli.main import cli;"
        "cli(['chart', '--once', '--scenario', 'pin', '--at', '09:45'], standalone_mode=False)"
    )
    check = f"import sys\ntry:\n exec({code!r})\nexcept SystemExit: pass\nsys.exit('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "SPX 5m" in done.stdout


def test_the_least_size_is_drawn() -> None:
    assert chart.LEAST == (20, 6)
    result = run("--scenario", "pin", "--at", "10:00", "--width", "20", "--height", "6")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 6)
