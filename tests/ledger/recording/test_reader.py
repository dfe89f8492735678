"""The reader of session files."""

import sqlite3
from pathlib import Path

import pytest

from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.reader import SessionFile
from tests.fakes.recorded import INFO, session_file


def test_events_come_from_any_number_on(tmp_path: Path) -> None:
    path = tmp_path / "day.spxcc"
    events = session_file(path)
    with SessionFile(path) as session:
        assert (session.name, session.info) == ("day", INFO)
        for first in (0, 1, 239, 240, 241, len(events) - 1, len(events)):
            assert list(session.events(first)) == events[first:]


def test_it_reads_while_it_is_written_and_what_a_killed_writer_left(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    events = session_file(path, 70, close=False)
    with SessionFile(path) as session:
        assert list(session.events()) == events
        assert not session.progress().closed
        assert not session.recording()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM blocks WHERE first = 240", "event 240 is missing"),
        ("UPDATE blocks SET body = x'00' WHERE first = 240", "compressed block"),
        ("UPDATE blocks SET events = events + 1 WHERE first = 240", "a block of 240 events that says 241"),
        ("DROP TABLE blocks", "no such table"),
    ],
)
def test_a_torn_inside_is_one_sentence(tmp_path: Path, sql: str, words: str) -> None:
    path = tmp_path / "a.spxcc"
    session_file(path)
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    with SessionFile(path) as session, pytest.raises(SessionFileError, match=words):
        list(session.events())


@pytest.mark.parametrize("sql", ["DELETE FROM meta", "UPDATE meta SET value = x'7b7d'"])
def test_a_file_that_does_not_say_what_it_is_does_not_open(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "a.spxcc"
    session_file(path, 2)
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    with pytest.raises(SessionFileError, match="session"):
        SessionFile(path)
