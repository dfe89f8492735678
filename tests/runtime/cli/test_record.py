"""`spxcc record`, and what is refused in sessions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.main import cli
from tests.fakes.recorded import session_file
from tests.runtime.cli.recordings import moved_home, ran


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without anything."""
    return moved_home(tmp_path, monkeypatch)


def test_f56_a_feed_is_recorded_for_as_long_as_was_asked(home: Path) -> None:
    arguments = ("--scenario", "trend", "--at", "09:31", "--seconds", "0.5", "--out", str(home / "t.spxcc"), "--json")
    made = json.loads(ran("record", *arguments).output)
    assert (made["name"], made["closed"], made["session"]["mode"]) == ("t", True, "sim")
    assert made["events"] > 100


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
