"""The folder of recorded sessions: which there are, what each was like, and which have to go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spxcc.ledger.recording.layout import SUFFIX, Progress, SessionInfo
from spxcc.ledger.recording.opening import SessionFileError, being_written
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_DAY, UnixNanos

PICTURE = 32
"""Prices of a sparkline."""


@dataclass(frozen=True, slots=True)
class Keep:
    """bytes: that all recordings together may have; days: after which one goes. 0 = no limit."""

    bytes: int
    days: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One session. prices: of SPX over its length, at most `PICTURE`. low, high: of these minutes, `None` without any.

    problem: why it cannot be read, and then there is nothing else.
    """

    path: Path
    size: int
    info: SessionInfo | None = None
    progress: Progress = field(default_factory=Progress)
    prices: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    gaps: int = 0
    recording: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        """As `spxcc replay` takes it."""
        return self.path.stem

    @property
    def state(self) -> str:
        """`recording`, `cut` for a run that was killed, `stopped` for one that could not go on; else nothing."""
        if self.recording:
            return "recording"
        if self.progress.failure:
            return "stopped"
        told = [] if self.progress.closed else ["cut"]
        return " ".join([*told, *([f"{self.gaps} gaps"] if self.gaps else [])])


def name_for(info: SessionInfo) -> str:
    """File name of a new recording: date, feed, title, when it was begun."""
    begun = f"{to_exchange(info.recorded_at):%m%d-%H%M%S}-{info.recorded_at // 1_000_000 % 1000:03d}"
    title = re.sub(r"[^a-z0-9]+", "-", info.title.lower()).strip("-")[:40]
    return "_".join(filter(None, (info.date, info.feed, title, begun))) + SUFFIX


def sessions(folder: Path) -> list[Path]:
    """Session files, the newest first."""
    if not folder.is_dir():
        return []
    found = [(path.stat().st_mtime_ns, path) for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()]
    return [path for _, path in sorted(found, reverse=True)]


def listed(path: Path) -> Listed:
    """What is known of one file; one that cannot be read says why."""
    size = size_of(path)
    try:
        with SessionFile(path) as session:
            prices = [minute.price for minute in session.minutes() if minute.price is not None]
            return Listed(
                path=path, size=size, info=session.info, progress=session.progress(), prices=thinned(prices),
                low=min(prices, default=None), high=max(prices, default=None), gaps=len(session.gaps()),
                recording=session.recording(),
            )  # fmt: skip
    except SessionFileError as error:
        return Listed(path=path, size=size, problem=str(error))


def thinned(prices: list[float], most: int = PICTURE) -> tuple[float, ...]:
    """At most `most` of them, evenly spread, with the first and the last."""
    if len(prices) <= most:
        return tuple(prices)
    return tuple(prices[round(at * (len(prices) - 1) / (most - 1))] for at in range(most))


def find(folder: Path, name: str) -> Path | None:
    """The session called so in the folder: its name, or a beginning of it that no other has."""
    paths = sessions(folder)
    exact = [path for path in paths if name in (path.name, path.stem)]
    begun = [path for path in paths if path.stem.startswith(name)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def size_of(path: Path) -> int:
    """Bytes of a session with what stands beside it."""
    return sum(each.stat().st_size for each in _parts(path) if each.exists())


def tidy(folder: Path, keep: Keep, now: UnixNanos) -> list[Path]:
    """Remove sessions that are too old, then the oldest until the rest is within the budget; those that went.

    One that is being written stays.
    """
    gone: list[Path] = []
    total = 0
    for path in sessions(folder):
        size = size_of(path)
        old = keep.days and now - path.stat().st_mtime_ns > keep.days * NANOS_PER_DAY
        if (old or (keep.bytes and total + size > keep.bytes)) and not being_written(path):
            for each in _parts(path):
                each.unlink(missing_ok=True)
            gone.append(path)
        else:
            total += size
    return gone


def _parts(path: Path) -> Iterator[Path]:
    for ending in ("", "-wal", "-shm", "-journal"):
        yield Path(f"{path}{ending}")
