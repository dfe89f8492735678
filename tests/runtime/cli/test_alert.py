"""`spxcc alert`."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli import alert as module
from spxcc.runtime.cli.main import cli
from spxcc.runtime.clock import SystemClock
from tests.fakes.alerts import alert_book, firing
from tests.runtime.cli.test_why import serving


def alert(*args: str) -> Result:
    return CliRunner().invoke(cli, ["alert", *args])


def test_added_listed_and_removed_through_the_running_server() -> None:
    with serving():
        added = alert("add", "cross", "below", "5000", "--json")
        assert added.exit_code == 0, added.output
        (row,) = json.loads(added.stdout)["rows"]
        assert row["alert"]["words"] == "cross below 5000"
        number = row["alert"]["id"]
        assert f"[{number}] cross below 5000" in alert("list").stdout
        refused = alert("add", "buy low")
        assert refused.exit_code == 2
        assert "expected an alert such as" in refused.stderr
        assert json.loads(alert("remove", str(number), "--json").stdout)["rows"] == []
        assert alert("remove", str(number)).exit_code == 2


def test_without_a_server_it_says_what_to_do() -> None:
    result = alert("list")
    assert result.exit_code == 3
    assert "expected a running server" in result.stderr


def test_words_that_are_none_are_usage() -> None:
    result = alert("test", "buy low")
    assert result.exit_code == 2
    assert "expected an alert such as" in result.stderr


def test_a_trial_counts_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    async def played(plan: object, alerts: object, progress: object) -> tuple[list[object], int]:
        return [firing("f1")], 5

    monkeypatch.setattr("spxcc.runtime.alert_trial.trial", played)
    found = alert("test", "touch 6905", "wall", "flip")
    assert found.exit_code == 0
    assert "flip                        1× on flip-loss, seed 7" in found.stdout
    assert "price now below zero gamma" in found.stdout
    told = json.loads(alert("test", "flip", "--json").stdout)
    assert told["alerts"]["flip"]["count"] == 0
    assert told["steps"] == 5

    async def quiet(plan: object, alerts: object, progress: object) -> tuple[list[object], int]:
        return [], 5

    monkeypatch.setattr("spxcc.runtime.alert_trial.trial", quiet)
    assert alert("test", "flip").exit_code == 1


def test_the_book_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    module.show(alert_book(), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("[1] touch 6905")
    assert lines[-1].startswith("! ")


def wait_for(path: Path, clock: SystemClock) -> None:
    """Until the server has announced itself."""
    for _ in range(600):
        if path.exists():
            return
        asyncio.run(clock.sleep(0.05))
    raise AssertionError(f"no {path.name}")


def first_fired(clock: SystemClock) -> Any:
    """The book once something fired."""
    for _ in range(200):
        book = json.loads(alert("list", "--json").stdout)
        if book["fired"]:
            return book
        asyncio.run(clock.sleep(0.1))
    raise AssertionError("nothing fired")


@pytest.mark.slow
def test_a_killed_server_does_not_send_again_after_its_restart(home: Path) -> None:
    clock, endpoint = SystemClock(), home / "XDG_RUNTIME_DIR" / "spxcc" / "server.json"
    books = []
    for run in range(2):
        server = subprocess.Popen(
            [sys.executable, "-m", "spxcc", "serve", "--feed", "sim"],
            env={**os.environ, "SPXCC_PORT": "0"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(endpoint, clock)
            if run == 0:
                assert alert("add", "print >= 1k once").exit_code == 0
            books.append(first_fired(clock))
        finally:
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
        endpoint.unlink(missing_ok=True)
    assert len(books[0]["fired"]) == 1
    assert books[1]["fired"] == [{**books[0]["fired"][0], "acknowledged": True}]
    assert books[1]["rows"][0]["status"] == "fired"
