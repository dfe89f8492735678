"""Outcomes of setups in a chain of hashes: appended, never changed; what was measured live never beside a backtest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from spxcc.engines.score.result import CellKey, Scored, Source
from spxcc.ledger.database import Database, Schema

LIVE = "live"
"""The book of all that was measured forward."""
GENESIS = "0" * 64

OUTCOMES = Schema(
    "outcomes",
    (
        """
        CREATE TABLE outcome_cells (id INTEGER PRIMARY KEY, source TEXT NOT NULL
            CHECK (source IN ('forward', 'backtest')), book TEXT NOT NULL, kind TEXT NOT NULL,
            rules_version TEXT NOT NULL, terms TEXT NOT NULL, resolution TEXT NOT NULL
            CHECK (resolution IN ('ticks', 'seconds', 'minutes')), shadow INTEGER NOT NULL CHECK (shadow IN (0, 1)),
            CHECK ((source = 'forward') = (book = 'live')),
            UNIQUE (source, book, kind, rules_version, terms, resolution, shadow), UNIQUE (id, source, book)) STRICT;
        CREATE TABLE outcomes (seq INTEGER PRIMARY KEY, cell INTEGER NOT NULL, source TEXT NOT NULL, book TEXT NOT NULL,
            session TEXT NOT NULL, setup TEXT NOT NULL, body BLOB NOT NULL, previous TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE, UNIQUE (source, book, setup),
            FOREIGN KEY (cell, source, book) REFERENCES outcome_cells (id, source, book)) STRICT;
        CREATE INDEX outcomes_by_cell ON outcomes (cell);
        CREATE TABLE outcome_days (source TEXT NOT NULL, book TEXT NOT NULL, session TEXT NOT NULL,
            orders INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (source, book, session)) STRICT;
        CREATE TABLE outcome_books (book TEXT PRIMARY KEY, title TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
        CREATE TABLE outcome_scores (one INTEGER PRIMARY KEY CHECK (one = 1), head TEXT NOT NULL,
            body BLOB NOT NULL) STRICT;
        CREATE TABLE outcome_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL,
            hash TEXT NOT NULL) STRICT
        """,
    ),
)

_CELL = "source, book, kind, rules_version, terms, resolution, shadow"
_ROW = (
    "SELECT o.seq, c.source, c.book, c.kind, c.rules_version, c.terms, c.resolution, c.shadow, o.source, o.book, "
    "o.session, o.setup, CAST(o.body AS BLOB), o.previous, o.hash FROM outcomes o "
    "JOIN outcome_cells c ON c.id = o.cell "
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What `verify` found. head: the last hash that holds; fault: the first thing that does not, `None` = all holds."""

    rows: int
    head: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class Book:
    """A backtest by its digest, with what it was made from. made: order of their making."""

    book: str
    title: str
    made: int


class OutcomeLedger:
    """Reads and appends the tables of `OUTCOMES`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate(OUTCOMES)

    def open_book(self, book: str, title: str) -> None:
        """A backtest begins or goes on; the one opened last is the latest."""
        with self._database.transaction():
            made = self._database.rows("SELECT COALESCE(MAX(made), 0) + 1 FROM outcome_books")[0][0]
            self._database.write("INSERT OR REPLACE INTO outcome_books VALUES (?, ?, ?)", book, title, made)

    def books(self) -> tuple[Book, ...]:
        """The latest first."""
        rows = self._database.rows("SELECT book, title, made FROM outcome_books ORDER BY made DESC")
        return tuple(Book(*row) for row in rows)

    def add_day(self, book: str, session: str, found: Sequence[Scored], note: str = "") -> bool:
        """A whole day of a backtest, or nothing of it; false where the book has it already."""
        with self._database.transaction():
            if self._database.rows(
                "SELECT 1 FROM outcome_days WHERE source = 'backtest' AND book = ? AND session = ?", book, session
            ):
                return False
            for scored in found:
                self._append("backtest", book, scored)
            self._database.write(
                "INSERT INTO outcome_days VALUES ('backtest', ?, ?, ?, ?)", book, session, len(found), note
            )
        return True

    def days(self, book: str) -> dict[str, str]:
        """Sessions that a backtest has, with what was noted of each."""
        rows = self._database.rows(
            "SELECT session, note FROM outcome_days WHERE source = 'backtest' AND book = ? ORDER BY session", book
        )
        return dict(rows)

    def add_forward(self, scored: Scored) -> bool:
        """An outcome that came true live; false where it is there already, so that it may be told again."""
        with self._database.transaction():
            return self._append("forward", LIVE, scored)

    def read(self, source: Source, book: str) -> Iterator[tuple[CellKey, Scored]]:
        """Outcomes of one source and book in the order in which they were appended."""
        for row in self._database.rows(f"{_ROW} WHERE o.source = ? AND o.book = ? ORDER BY o.seq", source, book):
            yield _key(row), msgspec.msgpack.decode(row[12], type=Scored)

    def head(self) -> str | None:
        """The last hash; `None` before the first outcome."""
        rows = self._database.rows("SELECT hash FROM outcome_head")
        return rows[0][0] if rows else None

    def cached(self, head: str) -> bytes | None:
        """What was made of the outcomes up to this hash; `None` where it was made of others."""
        rows = self._database.rows("SELECT body FROM outcome_scores WHERE head = ?", head)
        return rows[0][0] if rows else None

    def cache(self, head: str, body: bytes) -> None:
        """Keep what was made of them, until there are more."""
        self._database.write("INSERT OR REPLACE INTO outcome_scores VALUES (1, ?, ?)", head, body)

    def verify(self) -> Audit:
        """Follow the chain from its beginning: each row's hash, its place, its cell, and where it is said to end."""
        previous, seq = GENESIS, 0
        for row in self._database.rows(f"{_ROW} ORDER BY o.seq"):
            fault = _fault(row, seq + 1, previous)
            if fault is not None:
                return Audit(seq, previous, fault)
            previous, seq = row[14], row[0]
        count = int(self._database.rows("SELECT COUNT(*) FROM outcomes")[0][0])
        head = self._database.rows("SELECT seq, hash FROM outcome_head")
        said = (head[0][0], head[0][1]) if head else (0, GENESIS)
        if count != seq or said != (seq, previous):
            return Audit(seq, previous, f"expected the chain to end at row {said[0]}, found {seq} of {count} rows")
        return Audit(seq, previous, None)

    def _append(self, source: Source, book: str, scored: Scored) -> bool:
        row = scored.row
        if self._database.rows(
            "SELECT 1 FROM outcomes WHERE source = ? AND book = ? AND setup = ?", source, book, row.order.id
        ):
            return False
        key = CellKey(
            source, book, row.order.kind, row.order.rules_version, row.terms, row.resolution, row.order.shadow
        )  # fmt: skip
        head = self._database.rows("SELECT seq, hash FROM outcome_head")
        last, previous = head[0] if head else (0, GENESIS)
        body = msgspec.msgpack.encode(scored)
        made = hash_of(last + 1, key, row.order.session, row.order.id, body, previous)
        self._database.write(
            "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            last + 1, self._cell(key), source, book, row.order.session, row.order.id, body, previous, made,
        )  # fmt: skip
        self._database.write("INSERT OR REPLACE INTO outcome_head VALUES (1, ?, ?)", last + 1, made)
        return True

    def _cell(self, key: CellKey) -> int:
        values = msgspec.structs.astuple(key)
        self._database.write(f"INSERT OR IGNORE INTO outcome_cells ({_CELL}) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
        where = " AND ".join(f"{name.strip()} = ?" for name in _CELL.split(","))
        return int(self._database.rows(f"SELECT id FROM outcome_cells WHERE {where}", *values)[0][0])


def hash_of(seq: int, key: CellKey, session: str, setup: str, body: bytes, previous: str) -> str:
    """SHA-256 of everything that a row says, its cell and the hash before it."""
    digest = sha256(msgspec.json.encode((seq, key, session, setup, previous)))
    digest.update(body)
    return digest.hexdigest()


def _key(row: tuple[Any, ...]) -> CellKey:
    source, book, kind, rules_version, terms, resolution, shadow = row[1:8]
    return CellKey(source, book, kind, rules_version, terms, resolution, bool(shadow))


def _fault(row: tuple[Any, ...], seq: int, previous: str) -> str | None:
    """What is wrong with a row of `_ROW`."""
    if row[0] != seq:
        return f"expected row {seq}, found {row[0]}: a row is missing"
    if (row[8], row[9]) != (row[1], row[2]):
        return f"row {seq} says another source than its cell"
    if row[13] != previous:
        return f"row {seq} does not follow row {seq - 1}"
    if hash_of(seq, _key(row), row[10], row[11], row[12], row[13]) != row[14]:
        return f"row {seq} (session {row[10]}, setup {row[11]}) was changed after it was written"
    return None
