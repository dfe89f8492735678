"""What the coach panel shows: messages newest first, alerts until acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from spxcc.engines.coach.result import COACH_MESSAGE, COACH_RECORD, CoachMessage, CoachRecord, Grade
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.why import why_empty

LEAST_INSTANT = 1e12
"""In milliseconds, of the year 2001: no price and no count is as large."""
QUIET = "quiet: no alert was said; the palette has coach: normal for the other messages"
NAMES = {"alert": "ALERT", "setup": "SETUP", "guidance": "GUIDE"}


@dataclass(frozen=True, slots=True)
class CoachRow:
    """One message. pending: an alert that nobody acknowledged. over: past its expiry.

    cites: where each numeral comes from. grade, mark: what became of its claim, `○` open, `✓` stood, `×` false, `–` not
    known or nothing that minutes decide.
    """

    id: str
    time: str
    kind: str
    content: str
    falsifier: str
    pending: bool
    over: bool
    cites: str = ""
    grade: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CoachView:
    """counts: (alerts pending, setup, guidance). record: the session's claims in words, "" without any."""

    rows: tuple[CoachRow, ...]
    counts: tuple[int, int, int]
    reason: str | None
    record: str = ""


def pending_alerts(frame: Frame) -> tuple[CoachMessage, ...]:
    """Alerts that were not acknowledged and are not over, newest first."""
    now, seen = frame.session_now, frame.state.seen
    return tuple(
        one
        for one in reversed(frame.source.events(COACH_MESSAGE))
        if one.type == "alert" and one.id not in seen and (now is None or one.expires > now)
    )


def shown_messages(frame: Frame) -> Sequence[CoachMessage]:
    """Oldest first; of a quiet coach its alerts."""
    messages = frame.source.events(COACH_MESSAGE)
    return [one for one in messages if one.type == "alert"] if frame.state.coach == "quiet" else messages


def build(frame: Frame, limit: int | None = None) -> CoachView:
    """From `coach:message`: alerts that wait, then the others, each newest first; at most `limit` rows, all counted."""
    messages = frame.source.events(COACH_MESSAGE)
    waiting = pending_alerts(frame)
    pending = {one.id for one in waiting}
    others = (one for one in reversed(shown_messages(frame)) if one.id not in pending)
    record = frame.source.get(COACH_RECORD)
    grades = {} if record is None else {one.id: one for one in record.grades}
    rows = tuple(
        row_of(one, frame.session_now, one.id in pending, grades.get(one.id))
        for one in islice(chain(waiting, others), limit)
    )
    counts = (
        len(pending),
        sum(one.type == "setup" for one in messages),
        sum(one.type == "guidance" for one in messages),
    )
    reason = None
    if not rows and messages:
        reason = QUIET
    elif not rows:
        why = why_empty(frame, COACH_MESSAGE.name)
        reason = "nothing to say yet: it speaks when something changes" if why.startswith("nothing on") else why
    return CoachView(rows, counts, reason, record_words(record))


def record_words(record: CoachRecord | None) -> str:
    """`claims 7: 2 open, 3 stood, 1 false, 1 void`, then the forward score of all: `Brier .236 vs null .249, n 33`."""
    if record is None or not record.claims:
        return ""
    counts = (
        f"claims {record.claims}: {record.open} open, {record.stood} stood, {record.false} false, {record.void} void"
    )
    return f"{counts}{score_words(record)}"


def score_words(record: CoachRecord) -> str:
    """` · Brier .236 vs null .249, n 33 · muted wall`; "" before a claim was scored."""
    scored = [one for one in record.scores if one.brier is not None and one.null_brier is not None]
    n = sum(one.n for one in scored)
    if not n:
        return ""
    brier = sum((one.brier or 0.0) * one.n for one in scored) / n
    null = sum((one.null_brier or 0.0) * one.n for one in scored) / n
    muted = " ".join(one.kind for one in record.scores if one.muted)
    said = f" · Brier {brier:.3f} vs null {null:.3f}, n {n}".replace(" 0.", " .")
    return f"{said} · muted {muted}" if muted else said


def cite_words(message: CoachMessage) -> str:
    """`gex:SPX flipPoint 6,890 (4.2s) · price:SPX price 6,885.9 (40ms)`."""
    return " · ".join(f"{one.channel} {one.id} {_value(one.value)} ({words.age(one.age_ms)})" for one in message.cites)


def _value(value: float) -> str:
    """A number; an instant in milliseconds as the time of day."""
    return words.clock(int(value)) if value >= LEAST_INSTANT else words.price(value).removesuffix(".00")


def grade_words(message: CoachMessage, grade: Grade | None) -> tuple[str, str]:
    """Mark and words of what became of the claim."""
    until = words.clock(message.expires, seconds=False)
    if message.claim is None:
        return words.ABSENT, f"of use until {until}; no claim that minutes decide"
    if grade is None:
        return words.ABSENT, f"until {until}; its outcome is not among those told"
    at = "" if grade.at is None else words.clock(grade.at, seconds=False)
    if grade.outcome == "false":
        how = "close" if message.claim.on == "close" else "trade"
        return "×", f"false at {at}: {how} {words.price(grade.price)}"
    if grade.outcome == "stood":
        return "✓", f"stood until {at}: the falsifier did not happen"
    return ("○", f"open until {at}") if grade.outcome == "open" else (words.ABSENT, "void: minutes are missing")


def row_of(message: CoachMessage, now: int | None, pending: bool, grade: Grade | None = None) -> CoachRow:
    """The words of one message."""
    mark, graded = grade_words(message, grade)
    return CoachRow(
        id=message.id,
        time=words.clock(message.ts),
        kind=NAMES[message.type],
        content=message.content,
        falsifier=f"falsified by {message.falsifier}" if message.falsifier else "",
        pending=pending,
        over=now is not None and message.expires <= now,
        cites=cite_words(message),
        grade=graded,
        mark=mark,
    )
