"""`Explanation`: a published number, its formula, what it stands on, and the contracts that add up to it."""

import math
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any

import msgspec

from spxcc.engines.common import UnixMillis

RELATIVE = 1e-9
"""The contracts add up to the number within this share of it (or within what the number was rounded by)."""
EPOCH_MS = "ms since 1970"
"""Unit of an instant."""
PART_ROWS = 250
"""Rows in one part of an answer: under 64 kB."""


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """What one contract adds: `value` = `held` × `greek` × the explanation's `factor`, where it has one.

    contract: compact OCC symbol. open_interest: contracts, `None` unknown. held: contracts counted by the sign model,
    short < 0. iv: per year. iv_source: `mid`, `vendor`, `last trade` or `neighbours`.
    """

    contract: str
    root: str
    expiry: str
    strike: float
    right: str
    open_interest: float | None
    held: float
    iv: float
    iv_source: str
    greek: float
    value: float


class Excluded(msgspec.Struct, frozen=True, kw_only=True):
    """A contract with open interest that did not enter, and why."""

    contract: str
    open_interest: float
    reason: str


class Fact(msgspec.Struct, frozen=True):
    """Something else that the number stands on. unit: of `value`, empty where it needs none."""

    name: str
    value: float | str | None
    unit: str = ""


class Input(msgspec.Struct, frozen=True):
    """A number that the expression names. source: where it is from, as a path for `why` or in words. age_s: `None`
    where it has none.
    """

    name: str
    value: float
    unit: str = ""
    source: str = ""
    age_s: float | None = None


class Row(msgspec.Struct, frozen=True):
    """One of several like things that the expression adds, compares or counts: `rows` and `weights` in it."""

    label: str
    value: float
    weight: float = 1.0


class Grade(msgspec.Struct, frozen=True):
    """How far to trust a number: `A` exchange data … `D` a model's assumption; `why` in words."""

    letter: str
    why: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why `path` of `channel` is `value`. Where `reason` is set there is no number, and `reason` says why.

    ages: seconds at `as_of`, by input. coverage: share of the open interest with a volatility. greek: what each
    contribution's `greek` is. factor: what `held` × `greek` is multiplied by. contributions: largest first. contracts:
    how many there are in all. total: their sum in `total_unit`; total_is: what that sum is; target: the published
    number it is equal to, within `RELATIVE` of it or within `rounding`, the most that publication rounds by.

    expression: how the value follows from `inputs` and `rows` (`why.formula` evaluates it), "" where the contributions
    say it. rows_are: what one of them is.
    """

    channel: str
    path: str
    value: float | str | None
    unit: str
    formula: str
    as_of: UnixMillis
    grade: Grade
    reason: str | None = None
    definition: str | None = None
    sign_model: str | None = None
    ages: dict[str, float | None] = {}
    coverage: float | None = None
    facts: tuple[Fact, ...] = ()
    greek: str = ""
    factor: float | None = None
    contracts: int = 0
    total: float | None = None
    total_unit: str = ""
    total_is: str = ""
    target: float | None = None
    rounding: float = 0.0
    warnings: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    expression: str = ""
    inputs: tuple[Input, ...] = ()
    rows: tuple[Row, ...] = ()
    rows_are: str = ""


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """A later part of an answer: more rows of the explanation in the first."""

    contributions: tuple[Contribution, ...] = ()
    excluded: tuple[Excluded, ...] = ()


def adds_up(explanation: Explanation) -> bool:
    """Whether the contracts add up to the number; true where nothing is claimed."""
    total, target = explanation.total, explanation.target
    if total is None or target is None:
        return True
    return abs(total - target) <= max(RELATIVE * abs(target), explanation.rounding)


def summed(contributions: Sequence[Contribution]) -> float:
    """Their sum, rounded once."""
    return math.fsum(each.value for each in contributions)


def divided(explanation: Explanation, rows: int = PART_ROWS) -> tuple[Explanation | Portion, ...]:
    """The explanation with its first rows, then portions with the others; `joined` puts them together."""
    ours, theirs = explanation.contributions, explanation.excluded
    firsts = (range(0, len(each), rows) for each in (ours, theirs))
    portions = [
        Portion(
            contributions=() if at is None else ours[at : at + rows],
            excluded=() if other is None else theirs[other : other + rows],
        )
        for at, other in zip_longest(*firsts)
    ]
    first = portions[0] if portions else Portion()
    head = msgspec.structs.replace(explanation, contributions=first.contributions, excluded=first.excluded)
    return (head, *portions[1:])


def joined(answer: Any) -> Explanation:
    """The explanation of a query's data: one object, or the list of its parts. Raises msgspec.ValidationError."""
    parts = answer if isinstance(answer, list) else [answer]
    head = msgspec.convert(parts[0], Explanation) if parts else msgspec.convert(None, Explanation)
    return merged(head, msgspec.convert(parts[1:], list[Portion]))


def merged(head: Explanation, more: Sequence[Portion]) -> Explanation:
    """The explanation with all its rows."""
    return msgspec.structs.replace(
        head,
        contributions=tuple(chain(head.contributions, *(each.contributions for each in more))),
        excluded=tuple(chain(head.excluded, *(each.excluded for each in more))),
    )
