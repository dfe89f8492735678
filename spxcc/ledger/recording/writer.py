"""Writes a session file, batch by batch. Used from one thread at a time."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spxcc.ledger.recording.blocks import FAST, SMALL, WHOLE, Block, block_of, joined
from spxcc.ledger.recording.layout import Progress, SessionInfo
from spxcc.ledger.recording.opening import SessionFileError, create, reopen, unlock_writing
from spxcc.market.events import FeedEvent
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the engines was published: its `as_of`, the SPX price then, and the digest so far, empty after a pause
    of the recording."""

    at: UnixNanos
    price: float | None = None
    frames: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a run after the step `at`, of use to the program `code` alone."""

    kind: str
    at: UnixNanos
    first: int
    code: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing between two instants."""

    start: UnixNanos
    until: UnixNanos
    what: str


class SessionWriter:
    """A new file at `path`, or where there is no `info` one that goes on where it ended.

    Raises SessionFileError where that cannot be; later failures are `sqlite3.Error`.
    """

    def __init__(self, path: Path, info: SessionInfo | None) -> None:
        self.path = path
        self._connection, self._lock = create(path) if info is not None else reopen(path)
        self._tail: list[Block] = []
        self._kinds: Counter[str] = Counter()
        self._events = self._steps = self._frames = 0
        self._digest = ""
        self._whole: int | None = None
        self._first: UnixNanos | None = None
        self._last: UnixNanos | None = None
        if info is None:
            self._take_up()
            return
        with self._transaction():
            self._put("session", msgspec.json.encode(info))
            self._put("progress", msgspec.json.encode(Progress()))

    def _take_up(self) -> None:
        """Count on from where the file ends."""
        found = self._connection.execute("SELECT value FROM meta WHERE name = 'progress'").fetchone()
        try:
            progress = msgspec.json.decode(found[0] if found else b"", type=Progress)
        except msgspec.MsgspecError as error:
            self.abandon()
            raise SessionFileError(f"expected a session that can go on in {self.path}, found: {error}") from None
        self._events, self._steps, self._frames = progress.events, progress.steps, progress.frames
        self._digest, self._first, self._last = progress.digest, progress.first_step, progress.last_step
        self._kinds, self._whole = Counter(progress.kinds), progress.whole

    @property
    def events(self) -> int:
        """How many are in the file."""
        return self._events

    def size(self) -> int:
        """Bytes on the disk."""
        beside = Path(f"{self.path}-wal")
        return self.path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)

    def write(
        self, events: Sequence[FeedEvent], steps: Sequence[Step] = (), checkpoints: Sequence[Checkpoint] = (),
        gaps: Sequence[Gap] = (),
    ) -> None:  # fmt: skip
        """One batch, whole or not at all. steps: those that `events` brought about, in order."""
        with self._transaction():
            if events:
                self._block(events)
            for step in steps:
                self._step(step)
            for one in checkpoints:
                self._connection.execute(
                    "INSERT INTO checkpoints (kind, at, first, code, body) VALUES (?, ?, ?, ?, ?)",
                    (one.kind, one.at, one.first, one.code, one.body),
                )
            self._connection.executemany(
                "INSERT INTO gaps VALUES (?, ?, ?)", [(gap.start, gap.until, gap.what) for gap in gaps]
            )
            self._put("progress", msgspec.json.encode(self.progress()))

    def progress(self, closed: bool = False, failure: str = "") -> Progress:
        """How far it is."""
        return Progress(
            events=self._events, steps=self._steps, first_step=self._first, last_step=self._last,
            frames=self._frames, digest=self._digest, kinds=dict(self._kinds), whole=self._whole, closed=closed,
            failure=failure,
        )  # fmt: skip

    def close(self, failure: str = "") -> None:
        """End it in order: what is left of the tail is joined, and the file stands alone."""
        try:
            with self._transaction():
                self._join()
                self._put("progress", msgspec.json.encode(self.progress(closed=True, failure=failure)))
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self._connection.close()
        unlock_writing(self.path, self._lock)

    def _block(self, events: Sequence[FeedEvent]) -> None:
        block = block_of(self._events, events)
        if self._tail and (self._minute(block) != self._minute(self._tail[-1]) or self._pending() >= WHOLE):
            self._join()
        self._insert(block, FAST)
        self._tail.append(block)
        self._events += len(events)
        self._kinds.update(type(event).__name__ for event in events)

    def _join(self) -> None:
        """The small blocks of a minute become one; a large one alone stays as it is."""
        tail, self._tail = self._tail, []
        if len(tail) < 2 and (not tail or tail[0].events >= WHOLE):
            return
        whole = joined(tail)
        self._connection.execute("DELETE FROM blocks WHERE first >= ?", (whole.first,))
        self._insert(whole, SMALL)

    def _insert(self, block: Block, level: int) -> None:
        self._connection.execute(
            "INSERT INTO blocks VALUES (?, ?, ?, ?)", (block.first, block.events, block.until, block.body(level))
        )

    def _step(self, step: Step) -> None:
        if step.digest:
            self._frames, self._digest = step.frames, step.digest
        elif self._whole is None:
            self._whole = self._steps
        self._steps += 1
        self._first, self._last = step.at if self._first is None else self._first, step.at
        # A step at the full minute closes the minute before it.
        minute = (step.at - 1) // NANOS_PER_MINUTE * NANOS_PER_MINUTE
        self._connection.execute(
            "INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?)",
            (minute, self._events, step.price, step.frames, step.digest),
        )

    def _pending(self) -> int:
        return sum(block.events for block in self._tail)

    @staticmethod
    def _minute(block: Block) -> int:
        return (block.until - 1) // NANOS_PER_MINUTE

    def _put(self, name: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._connection)


class _Transaction:
    """All of it or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._connection.execute("COMMIT")
        elif self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
