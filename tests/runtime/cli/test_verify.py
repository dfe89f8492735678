"""`spxcc verify`."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.runtime.cli.recordings import moved_home, ran
from tests.runtime.cli.test_replay import bars_file


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without anything."""
    return moved_home(tmp_path, monkeypatch)


def test_f56_a_session_that_says_something_else_fails_and_names_the_minute(home: Path) -> None:
    made = json.loads(ran("import", str(bars_file(home)), "--out", str(home / "a.spxcc"), "--json").output)
    with sqlite3.connect(made["path"]) as connection:
        connection.execute("UPDATE minutes SET digest = 'x' WHERE rowid = (SELECT max(rowid) FROM minutes)")
        connection.execute(
            "UPDATE meta SET value = CAST(replace(CAST(value AS TEXT), ?, 'x') AS BLOB) WHERE name = 'progress'",
            (made["digest"],),
        )
    told = ran("verify", made["path"], "--here", code=1).output
    assert "DIFFERS" in told
    assert "from 12:59 on" in told
