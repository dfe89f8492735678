"""What the coach panel shows: messages newest first, alerts until acknowledged."""

from dataclasses import dataclass
from itertools import chain, islice

from spxcc.engines.coach.result import COACH_MESSAGE, CoachMessage
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.why import why_empty

NAMES = {"alert": "ALERT", "setup": "SETUP", "guidance": "GUIDE"}


@dataclass(frozen=True, slots=True)
class CoachRow:
    """One message. pending: an alert that nobody acknowledged. over: past its expiry."""

    id: str
    time: str
    kind: str
    content: str
    falsifier: str
    pending: bool
    over: bool


@dataclass(frozen=True, slots=True)
class CoachView:
    """counts: (alerts pending, setup, guidance)."""

    rows: tuple[CoachRow, ...]
    counts: tuple[int, int, int]
    reason: str | None


def pending_alerts(frame: Frame) -> tuple[CoachMessage, ...]:
    """Alerts that were not acknowledged and are not over, newest first."""
    now, seen = frame.session_now, frame.state.seen
    return tuple(
        one
        for one in reversed(frame.source.events(COACH_MESSAGE))
        if one.type == "alert" and one.id not in seen and (now is None or one.expires > now)
    )


def build(frame: Frame, limit: int | None = None) -> CoachView:
    """From `coach:message`: alerts that wait, then the others, each newest first; at most `limit` rows, all counted."""
    messages = frame.source.events(COACH_MESSAGE)
    waiting = pending_alerts(frame)
    pending = {one.id for one in waiting}
    others = (one for one in reversed(messages) if one.id not in pending)
    rows = tuple(row_of(one, frame.session_now, one.id in pending) for one in islice(chain(waiting, others), limit))
    counts = (
        len(pending),
        sum(one.type == "setup" for one in messages),
        sum(one.type == "guidance" for one in messages),
    )
    reason = None
    if not rows:
        why = why_empty(frame, COACH_MESSAGE.name)
        reason = "nothing to say yet: it speaks when something changes" if why.startswith("nothing on") else why
    return CoachView(rows, counts, reason)


def row_of(message: CoachMessage, now: int | None, pending: bool) -> CoachRow:
    """The words of one message."""
    return CoachRow(
        id=message.id,
        time=words.clock(message.ts),
        kind=NAMES[message.type],
        content=message.content,
        falsifier=f"falsified by {message.falsifier}" if message.falsifier else "",
        pending=pending,
        over=now is not None and message.expires <= now,
    )
