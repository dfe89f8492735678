"""The recorder: takes events on the loop's thread, and writes them on one of its own."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from spxcc.ledger.recording.layout import SessionInfo
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.writer import Checkpoint, Gap, SessionWriter, Step
from spxcc.market.events import FeedEvent

log = logging.getLogger(__name__)

EVERY_S = 0.4
"""Between two batches: with the writing itself less than a second is lost when the process is killed."""
BATCH = 2_048
"""Events that are encoded in one go: the loop waits for no longer than that."""
MOST_WAITING = 2_000_000
"""Events in memory; a disk that falls further behind ends the recording."""
LEAST_FREE = 64 * 2**20
"""Bytes that stay free on the disk: others need it too."""


@dataclass(frozen=True, slots=True)
class Later:
    """A checkpoint that the writing thread makes: the loop has no time for it."""

    make: Callable[[], Checkpoint]


Item: TypeAlias = FeedEvent | Step | Later | Gap


@dataclass(frozen=True, slots=True)
class RecorderState:
    """events: taken so far. written: bytes on the disk. failure: why it stopped, empty while it runs."""

    events: int
    written: int
    failure: str = ""
    closed: bool = False


class Recorder:
    """One recording. No call but `start` and `close` waits, and none of the others raises.

    info: of a new file; `None` = the file is there and goes on. free: bytes that the disk of a path has left.
    """

    def __init__(self, path: Path, info: SessionInfo | None, free: Callable[[Path], int]) -> None:
        self.path, self.info = path, info
        self.events = 0
        self._free = free
        self._items: deque[Item] = deque()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._writer: SessionWriter | None = None
        self._written = 0
        self._failure = ""
        self._taking, self._closed = True, False

    def start(self) -> None:
        """Make the file, or open it. Raises SessionFileError."""
        if self._free(self.path.parent) < LEAST_FREE:
            raise SessionFileError(f"expected {_mb(LEAST_FREE)} free at {self.path.parent}, found less; make room")
        self._writer = SessionWriter(self.path, self.info)
        self.events, self._written = self._writer.events, self._writer.size()
        self._thread.start()

    def take(self, event: FeedEvent) -> None:
        """An event of the feed, before it is folded."""
        if self._taking:
            self.events += 1
            self._items.append(event)

    def note(self, item: Step | Later | Gap) -> None:
        """Something about the events taken so far."""
        if self._taking:
            self._items.append(item)

    def state(self) -> RecorderState:
        """As it is now."""
        return RecorderState(self.events, self._written, self._failure, self._closed)

    def close(self) -> None:
        """Write what is left and end the file in order; what comes afterwards is not taken."""
        self._taking = False
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        writer = self._writer
        assert writer is not None
        try:
            while not self._ended.wait(EVERY_S):
                self._drain(writer)
            self._drain(writer)
            writer.close()
            self._written = writer.size()
        except (sqlite3.Error, OSError, SessionFileError) as error:
            self._stop(writer, str(error))
        finally:
            self._closed = True

    def _drain(self, writer: SessionWriter) -> None:
        """Everything that waits, in batches."""
        if len(self._items) > MOST_WAITING:
            raise SessionFileError(f"the disk cannot follow: {len(self._items):,} events wait")
        while self._items:
            if self._free(self.path.parent) < LEAST_FREE:
                raise SessionFileError(f"the disk is full: less than {_mb(LEAST_FREE)} are free")
            events, steps, checkpoints, gaps = list[FeedEvent](), list[Step](), list[Checkpoint](), list[Gap]()
            while self._items and len(events) < BATCH:
                item = self._items.popleft()
                if isinstance(item, Step):
                    steps.append(item)
                elif isinstance(item, Later):
                    checkpoints.append(item.make())
                elif isinstance(item, Gap):
                    gaps.append(item)
                else:
                    events.append(item)
            writer.write(events, steps, checkpoints, gaps)
        self._written = writer.size()

    def _stop(self, writer: SessionWriter, found: str) -> None:
        self._taking = False
        self._failure = f"recording stopped: {found}; {self.path.name} ends here"
        log.error("%s", self._failure)
        self._items.clear()
        try:
            writer.close(self._failure)
        except (sqlite3.Error, OSError):
            log.warning("%s could not be closed in order; it opens as it is", self.path)


def _mb(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"
