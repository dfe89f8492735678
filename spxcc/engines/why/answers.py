"""How an engine puts an answer together: what the number is, and the inputs and rows that it follows from."""

from collections.abc import Iterable
from dataclasses import dataclass

from spxcc.engines.engine import Asked
from spxcc.engines.why.result import Explanation, Fact, Grade, Input, Row
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos, to_millis

MOST_ROWS = 600
"""Rows of one answer: minutes of a long session, with room to spare; under 64 kB."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a number is: unit, formula in words and as arithmetic, grade, and the most that publication rounds by."""

    unit: str
    formula: str
    grade: Grade
    expression: str
    rounding: float = 0.0
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a number stands on. reason: why there is no number."""

    inputs: tuple[Input, ...] = ()
    rows: tuple[Row, ...] = ()
    rows_are: str = ""
    facts: tuple[Fact, ...] = ()
    reason: str | None = None
    warnings: tuple[str, ...] = ()


def answer(
    asked: Asked, as_of: UnixNanos, kind: Kind, value: float | str | None, evidence: Evidence = Evidence()
) -> Explanation:
    """The explanation of `value`; without one its reason. Of too many rows none are told."""
    absent = value is None
    told = not absent and len(evidence.rows) <= MOST_ROWS
    return Explanation(
        channel=asked.channel,
        path=asked.path,
        value=float(value) if isinstance(value, int) else value,
        unit=kind.unit,
        formula=kind.formula,
        as_of=to_millis(as_of),
        grade=kind.grade,
        reason=(evidence.reason or "not in this result") if absent else None,
        definition=kind.definition,
        facts=evidence.facts,
        warnings=evidence.warnings,
        rounding=kind.rounding,
        expression=kind.expression if told and not isinstance(value, str) else "",
        inputs=evidence.inputs,
        rows=evidence.rows if told else (),
        rows_are=evidence.rows_are,
    )


def inputs(*found: Input | None) -> tuple[Input, ...]:
    """Those that are there."""
    return tuple(each for each in found if each is not None)


def given(name: str, value: float | None, unit: str = "", source: str = "", age_s: float | None = None) -> Input | None:
    """An input, where it is known."""
    return None if value is None else Input(name, float(value), unit, source, age_s)


def age_s(as_of: UnixNanos, at: UnixNanos) -> float:
    """Seconds between two instants, not below 0."""
    return max(0.0, (as_of - at) / NANOS_PER_SECOND)


def rows(pairs: Iterable[tuple[str, float]]) -> tuple[Row, ...]:
    """Rows without weights."""
    return tuple(Row(label, float(value)) for label, value in pairs)
