"""Positions of one user on `positions:<user>`."""

from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.protocol.channel import EventChannel

Side: TypeAlias = Literal["long", "short"]
End: TypeAlias = Literal["", "stop", "target", "market closed", "closed by you", "not watched"]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What the setup said when the position was opened: index points, r1 = reward over risk at its first target."""

    kind: str
    level: str
    state: str
    entry: float | None = None
    stop: float | None = None
    t1: float | None = None
    r1: float | None = None


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A position in index points. trade: number of the mark in the day's plan, `None` for a paper one.

    entry: index price when it was opened, of a paper one with its slip. high, low: seen since then, `None` before a
    price. exit, r: `None` while open; of a taken one `r` is what the trader typed. stop, t1: as followed.
    """

    id: int
    session: str
    paper: bool
    label: str
    side: Side
    opened: UnixMillis
    entry: float
    trade: int | None = None
    setup_id: str = ""
    stop: float | None = None
    t1: float | None = None
    planned: Planned | None = None
    high: float | None = None
    low: float | None = None
    closed: UnixMillis | None = None
    exit: float | None = None
    end: End = ""
    r: float | None = None
    usd: float | None = None

    @property
    def risk(self) -> float | None:
        """Points between entry and stop; `None` without a stop on the losing side."""
        if self.stop is None:
            return None
        points = self.entry - self.stop if self.side == "long" else self.stop - self.entry
        return points if points > 0 else None

    @property
    def mfe(self) -> float | None:
        """Furthest in favour, points ≥ 0."""
        best = self.high if self.side == "long" else self.low
        return None if best is None else round(max(0.0, self._gain(best)), 2)

    @property
    def mae(self) -> float | None:
        """Furthest against, points ≥ 0."""
        worst = self.low if self.side == "long" else self.high
        return None if worst is None else round(max(0.0, -self._gain(worst)), 2)

    def _gain(self, price: float) -> float:
        return price - self.entry if self.side == "long" else self.entry - price


class PositionEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something of a position changed. mae, mfe: points, `None` before a price. id: unique."""

    id: str
    event: Literal["opened", "moved", "closed", "void"]
    at: UnixMillis
    position: Position
    mae: float | None = None
    mfe: float | None = None


class PositionBook(msgspec.Struct, frozen=True, kw_only=True):
    """Answer to `position.list`: those of a session (ISO date), in the order in which they were opened."""

    session: str
    positions: tuple[Position, ...] = ()


def event_id(event: PositionEvent) -> str:
    """Identity on the channel."""
    return event.id


@lru_cache(maxsize=1024)
def positions_channel(owner: str) -> EventChannel[PositionEvent]:
    """`positions:<user>`, for its owner only."""
    return EventChannel(f"positions:{owner}", "position_update", PositionEvent, event_id)
