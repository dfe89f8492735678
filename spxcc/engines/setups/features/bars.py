"""Features of the bars and their clock."""

from collections.abc import Mapping
from math import sqrt

import numpy as np

from spxcc.engines.setups.features import causal
from spxcc.engines.setups.features.registry import Feature, Make
from spxcc.engines.setups.features.tape import FACTS, Tape
from spxcc.engines.setups.features.walls import age
from spxcc.engines.setups.language.units import Unit
from spxcc.quant.indicators import Floats

OPENING_S = 900.0
"""The opening range ends so many seconds after the open; its first minute is left out, when the index lags."""
FIRST_MINUTE_S = 60.0
FIVE_MINUTES_S = 300.0
SESSION_MINUTES = 390.0


def _opening(tape: Tape, values: Floats) -> Floats:
    """Largest value of the opening range, known once it is over."""
    inside = (tape.since_open > FIRST_MINUTE_S) & (tape.since_open <= OPENING_S)
    seen = causal.running_high(np.where(inside, values, np.nan))
    return np.where(tape.since_open >= OPENING_S, seen, np.nan)


def or_high(tape: Tape) -> Floats:
    """High of 09:31–09:45."""
    return tape.once("OR_high", lambda: _opening(tape, tape.high))


def or_low(tape: Tape) -> Floats:
    """Low of 09:31–09:45."""
    return tape.once("OR_low", lambda: -_opening(tape, -tape.low))


def day_open(tape: Tape) -> Floats:
    """Open of the session's first bar."""
    return tape.wide(tape.open[..., :1])


def five(tape: Tape) -> Floats:
    """Whether the bar closes a five-minute bar."""
    return tape.wide(np.where(tape.since_open % FIVE_MINUTES_S == 0.0, 1.0, 0.0))


def expected(minutes: float) -> Make:
    """E(minutes) from E15."""
    return lambda tape: tape.fact("E15") * sqrt(minutes / 15.0)


def rest(tape: Tape) -> Floats:
    """E of the minutes left."""
    return tape.fact("E15") * np.sqrt(np.maximum(tape.to_close, 0.0) / 900.0)


def nearness(tape: Tape) -> Floats:
    """z = clamp(0.10·E15, 0.75, 3)."""
    return np.clip(0.10 * tape.fact("E15"), 0.75, 3.0)


def _flags(make: Make) -> Feature:
    return Feature(Unit.FLAG, "the bar closes a five-minute bar", make)


_E15 = frozenset({"E15"})
OWN: Mapping[str, Feature] = {
    "open": Feature(Unit.PRICE, "open of the closed bar", lambda tape: tape.open),
    "high": Feature(Unit.PRICE, "high of the closed bar", lambda tape: tape.high),
    "low": Feature(Unit.PRICE, "low of the closed bar", lambda tape: tape.low),
    "close": Feature(Unit.PRICE, "close of the closed bar", lambda tape: tape.close),
    "day_open": Feature(Unit.PRICE, "open of the session's first bar", day_open),
    "high_so_far": Feature(Unit.PRICE, "high of the session so far", lambda tape: causal.running_high(tape.high)),
    "low_so_far": Feature(Unit.PRICE, "low of the session so far", lambda tape: -causal.running_high(-tape.low)),
    "clock": Feature(Unit.CLOCK, "time of day at which the bar was over", lambda tape: tape.wide(tape.clock)),
    "since_open": Feature(Unit.SECONDS, "time since the open", lambda tape: tape.wide(tape.since_open)),
    "to_close": Feature(Unit.SECONDS, "time to the close", lambda tape: tape.wide(tape.to_close)),
    "five_closed": _flags(five),
    "close5": Feature(Unit.PRICE, "last five-minute close", lambda tape: causal.held(tape.close, five(tape))),
    "OR_high": Feature(Unit.PRICE, "high of 09:31–09:45, from 09:45 on", or_high),
    "OR_low": Feature(Unit.PRICE, "low of 09:31–09:45, from 09:45 on", or_low),
    "OR_mid": Feature(Unit.PRICE, "middle of the opening range", lambda tape: 0.5 * (or_high(tape) + or_low(tape))),
    "OR_width": Feature(Unit.POINTS, "width of the opening range", lambda tape: or_high(tape) - or_low(tape)),
    "gap": Feature(
        Unit.POINTS, "the session's open less the close before", lambda tape: day_open(tape) - tape.fact("PDC"),
        frozenset({"PDC"}),
    ),
    "E5": Feature(Unit.POINTS, "expected move of 5 minutes", expected(5.0), _E15),
    "E30": Feature(Unit.POINTS, "expected move of 30 minutes", expected(30.0), _E15),
    "E60": Feature(Unit.POINTS, "expected move of 60 minutes", expected(60.0), _E15),
    "E_left": Feature(Unit.POINTS, "expected move of the minutes left", rest, _E15),
    "CW_age": Feature(
        Unit.SECONDS, "how long the call wall has stayed within one strike", age("CW"), frozenset({"CW"})
    ),
    "PW_age": Feature(
        Unit.SECONDS, "how long the put wall has stayed within one strike", age("PW"), frozenset({"PW"})
    ),
    "z": Feature(Unit.POINTS, "nearness: 0.10·E15, at least 0.75 and at most 3 points", nearness, _E15),
}  # fmt: skip


def _given(name: str) -> Feature:
    fact = FACTS[name]
    return Feature(fact.unit, fact.says, lambda tape: tape.fact(name), frozenset({name}))


FEATURES: Mapping[str, Feature] = {**OWN, **{name: _given(name) for name in FACTS}}
"""Bars, clock, and the facts under their own names."""
