"""The exchange session calendar."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.market.units import UnixNanos

Phase: TypeAlias = Literal["pre-market", "open", "after-hours", "closed"]


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """The session that counts at an instant: today's if today is one, else the next.

    date: ISO trading date. open_at/close_at: its regular hours. phase: at the instant asked. next_open/next_close: the
    first such instants after it. holiday: name, if today's weekday is a full holiday.
    """

    date: str
    open_at: UnixNanos
    close_at: UnixNanos
    phase: Phase
    next_open: UnixNanos
    next_close: UnixNanos
    half_day: bool
    holiday: str | None
