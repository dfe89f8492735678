"""Reads a session file: what it says about itself, its events from any step on, its minutes."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from spxcc.ledger.recording.blocks import events_of
from spxcc.ledger.recording.layout import Progress, SessionInfo
from spxcc.ledger.recording.opening import SessionFileError, being_written, open_reading
from spxcc.ledger.recording.writer import Checkpoint, Gap
from spxcc.market.events import FeedEvent
from spxcc.market.units import UnixNanos

T = TypeVar("T", SessionInfo, Progress)


@dataclass(frozen=True, slots=True)
class Minute:
    """How far the file had come when the minute was over; price: the last of SPX in it."""

    start: UnixNanos
    events: int
    price: float | None
    frames: int
    digest: str


class SessionFile:
    """An open file; `close` it, or use it in `with`. Raises SessionFileError wherever the file is not as it should."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_reading(path)
        self.info = self._meta("session", SessionInfo)

    def __enter__(self) -> "SessionFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """That of the file without its ending."""
        return self.path.stem

    def progress(self) -> Progress:
        """How far the recording has come."""
        return self._meta("progress", Progress)

    def recording(self) -> bool:
        """Whether somebody writes it at this moment."""
        return not self.progress().closed and being_written(self.path)

    def events(self, first: int = 0) -> Iterator[FeedEvent]:
        """All events from the number `first` on."""
        for block in self.blocks(first):
            yield from block

    def blocks(self, first: int = 0) -> Iterator[list[FeedEvent]]:
        """The same, block by block."""
        at = first
        while True:
            found = self._rows(
                "SELECT first, events, body FROM blocks WHERE first + events > ? ORDER BY first LIMIT 1", at
            )
            if not found:
                return
            begin, count, body = found[0]
            if begin > at:
                raise self._torn(f"event {at:,} is missing")
            try:
                events = events_of(body)
            except ValueError as error:
                raise self._torn(str(error)) from None
            if len(events) != count:
                raise self._torn(f"a block of {len(events):,} events that says {count:,}")
            yield events[at - begin :]
            at = begin + count

    def minutes(self) -> tuple[Minute, ...]:
        """In order."""
        return tuple(
            Minute(*row)
            for row in self._rows("SELECT minute, events, price, frames, digest FROM minutes ORDER BY minute")
        )

    def gaps(self) -> tuple[Gap, ...]:
        """In order."""
        return tuple(Gap(*row) for row in self._rows("SELECT start, until, what FROM gaps ORDER BY start, rowid"))

    def checkpoint(self, kind: str, at: UnixNanos, code: str) -> Checkpoint | None:
        """The last of `kind` at or before `at` that the program `code` can read."""
        found = self._rows(
            "SELECT kind, at, first, code, body FROM checkpoints WHERE kind = ? AND at <= ? AND code = ? "
            "ORDER BY at DESC, id DESC LIMIT 1",
            kind, at, code,
        )  # fmt: skip
        return Checkpoint(*found[0]) if found else None

    def close(self) -> None:
        """Done with it."""
        self._connection.close()

    def _meta(self, name: str, kind: type[T]) -> T:
        found = self._rows("SELECT value FROM meta WHERE name = ?", name)
        if not found:
            raise self._torn(f"no {name} in it")
        try:
            return msgspec.json.decode(found[0][0], type=kind)
        except msgspec.MsgspecError as error:
            raise self._torn(f"{name} is not understood: {error}") from None

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._torn(str(error)) from None

    def _torn(self, found: str) -> SessionFileError:
        return SessionFileError(
            f"expected a whole session file at {self.path}, found: {found}; copy or record it again"
        )
