"""`spxcc serve`."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.main import cli


def test_check_reports_and_ends_and_imports_no_screen() -> None:
    code = "import sys\nfrom spxcc.runtime.cli.main import main\n"
    code += "try: main(['serve', '--check', '--json', '--port', '0'])\nexcept SystemExit as end: assert not end.code\n"
    code += "print([name for name in ('textual', 'pandas', 'scipy') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    report, modules = run.stdout.splitlines()
    assert json.loads(report)["ok"] is True
    assert "gex:SPX" in json.loads(report)["channels"]
    assert modules == "[]"


def test_it_announces_itself_to_its_user_serves_an_attached_one_and_withdraws_on_a_signal(home: Path) -> None:
    command = [sys.executable, "-m", "spxcc", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        assert "serving ws://127.0.0.1:" in server.stderr.readline()
        endpoint = next(home.rglob("server.json"))
        announced = json.loads(endpoint.read_text())
        assert announced["pid"] == server.pid
        watched = CliRunner().invoke(cli, ["headless", "--attach", announced["url"], "--seconds", "3", "--json"])
        assert json.loads(watched.output)["ok"] is True, watched.output
        assert announced["token"] not in watched.output
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert not endpoint.exists()


def test_an_open_address_without_a_key_is_refused() -> None:
    result = CliRunner().invoke(cli, ["serve", "--check", "--host", "0.0.0.0", "--port", "0"])
    assert result.exit_code == 3
    assert "without a configured key" in result.stderr


def test_a_feed_in_trouble_fails_the_check_and_is_told_while_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPXCC_CBOE_URL", "http://127.0.0.1:9")
    checked = CliRunner().invoke(cli, ["serve", "--feed", "cboe", "--check", "--port", "0"])
    assert checked.exit_code == 1
    assert checked.stdout.startswith("FAILED: ")
    assert checked.stderr.startswith("spxcc: SPX: expected quotes from 127.0.0.1:9, found no connection")
    command = [sys.executable, "-m", "spxcc", "serve", "--feed", "cboe", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        assert "(delayed: Cboe quotes of SPX and SPY)" in server.stderr.readline()
        assert server.stderr.readline().startswith("spxcc: SPX: expected quotes from")
        assert server.poll() is None
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
