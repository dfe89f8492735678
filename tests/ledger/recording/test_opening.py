"""What cannot be opened is one sentence."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from spxcc.ledger.recording.layout import STEPS
from spxcc.ledger.recording.opening import (
    LOCK_SUFFIX,
    SessionFileError,
    being_written,
    create,
    is_session,
    lock_writing,
    open_reading,
    unlock_writing,
)
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.writer import SessionWriter, Step
from tests.fakes.recorded import INFO, seconds, session_file


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (name TEXT, value BLOB)")


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")


def scribbled(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[200:] = b"\x55" * (len(raw) - 200)
    path.write_bytes(raw)


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (cut, "the file is cut; copy it again"),
        (lambda path: os.truncate(path, 50), "the file is cut"),
        (lambda path: path.write_bytes(b""), "another kind of file"),
        (lambda path: path.write_text("time,price"), "another kind of file"),
        (foreign, "a database of another program"),
        (newer, f"version {len(STEPS)} or older"),
        (scribbled, "expected a whole session file"),
        (Path.unlink, "found none"),
        (directory, "found a directory"),
    ],
)
def test_f56_a_file_that_is_not_as_it_should_is_one_sentence(
    tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "a.spxcc"
    session_file(path)
    spoil(path)
    with pytest.raises(SessionFileError, match=words) as error:
        SessionFile(path).progress()
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_read_only_file_is_read_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "closed" / "a.spxcc"
    events = session_file(path)
    before = path.read_bytes()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with SessionFile(path) as session:
            assert list(session.events()) == events
        assert sorted(path.parent.iterdir()) == [path]
        assert path.read_bytes() == before
    finally:
        path.parent.chmod(0o700)


def test_f56_two_processes_do_not_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    writer = SessionWriter(path, INFO)
    assert being_written(path)
    with pytest.raises(SessionFileError, match="another process"):
        create(path)
    with SessionFile(path) as session:
        assert session.recording()
    writer.close()
    assert not being_written(path)
    with pytest.raises(SessionFileError, match="expected a new file"):
        create(path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.spxcc"]


def test_a_lock_that_a_killed_process_left_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    Path(f"{path}{LOCK_SUFFIX}").touch()
    assert not being_written(path)
    unlock_writing(path, lock_writing(path))


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SessionFileError, match="expected to write a recording"):
        create(tmp_path / "file" / "a.spxcc")


def test_only_a_session_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    session_file(path, 2)
    shutil.copy(path, tmp_path / "renamed.bin")
    assert is_session(tmp_path / "renamed.bin")
    foreign(path)
    assert not is_session(path)
    assert not is_session(tmp_path / "none")
    with pytest.raises(SessionFileError):
        open_reading(path)


def test_f56_a_writer_killed_while_it_joined_its_log_leaves_a_file_that_opens(tmp_path: Path) -> None:
    path, left = tmp_path / "a.spxcc", tmp_path / "left.spxcc"
    writer = SessionWriter(path, INFO)
    events = [event for second in seconds(3_000) for event in second]
    writer.write(events, [Step(events[-1].ts_event, 6000.0, 1, "d")])
    shutil.copy(path, left)
    shutil.copy(f"{path}-wal", f"{left}-wal")
    writer.close()
    with left.open("r+b") as file:
        file.seek(28)
        file.write((1_000).to_bytes(4, "big"))
    with SessionFile(left) as session:
        assert list(session.events()) == events
