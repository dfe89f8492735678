"""`spxcc import`, and `sessions`, `verify` and `replay` of what it made."""

import json
from pathlib import Path

import pytest

from tests.runtime.cli.recordings import moved_home, ran
from tests.runtime.cli.test_replay import bars_file


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without anything."""
    return moved_home(tmp_path, monkeypatch)


def test_f56_files_become_a_session_that_lists_replays_and_verifies(home: Path) -> None:
    made = json.loads(ran("import", str(bars_file(home)), "--json").output)
    assert made["session"]["provenance"][1].startswith("spx_1min.csv: ")
    assert "SHA-256" in made["session"]["provenance"][1]
    assert (made["closed"], made["kinds"]["Bar"]) == (True, 90)
    name = made["name"]
    assert json.loads(ran("sessions", "--json").output)[0]["digest"] == made["digest"]
    told = ran("sessions", name).output
    assert "11:00–13:00 no minute bars of SPX" in told
    assert "no option quotes: no option chain" in told
    verdict = json.loads(ran("verify", name, "--here", "--json").output)
    assert (verdict["ok"], verdict["verdicts"][0]["digest"]) == (True, made["digest"])
    played = json.loads(ran("replay", name, "--headless", "--speed", "max", "--json").output)
    assert (played["digest"], played["mode"]) == (made["digest"], "replay")
    assert "already" not in ran("import", made["path"], code=2).stderr
