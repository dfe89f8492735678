"""Units of the language and which of them may be combined."""

from enum import Enum

from spxcc.engines.setups.language.problems import LanguageError


class Unit(Enum):
    """What a value is measured in; the text is how errors name it."""

    PRICE = "price"
    POINTS = "points"
    RATIO = "ratio"
    PERCENT = "percent"
    SECONDS = "seconds"
    BARS = "bars"
    CLOCK = "time of day"
    RISK = "R"
    FLAG = "true or false"


PLACES = frozenset({Unit.PRICE, Unit.CLOCK})
"""Points of a scale: they have differences, but no sums, multiples or signs."""
AMOUNTS = frozenset({Unit.POINTS, Unit.RATIO, Unit.PERCENT, Unit.SECONDS, Unit.BARS, Unit.RISK})
_STEP = {Unit.PRICE: Unit.POINTS, Unit.CLOCK: Unit.SECONDS}


def added(left: Unit, right: Unit, at: int) -> Unit:
    """Unit of left + right."""
    for place, amount in ((left, right), (right, left)):
        if place in PLACES and amount is _STEP[place]:
            return place
    if left is right and left in AMOUNTS:
        return left
    raise LanguageError(f"unit error: {left.value} + {right.value}{_hint(left, right)}", at)


def subtracted(left: Unit, right: Unit, at: int) -> Unit:
    """Unit of left − right."""
    if left is right and left in PLACES:
        return _STEP[left]
    if left in PLACES and right is _STEP[left]:
        return left
    if left is right and left in AMOUNTS:
        return left
    raise LanguageError(f"unit error: {left.value} - {right.value}{_hint(left, right)}", at)


def multiplied(left: Unit, right: Unit, at: int) -> Unit:
    """Unit of left · right: one of them is a ratio or percent."""
    if left in AMOUNTS and right in AMOUNTS:
        for pure in (Unit.RATIO, Unit.PERCENT):
            if left is pure:
                return right
            if right is pure:
                return left
    raise LanguageError(f"unit error: {left.value} * {right.value}; one side must be a plain number", at)


def divided(left: Unit, right: Unit, at: int) -> Unit:
    """Unit of left / right."""
    if left is right and left in AMOUNTS:
        return Unit.RATIO
    if left in AMOUNTS and right is Unit.RATIO:
        return left
    raise LanguageError(f"unit error: {left.value} / {right.value}", at)


def negated(unit: Unit, at: int) -> Unit:
    """Unit of −x."""
    if unit in AMOUNTS:
        return unit
    raise LanguageError(f"unit error: minus a {unit.value}", at)


def same(left: Unit, right: Unit, word: str, at: int) -> Unit:
    """The unit that both have, where `word` compares or chooses between them."""
    if left is right:
        return left
    raise LanguageError(f"unit error: {left.value} {word} {right.value}{_hint(left, right)}", at)


def wanted(unit: Unit, allowed: tuple[Unit, ...], what: str, at: int) -> None:
    """Raises unless `unit` is one of `allowed`."""
    if unit not in allowed:
        names = " or ".join(each.value for each in allowed)
        raise LanguageError(f"unit error: expected {names} for {what}, found {unit.value}", at)


def _hint(left: Unit, right: Unit) -> str:
    if {left, right} == {Unit.RATIO, Unit.PERCENT}:
        return "; write percent with a sign, as in 70 %"
    if Unit.RATIO in (left, right):
        other = right if left is Unit.RATIO else left
        return {
            Unit.POINTS: "; write points as in 5 pts or 0.35*E15",
            Unit.PRICE: "; a number is no price: write level, VW, close … and a distance, as in close + 5 pts",
            Unit.SECONDS: "; write a duration as in 45 min",
            Unit.BARS: "; write bars as in 8 bars",
            Unit.CLOCK: "; write a time of day as in 10:30",
        }.get(other, "")
    return ""
