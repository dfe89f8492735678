"""`spxcc sessions`."""

import json
from pathlib import Path

import pytest

from spxcc.ledger.recording.library import Listed
from spxcc.runtime.cli.sessions import spark
from tests.fakes.recorded import session_file
from tests.runtime.cli.recordings import moved_home, ran


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without anything."""
    return moved_home(tmp_path, monkeypatch)


def test_a_picture_rises_with_the_prices() -> None:
    assert spark(()) == ""
    assert spark((1.0, 2.0, 3.0)) == "▁▅█"
    assert len(spark(tuple(float(at) for at in range(100)))) == 16
    assert Listed(Path("a"), 1).state == "cut"


def test_sessions_are_listed_with_what_cannot_be_read(home: Path) -> None:
    assert "no sessions in" in ran("sessions").stderr
    (home / "sessions").mkdir()
    session_file(home / "sessions" / "a.spxcc", 150)
    (home / "sessions" / "b.spxcc").write_text("junk")
    told = ran("sessions").output
    assert "6,009–6,049" in told
    assert "600 events" in told
    assert "another kind of file" in told
    rows = json.loads(ran("sessions", "--json").output)
    assert {row["name"]: row["events"] for row in rows} == {"a": 600, "b": 0}
