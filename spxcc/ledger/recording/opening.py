"""Opens session files; what cannot be used is one sentence."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from spxcc.ledger.database import LedgerError
from spxcc.ledger.recording.layout import APPLICATION, STEPS, migrate

MAGIC = b"SQLite format 3\x00"
LOCK_SUFFIX = ".writing"
HEADER = 100
READ_MS = 2_000


class SessionFileError(LedgerError):
    """The session file cannot be used; the text says what was found and what to do."""


def is_session(path: Path) -> bool:
    """Whether the file begins as a session file does: SQLite with the right application id."""
    try:
        head = _head(path)
    except OSError:
        return False
    return head.startswith(MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION


def open_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also while somebody writes. Raises SessionFileError."""
    _check(path)
    try:
        connection = _connected(path)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM meta").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise _broken(path, error) from None
    if version > len(STEPS):
        connection.close()
        raise SessionFileError(
            f"expected a session of version {len(STEPS)} or older in {path}, found {version}; open it with the newer "
            "spxcc that wrote it"
        )
    return connection


def create(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """A new, empty session file, and the lock that is to be kept while it is written. Raises SessionFileError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = lock_writing(path)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None
    try:
        if path.exists():
            raise SessionFileError(f"expected a new file for a recording, found {path} there; name another or move it")
        path.touch(mode=0o600)
        return _writable(path), lock
    except (OSError, sqlite3.Error) as error:
        unlock_writing(path, lock)
        raise _unwritable(path, str(error)) from None
    except SessionFileError:
        unlock_writing(path, lock)
        raise


def reopen(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """A session file that nobody writes any more, and the lock for who writes it on. Raises SessionFileError."""
    _check(path)
    lock = lock_writing(path)
    try:
        return _writable(path), lock
    except (OSError, sqlite3.Error) as error:
        unlock_writing(path, lock)
        raise _unwritable(path, str(error)) from None


def lock_writing(path: Path) -> sqlite3.Connection:
    """Held by one process alone until `unlock_writing` or its end. Raises SessionFileError while another holds it."""
    try:
        lock = sqlite3.connect(str(path) + LOCK_SUFFIX, timeout=0.0, isolation_level=None, check_same_thread=False)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise SessionFileError(
                f"expected to be the only one that writes {path}, found another process that does; name another file"
            ) from None
        raise _unwritable(path, str(error)) from None
    return lock


def unlock_writing(path: Path, lock: sqlite3.Connection) -> None:
    """Let others write."""
    lock.close()
    Path(str(path) + LOCK_SUFFIX).unlink(missing_ok=True)


def being_written(path: Path) -> bool:
    """Whether a process records to this file at the moment."""
    beside = Path(str(path) + LOCK_SUFFIX)
    if not beside.exists():
        return False
    try:
        with closing(sqlite3.connect(beside, timeout=0.0, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            lock.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    return False


def _writable(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 8192")
    # Before there is a log beside it, so that the file itself says from the first moment on what it is.
    migrate(connection)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 512"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    # Where nobody may write, the log of a killed writer cannot be joined; without one the file alone is the whole.
    alone = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    wish = "immutable=1" if alone else "mode=ro"
    connection = sqlite3.connect(f"{uri}?{wish}", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {READ_MS}")
    return connection


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADER)


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise SessionFileError(f"expected a session file at {path}, found a directory; name a file in it")
        head, size = _head(path), path.stat().st_size
    except FileNotFoundError:
        raise SessionFileError(
            f"expected a session file at {path}, found none; `spxcc sessions` lists those there are"
        ) from None
    except OSError as error:
        raise SessionFileError(
            f"expected a readable session file at {path}, found: {error.strerror}; check its permissions"
        ) from None
    if not head.startswith(MAGIC[: len(head)] or MAGIC) or not head:
        raise SessionFileError(f"expected a session recorded by spxcc in {path}, found another kind of file; check it")
    page = int.from_bytes(head[16:18], "big")
    told = (65_536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    # A writer that was stopped while it joined its log has said the new length first; the log has all of it.
    if len(head) < HEADER or (size < told and not _logged(path)):
        raise SessionFileError(
            f"expected {max(told, HEADER):,} bytes in {path}, found {size:,}: the file is cut; copy it again"
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise SessionFileError(
            f"expected a session recorded by spxcc in {path}, found a database of another program; check the path"
        )


def _logged(path: Path) -> bool:
    """Whether a log that was not joined yet stands beside it."""
    beside = Path(f"{path}-wal")
    return beside.exists() and beside.stat().st_size > 0


def _broken(path: Path, error: sqlite3.Error) -> SessionFileError:
    return SessionFileError(
        f"expected a whole session file at {path}, found: {error}; copy it again with its -wal file"
    )


def _unwritable(path: Path, found: str) -> SessionFileError:
    return SessionFileError(f"expected to write a recording to {path}, found: {found}; name a place that is writable")
