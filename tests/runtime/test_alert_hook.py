"""The hook program."""

import json
import logging
import sys
from pathlib import Path

import pytest

from spxcc.engines.alerts.result import Fired, Severity
from spxcc.runtime.alert_hook import AT_ONCE, AlertHook
from spxcc.ui.alert_options import AlertOptions
from tests.fakes.clock import ManualClock, settle


def firing(severity: Severity = "critical") -> Fired:
    return Fired(
        id="f1", alert=1, kind="flip", severity=severity, words="; rm -rf $HOME `x`", at=5, price=1.0, age_ms=2,
        subject="s",
    )  # fmt: skip


def writes(target: Path) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; open({str(target)!r}, 'w').write(sys.stdin.read())")


async def test_it_gets_the_alert_as_json_on_standard_input(tmp_path: Path) -> None:
    hook = AlertHook(AlertOptions(command=writes(tmp_path / "got.json")), ManualClock())
    hook("me", "sim", firing())
    await hook.finished()
    told = json.loads((tmp_path / "got.json").read_text())
    assert (told["owner"], told["mode"], told["words"], told["price"]) == ("me", "sim", "; rm -rf $HOME `x`", 1.0)


async def test_only_severities_that_go_so_far_and_not_in_quiet_hours(tmp_path: Path) -> None:
    target = tmp_path / "got.json"
    for options in (AlertOptions(command=writes(target), critical=5), AlertOptions(),
                    AlertOptions(command=writes(target), quiet="00:00-23:59")):  # fmt: skip
        hook = AlertHook(options, ManualClock())
        hook("me", "sim", firing())
        hook("me", "sim", firing("info"))
        await hook.finished()
    assert not target.exists()


async def test_one_that_takes_too_long_is_ended(caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock()
    command = (sys.executable, "-c", "import sys, signal; sys.stdin.read(); signal.pause()")
    hook = AlertHook(AlertOptions(command=command, timeout_s=2.0), clock)
    with caplog.at_level(logging.WARNING):
        hook("me", "sim", firing())
        while not clock.sleepers:
            await settle()
        await clock.advance(2.5)
        await hook.finished()
    assert "took over 2 s" in caplog.text


async def test_one_that_fails_or_is_not_there_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for command in (("/nonexistent/program",), (sys.executable, "-c", "raise SystemExit(3)")):
            hook = AlertHook(AlertOptions(command=command), ManualClock())
            hook("me", "sim", firing())
            await hook.finished()
    assert "expected alerts.command to start" in caplog.text
    assert "ended with code 3" in caplog.text


async def test_a_burst_does_not_start_a_crowd(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    hook = AlertHook(AlertOptions(command=writes(tmp_path / "got.json")), ManualClock())
    with caplog.at_level(logging.WARNING):
        for _ in range(AT_ONCE + 2):
            hook("me", "sim", firing())
        await hook.finished()
    assert caplog.text.count("no hook") == 2
