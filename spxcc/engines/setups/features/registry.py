"""Every name that the language knows, with unit and meaning."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language.units import Unit
from spxcc.quant.indicators import Floats

Make: TypeAlias = Callable[[Tape], Floats]
Apply: TypeAlias = Callable[[Tape, Sequence[Floats], int], Floats]
Judge: TypeAlias = Callable[[Sequence[Unit], int], Unit]

FUTURE: Mapping[str, str] = {
    "next_close": "write close: the last one there is",
    "next_open": "a trade is filled at it, but nothing can be decided by it",
    "next_high": "write high",
    "next_low": "write low",
    "session_high": "it is known at the close only; write high_so_far, or highest(high, 30 bars)",
    "session_low": "it is known at the close only; write low_so_far, or lowest(low, 30 bars)",
    "day_high": "it is known at the close only; write high_so_far",
    "day_low": "it is known at the close only; write low_so_far",
    "session_close": "it is known at the close only; PDC is that of the session before",
    "day_close": "it is known at the close only; PDC is that of the session before",
    "final_oi": "today's open interest is known tomorrow; gamma here is made of yesterday's",
    "final_volume": "it is known at the close only",
    "day_vwap": "it is known at the close only; write VW, the VWAP so far",
    "closing_vwap": "it is known at the close only; write VW, the VWAP so far",
    "session_vwap": "it is known at the close only; write VW, the VWAP so far",
    "settlement": "it is known after the close only",
}
"""Words for what nobody knows yet, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A column. needs: the facts it is made of; without them it is unknown."""

    unit: Unit
    says: str
    make: Make
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Function:
    """Columns to a column. args: how many; counted: a number of bars follows them. judge: the unit, or raises."""

    args: int
    counted: bool
    says: str
    judge: Judge
    apply: Apply
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Registry:
    """The closed set."""

    features: Mapping[str, Feature]
    functions: Mapping[str, Function]
    future: Mapping[str, str] = field(default_factory=lambda: FUTURE)

    def with_feature(self, name: str, feature: Feature) -> "Registry":
        """One more feature: for tests that plant one that cheats."""
        return replace(self, features={**self.features, name: feature})

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted((*self.features, *self.functions))
