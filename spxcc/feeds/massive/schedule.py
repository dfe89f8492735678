"""When to ask again: by the session, and at its edges without waiting for the next round."""

from spxcc.feeds.massive.params import ChainRules
from spxcc.market.session import SessionInfo, session_info
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

RETRY_S, RETRY_MAX_S = 1.0, 5.0
"""First and longest pause after trouble that may pass: what ended is noticed within ten seconds."""
LASTING_S, HOPED = 120.0, 12
"""Longest pause after trouble that lasts until somebody changes key or plan, and the failures in a row before which it
may still be a passing one."""


def in_session(now: UnixNanos, rules: ChainRules) -> bool:
    """Whether the session is on or near. Raises CalendarRangeError."""
    session = session_info(now)
    return session.open_at - _nanos(rules.lead_s) <= now < session.close_at + _nanos(rules.tail_s)


def pause_s(now: UnixNanos, rules: ChainRules, busy_s: float, idle_s: float) -> float:
    """Seconds until the next question: `busy_s` in the session, `idle_s` beside it, never past an edge of it.

    Raises CalendarRangeError.
    """
    usual = busy_s if in_session(now, rules) else idle_s
    return max(0.05, min(usual, _next_edge_s(session_info(now), now, rules)))


def pause_after_failure_s(failures: int, *, lasting: bool) -> float:
    """Seconds after `failures` (1 or more) in a row: longer each time, to a bound."""
    if lasting:
        return min(LASTING_S, RETRY_MAX_S * 2.0 ** min(max(failures - HOPED, 0), 16))
    return min(RETRY_MAX_S, RETRY_S * 2.0 ** min(failures - 1, 16))


def _next_edge_s(session: SessionInfo, now: UnixNanos, rules: ChainRules) -> float:
    edges = (
        session.open_at - _nanos(rules.lead_s),
        session.open_at,
        session.close_at,
        session.close_at + _nanos(rules.tail_s),
        session.next_open - _nanos(rules.lead_s),
        session.next_open,
    )
    return min((edge - now) / NANOS_PER_SECOND for edge in edges if edge > now)


def _nanos(seconds: float) -> int:
    return int(seconds * NANOS_PER_SECOND)
