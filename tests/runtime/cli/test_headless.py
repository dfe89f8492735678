"""`spxcc headless`."""

import json

import pytest
from click.testing import CliRunner

from spxcc.client.window import CaptureReport
from spxcc.runtime.cli.headless import checked, exit_code
from spxcc.runtime.cli.main import cli
from spxcc.runtime.errors import UserError


def test_f24_json_says_ok_and_the_exit_code_agrees() -> None:
    result = CliRunner().invoke(cli, ["headless", "--seconds", "4", "--json"])
    report = json.loads(result.output)
    assert (result.exit_code, report["ok"], report["mode"]) == (0, True, "sim")
    assert {"epoch", "seconds", "channels", "prices", "latency_ms", "errors"} <= set(report)
    assert {"frames", "items", "snapshot_ms", "gaps", "last_age_ms"} <= set(report["channels"]["gex:SPX"])


def test_a_table_names_what_was_missing() -> None:
    result = CliRunner().invoke(cli, ["headless", "--seconds", "2", "--fail-engine", "regime"])
    assert result.exit_code == 1
    assert "regime:update" in result.stderr
    assert "made to fail on request" in result.stderr
    assert "FAILED: sim" in result.stdout


def test_an_unreachable_server_is_exit_code_three() -> None:
    result = CliRunner().invoke(cli, ["headless", "--seconds", "0.5", "--attach", "ws://127.0.0.1:9/ws/prices"])
    assert result.exit_code == 3
    assert exit_code(CaptureReport(ok=False, mode="sim", epoch="e", seconds=1.0)) == 1


def test_without_the_vendor_of_delayed_quotes_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPXCC_CBOE_URL", "http://127.0.0.1:9")
    result = CliRunner().invoke(cli, ["headless", "--feed", "cboe", "--seconds", "2", "--json"])
    report = json.loads(result.output)
    assert (result.exit_code, report["ok"], report["mode"]) == (1, False, "delayed")
    assert "price:SPX" in report["missing"]
    assert any(
        error.startswith("SPX: expected quotes from 127.0.0.1:9, found no connection") for error in report["errors"]
    )


def test_engines_are_checked_by_name() -> None:
    assert checked(["gex"]) == ("gex",)
    with pytest.raises(UserError, match="expected an engine of"):
        checked(["xeg"])
