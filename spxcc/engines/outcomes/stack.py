"""Recorded sessions side by side, minute by minute since their open: where random entries are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.engines.common import UnixMillis
from spxcc.engines.outcomes.path import Path
from spxcc.market.snapshot import Bools, Floats, Ints

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """Minutes of one session. sigma: standard deviation of one minute in points, as known before its open."""

    session: str
    path: Path
    opens: UnixMillis
    closes: UnixMillis
    sigma: float


@dataclass(frozen=True, slots=True)
class Stack:
    """(sessions, minutes) columns; there: whether the minute was recorded. lasts: minutes of each session."""

    sessions: tuple[str, ...]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    there: Bools
    lasts: Ints
    sigma: Floats

    def row_of(self, session: str) -> int | None:
        """Place of a session."""
        return self.sessions.index(session) if session in self.sessions else None


def stack_of(recorded: Sequence[Recorded]) -> Stack:
    """Sessions of any length, put side by side. Raises ValueError without one."""
    if not recorded:
        raise ValueError("expected at least one session, found none")
    lasts = np.array([(one.closes - one.opens) // MINUTE_MS for one in recorded], dtype=np.int64)
    shape = (len(recorded), int(lasts.max()))
    columns = {name: np.full(shape, np.nan) for name in ("open", "high", "low", "close")}
    there = np.zeros(shape, dtype=np.bool_)
    for row, one in enumerate(recorded):
        at = (one.path.start - one.opens) // MINUTE_MS
        inside = (at >= 0) & (at < lasts[row])
        there[row, at[inside]] = True
        for name, column in columns.items():
            column[row, at[inside]] = getattr(one.path, name)[inside]
    sigma = np.array([one.sigma for one in recorded])
    return Stack(tuple(one.session for one in recorded), **columns, there=there, lasts=lasts, sigma=sigma)
