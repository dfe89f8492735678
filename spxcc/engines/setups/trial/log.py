"""Attempts as lines of the log: each known at the close of a bar."""

from collections.abc import Iterable, Sequence

from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.lifecycle import Side, make_id
from spxcc.engines.setups.result import SetupEvent
from spxcc.engines.setups.trial.play import OPEN, Attempt

WORDS = {
    "target": "T1 traded through", "stop": "stop touched", "ambiguous": "stop and target in one bar: stopped",
    "time": "time stop", "expired": "no trigger in time", "invalidated": "its falsifier came first",
    "missed": "minutes missed while armed", "feed_void": "minutes missing while open", "no_fill": "no fill at the open",
}  # fmt: skip
PHASES = {"target": "t1_hit", "stop": "stopped", "time": "time_exit", "missed": "feed_void"}
"""Phase of SETUPS.md 2 for each outcome that has another name there."""


def events_of(
    attempts: Iterable[Attempt], made: Definition, session: str, ends_ms: Sequence[int], closes: Sequence[float]
) -> list[SetupEvent]:
    """All lines of one definition's attempts. ends_ms, closes: end and close of each bar of the session."""
    found: list[SetupEvent] = []
    for one in attempts:
        for phase, bar, reason in _steps(one):
            found.append(_event(one, made, session, phase, ends_ms[bar], closes[bar], reason))
    return sorted(found, key=lambda event: (event.t_event, event.id))


def _steps(one: Attempt) -> Iterable[tuple[str, int, str]]:
    blocked = "" if one.gate is None else f", blocked by {one.gate}"
    yield ("armed" if one.gate is None else "blocked"), one.armed, f"all conditions hold at {one.slot}{blocked}"
    if one.triggered != OPEN:
        yield "triggered", one.triggered, "the trigger holds"
    if one.filled != OPEN:
        yield "filled", one.filled, "filled at the open"
    if one.ended != OPEN:
        yield PHASES.get(one.outcome, one.outcome), one.ended, WORDS[one.outcome]


def _event(one: Attempt, made: Definition, session: str, phase: str, at: int, close: float, reason: str) -> SetupEvent:
    side: Side = "long" if one.sign > 0 else "short"
    plan = one.plan if phase not in ("armed", "blocked", "triggered") else None
    return SetupEvent(
        id=make_id(one.kind, session, one.slot, side, one.seq, made.version) + ("" if one.gate is None else "~"),
        kind=one.kind, session=session, side=side, level_id=one.slot, seq=one.seq, phase=phase, t_event=at, t_seen=at,
        price=round(close, 2), reason=reason, rules_version=made.version,
        gates=() if one.gate is None else (one.gate,), shadow=one.gate is not None,
        entry=None if plan is None else plan.entry, stop=None if plan is None else plan.stop,
        t1=None if plan is None else plan.t1, t2=None if plan is None else plan.t2,
    )  # fmt: skip
