"""One file, numbered migrations, and a process that is killed."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from spxcc.ledger.database import BUSY_MS, Database, Failure, LedgerError, Schema, open_database

ONE = Schema("notes", ("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",))
TWO = Schema(
    "notes",
    (*ONE.steps, "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 1; CREATE INDEX s ON notes (stars)"),
)

WRITER = """
import sys
from pathlib import Path
from spxcc.ledger.database import Schema, open_database
notes = Schema("notes", ("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT",))
book = open_database(Path(sys.argv[1]), [notes])
number = 0
while True:
    number += 1
    with book.transaction():
        book.insert("INSERT INTO notes VALUES (?, ?)", number, "x" * 100)
    print(number, flush=True)
"""


def test_a_file_is_made_for_its_user_alone_and_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "state" / "ledger.db"
    book = open_database(path, [ONE])
    assert book.insert("INSERT INTO notes (text) VALUES (?)", "a") == 1
    book.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = open_database(path, [ONE])
    assert again.rows("SELECT id, text FROM notes") == [(1, "a")]
    again.close()


def test_later_steps_are_taken_once_and_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    book = open_database(path, [ONE])
    book.insert("INSERT INTO notes (text) VALUES ('a')")
    book.close()
    for _ in range(2):
        book = open_database(path, [TWO, Schema("other", ("CREATE TABLE other (id INTEGER) STRICT",))])
        assert book.rows("SELECT text, stars FROM notes") == [("a", 1)]
        assert book.rows("SELECT name, version FROM versions ORDER BY name") == [("notes", 2), ("other", 1)]
        book.close()


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_database(path, [TWO]).close()
    with pytest.raises(LedgerError, match="version 1 or older"):
        open_database(path, [ONE])


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    broken = Schema("notes", (*ONE.steps, "CREATE TABLE half (id INTEGER) STRICT; CREATE NONSENSE"))
    with pytest.raises(LedgerError):
        open_database(path, [broken])
    book = open_database(path, [ONE])
    assert book.rows("SELECT name FROM sqlite_master WHERE name = 'half'") == []
    book.close()


def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("these are not the tables you are looking for" * 100)
    with pytest.raises(LedgerError, match="move it away"):
        open_database(path, [ONE])
    assert path.read_text().startswith("these")


def fail_within(book: Database) -> None:
    with book.transaction():
        book.insert("INSERT INTO notes (text) VALUES ('a')")
        raise LedgerError("no")


def test_a_failed_transaction_changes_nothing() -> None:
    book = open_database(None, [ONE])
    with pytest.raises(LedgerError, match="no"):
        fail_within(book)
    assert book.rows("SELECT * FROM notes") == []
    assert book.write("DELETE FROM notes") == 0
    book.close()


def test_a_commit_that_fails_leaves_no_transaction_open() -> None:
    parents = "CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT"
    children = "CREATE TABLE children (of INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED) STRICT"
    book = open_database(None, [Schema("family", (f"{parents}; {children}",))])

    def orphan() -> None:
        with book.transaction():
            book.write("INSERT INTO children VALUES (1)")

    with pytest.raises(Failure):
        orphan()
    with book.transaction():
        book.write("INSERT INTO parents VALUES (1)")
    assert book.rows("SELECT * FROM children") == []
    assert book.rows("SELECT * FROM parents") == [(1,)]
    book.close()


def test_a_write_fails_soon_while_another_process_writes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    one, other = open_database(path, [ONE]), open_database(path, [ONE])
    with one.transaction(), pytest.raises(Failure, match="locked"):
        other.insert("INSERT INTO notes (text) VALUES ('a')")
    assert other.rows("PRAGMA busy_timeout") == [(BUSY_MS,)]
    assert BUSY_MS <= 100
    # Tables that are there already need no write, so that a start does not wait.
    with one.transaction():
        other.migrate(ONE)
    one.close()
    other.close()


def test_a_killed_process_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(200)]
    os.kill(writer.pid, signal.SIGKILL)
    told += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    book = open_database(path)
    kept = [number for (number,) in book.rows("SELECT id FROM notes ORDER BY id")]
    book.close()
    assert kept[: len(told)] == told
    assert len(kept) - len(told) <= 1
