"""A setup as it was written down, checked and compiled."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.engines.setups.language.meaning import Meaning

Visible: TypeAlias = Literal["live", "exploratory", "shadow"]
USUAL_OPENING_S = 36_000.0
"""10:00: before it the common gate blocks; a window that begins at another time is a condition of its setup."""
USUAL_CLOSE_S = 16 * 3600.0
"""Clock times near the end of the day are meant for a session that closes then; on a half day they come earlier."""


@dataclass(frozen=True, eq=False)
class Condition:
    """One thing that must hold, with the name it is shown by."""

    name: str
    test: Meaning


@dataclass(frozen=True, slots=True)
class Span:
    """From a time of day to a time before the close, both in seconds."""

    opens_s: float
    before_close_s: float


@dataclass(frozen=True, slots=True)
class Limit:
    """After so many seconds in the trade, or so many before the close; the earlier of what is given."""

    held_s: float | None = None
    before_close_s: float | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """The option leg beside the index trade: |delta| looked for and the widest spread, in percent of its mid."""

    delta: float = 0.45
    max_spread_pct: float = 8.0


@dataclass(frozen=True, eq=False)
class Definition:
    """One setup, for the long side.

    levels: by slot, in order of preference; `level` in the expressions is the one in question. t1, t2: prices or
    multiples of the risk. watch: what makes a place worth showing before it can be armed; without it a place begins
    when it could be. ttl_s: how long it may be armed, `None` = by regime. source: the file. version: of its rules.
    """

    kind: str
    code: str
    title: str
    short: str
    says: str
    sides: tuple[int, ...]
    levels: tuple[tuple[str, Meaning], ...]
    window: Span
    watch: tuple[Condition, ...]
    arm: tuple[Condition, ...]
    trigger: tuple[Condition, ...]
    invalid: tuple[Condition, ...]
    stop: Meaning | None
    t1: tuple[Meaning, ...]
    t2: tuple[Meaning, ...]
    limit: Limit
    ttl_s: float | None
    visible: Visible
    null: tuple[str, ...]
    twin: Twin
    version: str
    source: str

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """All expressions."""
        named = (*self.watch, *self.arm, *self.trigger, *self.invalid)
        stop = () if self.stop is None else (self.stop,)
        return (*(test for _, test in self.levels), *(one.test for one in named), *stop, *self.t1, *self.t2)
