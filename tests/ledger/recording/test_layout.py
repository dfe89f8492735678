"""The layout and its migrations."""

import sqlite3
from pathlib import Path

import pytest

from spxcc.ledger.recording.layout import APPLICATION, STEPS, migrate
from spxcc.ledger.recording.reader import SessionFile
from tests.fakes.recorded import session_file


def version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def test_f56_a_file_of_the_first_version_takes_every_later_step_with_its_events(tmp_path: Path) -> None:
    path = tmp_path / "first.spxcc"
    events = session_file(path, 5)
    with sqlite3.connect(path, isolation_level=None) as connection:
        assert version(connection) == 1
        migrate(connection, (*STEPS[:1], "CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT", *STEPS[1:]))
        assert version(connection) == len(STEPS) + 1
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
    with SessionFile(path) as session:
        assert list(session.events()) == events


def test_a_step_that_fails_changes_nothing() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*STEPS, "CREATE TABLE a (id INTEGER); CREATE TABLE meta (id INTEGER)"))
    assert version(connection) == len(STEPS)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'a'").fetchall()
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    connection.close()


def test_a_file_that_is_up_to_date_is_left_alone() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    before = connection.total_changes
    migrate(connection)
    assert connection.total_changes == before
    connection.close()
