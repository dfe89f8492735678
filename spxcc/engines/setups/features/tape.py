"""Sessions as columns: bars, their clock, and what was known at the close of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from spxcc.engines.setups.language.units import Unit
from spxcc.quant.indicators import Floats

Turn: TypeAlias = Literal["same", "rest"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A column that does not follow from the bars.

    partner: the fact it changes places with upside down. turn: how an amount turns, unchanged or as the rest to one.
    chain: whether it needs an option chain, so that simulated days have none of it. lacks: what to say without it.
    """

    unit: Unit
    says: str
    partner: str = ""
    turn: Turn = "same"
    chain: bool = False
    lacks: str = ""


FACTS: Mapping[str, Fact] = {
    "E15": Fact(Unit.POINTS, "expected move of 15 minutes, one standard deviation", lacks="no units of expected move"),
    "EM": Fact(Unit.POINTS, "expected move of the whole session, known at its open", lacks="no expected move"),
    "VW": Fact(Unit.PRICE, "VWAP, from SPY's volume mapped to index points", lacks="no VWAP"),
    "VW_sigma": Fact(Unit.POINTS, "one standard deviation about VWAP", lacks="no VWAP bands"),
    "PDH": Fact(Unit.PRICE, "high of the session before", "PDL", lacks="no session before"),
    "PDL": Fact(Unit.PRICE, "low of the session before", "PDH", lacks="no session before"),
    "PDC": Fact(Unit.PRICE, "close of the session before", lacks="no session before"),
    "ONH": Fact(Unit.PRICE, "high of the night", "ONL", lacks="no overnight bars"),
    "ONL": Fact(Unit.PRICE, "low of the night", "ONH", lacks="no overnight bars"),
    "next_above": Fact(Unit.PRICE, "nearest level above", "next_below", lacks="no level above"),
    "next_below": Fact(Unit.PRICE, "nearest level below", "next_above", lacks="no level below"),
    "second_above": Fact(Unit.PRICE, "level above next_above", "second_below", lacks="no second level above"),
    "second_below": Fact(Unit.PRICE, "level below next_below", "second_above", lacks="no second level below"),
    "third_above": Fact(Unit.PRICE, "level above second_above", "third_below", lacks="no third level above"),
    "third_below": Fact(Unit.PRICE, "level below second_below", "third_above", lacks="no third level below"),
    "edge_above": Fact(
        Unit.PRICE, "nearest level above, or at the close, that has a gap behind it", "edge_below", chain=True,
        lacks="no levels yet",
    ),
    "edge_below": Fact(
        Unit.PRICE, "nearest level below, or at the close, that has a gap behind it", "edge_above", chain=True,
        lacks="no levels yet",
    ),
    "past_edge_above": Fact(
        Unit.PRICE, "far side of the gap behind edge_above", "past_edge_below", chain=True, lacks="no levels yet"
    ),
    "past_edge_below": Fact(
        Unit.PRICE, "far side of the gap behind edge_below", "past_edge_above", chain=True, lacks="no levels yet"
    ),
    "gap_gamma_above": Fact(
        Unit.PERCENT, "share of windows as wide that hold no more gamma than the gap behind edge_above",
        "gap_gamma_below", chain=True, lacks="no exposure by strike",
    ),
    "gap_gamma_below": Fact(
        Unit.PERCENT, "share of windows as wide that hold no more gamma than the gap behind edge_below",
        "gap_gamma_above", chain=True, lacks="no exposure by strike",
    ),
    "P_plus": Fact(Unit.PERCENT, "P(net GEX > 0) of the sign ensemble", chain=True, lacks="no P⁺"),
    "CW": Fact(Unit.PRICE, "call wall", "PW", chain=True, lacks="no call wall"),
    "PW": Fact(Unit.PRICE, "put wall", "CW", chain=True, lacks="no put wall"),
    "max_gamma": Fact(Unit.PRICE, "strike of most absolute gamma", chain=True, lacks="no absolute gamma"),
    "gamma_share": Fact(Unit.PERCENT, "share of gross gamma at max_gamma", chain=True, lacks="no gamma by strike"),
    "flip_low": Fact(Unit.PRICE, "p10 of the flip band", "flip_high", chain=True, lacks="flip undetermined"),
    "flip_high": Fact(Unit.PRICE, "p90 of the flip band", "flip_low", chain=True, lacks="flip undetermined"),
    "flow_against": Fact(
        Unit.PERCENT, "share of 5 minutes' classified premium against the trade", turn="rest", chain=True,
        lacks="no classified prints",
    ),
    "above_flip": Fact(
        Unit.FLAG, "above the whole flip band; without a flip in range, net gamma is positive", "below_flip",
        chain=True, lacks="flip undetermined",
    ),
    "below_flip": Fact(
        Unit.FLAG, "below the whole flip band; without a flip in range, net gamma is negative", "above_flip",
        chain=True, lacks="flip undetermined",
    ),
}  # fmt: skip
"""All there are, in canonical order: what a memory of facts is indexed by."""


@dataclass(frozen=True, eq=False)
class Tape:
    """One session, or several of the same minutes stacked: prices are (n,) or (sessions, n).

    clock: seconds of the exchange's day at which each bar was over, since_open and to_close: seconds, all (n,).
    facts: by name, broadcastable to the prices; what is not in it is unknown. made: what features share.
    """

    open: Floats
    high: Floats
    low: Floats
    close: Floats
    clock: Floats
    since_open: Floats
    to_close: Floats
    facts: Mapping[str, Floats] = field(default_factory=dict)
    made: dict[str, Floats] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, ...]:
        """Of every column."""
        return self.close.shape

    def wide(self, values: Floats) -> Floats:
        """`values` as a column of this tape."""
        return values if values.shape == self.shape else np.broadcast_to(values, self.shape)

    def fact(self, name: str) -> Floats:
        """A fact's column, unknown throughout where nobody gave it."""
        found = self.facts.get(name)
        return np.full(self.shape, np.nan) if found is None else self.wide(found)

    def once(self, key: str, make: Callable[[], Floats]) -> Floats:
        """What `make` gives, made once."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def mirrored(self) -> "Tape":
        """The same sessions upside down: what rises falls, highs are lows, calls are puts."""
        turned = {fact.partner or name: _turned(fact, self.facts[name]) for name, fact in FACTS.items()
                  if name in self.facts}  # fmt: skip
        return Tape(-self.open, -self.low, -self.high, -self.close, self.clock, self.since_open, self.to_close, turned)

    def until(self, bars: int) -> "Tape":
        """The first `bars` bars alone."""

        def cut(values: Floats) -> Floats:
            return values if values.ndim == 0 or values.shape[-1] == 1 != self.shape[-1] else values[..., :bars]

        return Tape(
            cut(self.open), cut(self.high), cut(self.low), cut(self.close), cut(self.clock), cut(self.since_open),
            cut(self.to_close), {name: cut(values) for name, values in self.facts.items()},
        )  # fmt: skip


def _turned(fact: Fact, values: Floats) -> Floats:
    if fact.unit is Unit.PRICE:
        return -values
    return 1.0 - values if fact.turn == "rest" else values
