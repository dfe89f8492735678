"""`spxcc record`, and what is refused in sessions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.cli.main import cli
from spxcc.runtime.paths import Paths
from spxcc.runtime.recording import RecordingWish
from tests.fakes.recorded import session_file
from tests.runtime.cli import test_why as served
from tests.runtime.cli.recordings import moved_home, ran
from tests.runtime.runs import simulated


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without anything."""
    return moved_home(tmp_path, monkeypatch)


def test_f56_a_feed_is_recorded_for_as_long_as_was_asked(home: Path) -> None:
    arguments = ("--scenario", "trend", "--at", "09:31", "--seconds", "0.5", "--out", str(home / "t.spxcc"), "--json")
    made = json.loads(ran("record", *arguments).output)
    assert (made["name"], made["closed"], made["session"]["mode"]) == ("t", True, "sim")
    assert made["events"] > 100


def test_f56_the_recording_of_the_running_server_is_stopped_and_taken_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = BackendOptions(recording=RecordingWish(home / "kept", Keep(0, 0)))
    monkeypatch.setattr(served, "simulated", lambda: simulated(options=options))
    monkeypatch.setattr(served, "user_paths", lambda: Paths(home, home, home))
    with served.serving():
        assert ran("record", "status").output.startswith("recording 20")
        stopped = ran("record", "stop").output
        assert stopped.startswith("not recording: stopped at ")
        assert "by its owner" in stopped
        again = CliRunner().invoke(cli, ["record", "stop"])
        assert (again.exit_code, "expected a recording to stop" in again.stderr) == (2, True)
        assert json.loads(ran("record", "start", "--json").output)["on"]
    (path,) = sessions(home / "kept")
    with SessionFile(path) as session:
        assert [gap.what for gap in session.gaps()] == ["the recording was stopped by its owner"]
    assert CliRunner().invoke(cli, ["record", "status", "--attach", "ws://127.0.0.1:9/ws/prices"]).exit_code != 0


def test_without_a_server_it_says_what_to_do() -> None:
    result = CliRunner().invoke(cli, ["record", "stop"])
    assert result.exit_code == 3
    assert "expected a running server" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("verify", "none"), "see `spxcc sessions`"),
        (("replay", "none.spxcc"), "found none"),
        (("import", "/nonexistent.csv"), "unreadable"),
        (("record", "--out", "{there}", "--seconds", "1"), "expected a new file"),
        (("replay", "{there}", "--at", "08:00", "--headless"), "which is what was recorded"),
        (("replay", "{there}", "{there}"), "one session alone"),
    ],
)
def test_bad_input_is_one_sentence(home: Path, arguments: tuple[str, ...], words: str) -> None:
    session_file(home / "there.spxcc", 3)
    result = CliRunner().invoke(cli, [each.format(there=home / "there.spxcc") for each in arguments])
    assert result.exit_code in (1, 2)
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
