"""Functions of the language, and the registry as it ships."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from spxcc.engines.setups.features import causal, legs
from spxcc.engines.setups.features.bars import FEATURES
from spxcc.engines.setups.features.registry import Apply, Function, Judge, Registry
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language.units import AMOUNTS, PLACES, Unit, same, wanted
from spxcc.quant.indicators import Floats

NUMBERS = tuple(AMOUNTS | PLACES)


def _kept(what: str, allowed: tuple[Unit, ...]) -> Judge:
    """The unit of the first argument, which all must have."""

    def judge(units: Sequence[Unit], at: int) -> Unit:
        for unit in units:
            wanted(unit, allowed, what, at)
            same(units[0], unit, f"in {what} with", at)
        return units[0]

    return judge


def _gives(what: str, expected: tuple[Unit, ...], unit: Unit) -> Judge:
    """Always `unit`, from one argument of `expected`."""

    def judge(units: Sequence[Unit], at: int) -> Unit:
        for one in units:
            wanted(one, expected, what, at)
        return unit

    return judge


def _flagged(name: str) -> Judge:
    """The unit of the value beside a flag."""

    def judge(units: Sequence[Unit], at: int) -> Unit:
        wanted(units[0], NUMBERS, f"{name}(value, flag)", at)
        wanted(units[1], (Unit.FLAG,), f"the flag of {name}(value, flag)", at)
        return units[0]

    return judge


def _over(pick: Callable[[Floats, int], Floats]) -> Apply:
    return lambda tape, given, bars: pick(tape.wide(given[0]), bars)


def _counted(tape: Tape, given: Sequence[Floats], bars: int) -> Floats:
    """How many of the last bars a flag held on; unknown ones do not count."""
    held = np.cumsum(np.where(tape.wide(given[0]) == 1.0, 1.0, 0.0), axis=-1)
    return held - causal.lag(held, bars, 0.0)


_SIZES = tuple(AMOUNTS)
_NONE: Judge = _gives("no argument", (), Unit.PRICE)
FUNCTIONS: Mapping[str, Function] = {
    "min": Function(2, False, "the smaller", _kept("min", NUMBERS), lambda tape, given, bars: np.minimum(*given)),
    "max": Function(2, False, "the larger", _kept("max", NUMBERS), lambda tape, given, bars: np.maximum(*given)),
    "abs": Function(1, False, "size without sign", _kept("abs", _SIZES), lambda tape, given, bars: np.abs(given[0])),
    "highest": Function(1, True, "largest of the last bars", _kept("highest", NUMBERS), _over(causal.highest)),
    "lowest": Function(1, True, "smallest of the last bars", _kept("lowest", NUMBERS), _over(causal.lowest)),
    "median": Function(1, True, "median of the last bars", _kept("median", NUMBERS), _over(causal.median)),
    "count": Function(
        1, True, "on how many of the last bars it held", _gives("count", (Unit.FLAG,), Unit.BARS), _counted
    ),
    "since": Function(
        1, False, "bars since it last held", _gives("since", (Unit.FLAG,), Unit.BARS),
        lambda tape, given, bars: causal.since(tape.wide(given[0])),
    ),
    "held": Function(
        2, False, "the value on the bar on which the flag last held", _flagged("held"),
        lambda tape, given, bars: causal.held(tape.wide(given[0]), tape.wide(given[1])),
    ),
    "lowest_during": Function(
        2, False, "smallest since the flag began to hold; the value while it does not", _flagged("lowest_during"),
        lambda tape, given, bars: causal.lowest_during(tape.wide(given[0]), tape.wide(given[1])),
    ),
    "highest_during": Function(
        2, False, "largest since the flag began to hold; the value while it does not", _flagged("highest_during"),
        lambda tape, given, bars: -causal.lowest_during(-tape.wide(given[0]), tape.wide(given[1])),
    ),
    "ER": Function(
        0, True, "efficiency of the last bars, 0 to 1", _gives("ER", (), Unit.RATIO),
        lambda tape, given, bars: np.abs(causal.efficiency(tape.close, bars)),
    ),
    "trend": Function(
        0, True, "efficiency signed by direction, −1 to 1", _gives("trend", (), Unit.RATIO),
        lambda tape, given, bars: causal.efficiency(tape.close, bars),
    ),
    "leg_origin": Function(0, True, "where the last impulse began", _NONE, legs.origin),
    "leg_peak": Function(0, True, "where the last impulse ended", _NONE, legs.peak),
    "leg_swing": Function(0, True, "how far it was given back", _NONE, legs.swing),
    "leg_trend": Function(0, True, "signed efficiency of the impulse", _gives("leg_trend", (), Unit.RATIO), legs.trend),
}  # fmt: skip
REGISTRY = Registry(FEATURES, FUNCTIONS)
"""The closed set as it ships."""
