"""One SQLite file with numbered migrations per noun."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY = ":memory:"
OPENING_MS, BUSY_MS = 2_000, 100
"""How long opening, and later a write, waits for another process that writes; with a write the loop waits too."""
Failure = sqlite3.Error
"""A write or a read that did not succeed: the disk is full, somebody else holds the file."""


class LedgerError(Exception):
    """The file cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables of one noun. steps: SQL scripts; the first makes version 1, each further one the next."""

    name: str
    steps: tuple[str, ...]


class Database:
    """An open file. Values are handed over as parameters, never put into the SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; on disk when the block ends. Does not nest."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # After some failures, a full disk among them, SQLite has rolled back already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def write(self, sql: str, *values: Any) -> int:
        """Carry out one statement; how many rows it changed. Outside of `transaction` it is one of its own."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        """Carry out an INSERT; the number of the new row."""
        return self._connection.execute(sql, values).lastrowid or 0

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of a SELECT."""
        with closing(self._connection.execute(sql, values)) as cursor:
            return cursor.fetchall()

    def migrate(self, schema: Schema) -> None:
        """Bring the tables of a noun up to its last step. Raises LedgerError where a newer version made them."""
        if self._version(schema.name) == len(schema.steps):
            return
        with self.transaction():
            self.write("CREATE TABLE IF NOT EXISTS versions (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT")
            have = self._version(schema.name)
            if have > len(schema.steps):
                raise LedgerError(
                    f"expected {schema.name} of version {len(schema.steps)} or older in the ledger, found {have}; "
                    "start the newer spxcc that wrote it"
                )
            for step in schema.steps[have:]:
                for statement in filter(None, (part.strip() for part in step.split(";"))):
                    self.write(statement)
            self.write("INSERT OR REPLACE INTO versions VALUES (?, ?)", schema.name, len(schema.steps))

    def wait_at_most(self, millis: int) -> None:
        """How long a write waits from now on while another process writes."""
        self._connection.execute(f"PRAGMA busy_timeout = {millis}")

    def _version(self, name: str) -> int:
        if not self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'versions'"):
            return 0
        found = self.rows("SELECT version FROM versions WHERE name = ?", name)
        return int(found[0][0]) if found else 0

    def close(self) -> None:
        """Done with it."""
        self._connection.close()


def open_database(path: Path | None, schemas: Sequence[Schema] = ()) -> Database:
    """The ledger at `path`, made if it is not there and readable by its user alone; `None` = kept in memory only.

    Raises LedgerError.
    """
    where = MEMORY if path is None else str(path)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
        database = Database(_connected(where))
        for schema in schemas:
            database.migrate(schema)
        database.wait_at_most(BUSY_MS)
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(f"expected a ledger at {where}, found: {error}; mend it or move it away") from None
    return database


def _connected(where: str) -> sqlite3.Connection:
    # Opened on one thread and used on the loop's, which may be another: never two at once.
    connection = sqlite3.connect(where, timeout=OPENING_MS / 1000, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
