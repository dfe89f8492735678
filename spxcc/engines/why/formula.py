"""The arithmetic of an explanation, evaluated: numbers, names, + − × ÷, powers and a closed set of functions."""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from spxcc.engines.why.result import Explanation

Value: TypeAlias = float | Sequence[float]
LONGEST = 400
"""Characters of an expression."""
MOST_POWER = 100.0
MOST_LEGS = 12
_OPERATORS: Mapping[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}


class BadFormula(ValueError):
    """An expression that is none of ours; the text says what in it."""


def evaluate(expression: str, names: Mapping[str, Value]) -> float:
    """The value of `expression`. names: numbers, and lists under `rows` and `weights`. Raises BadFormula."""
    if len(expression) > LONGEST:
        raise BadFormula(f"expected at most {LONGEST} characters, found {len(expression)}")
    try:
        found = _value(ast.parse(expression, mode="eval").body, names)
    except (SyntaxError, ArithmeticError, TypeError, ValueError, IndexError) as error:
        raise BadFormula(f"{expression[:80]}: {error}") from None
    if not isinstance(found, int | float) or not math.isfinite(found):
        raise BadFormula(f"{expression[:80]}: expected a finite number, found {found!r}")
    return float(found)


def recomputed(one: Explanation) -> float | None:
    """The value again, from the inputs and rows of its own answer, else from its contributions; `None` = neither.

    Of a price at which contracts add up to something (a wall, a flip) it is that price once they do. Raises BadFormula.
    """
    if one.expression:
        names: dict[str, Value] = {each.name: each.value for each in one.inputs}
        names |= {"rows": [each.value for each in one.rows], "weights": [each.weight for each in one.rows]}
        return evaluate(one.expression, names)
    if one.target is None or not isinstance(one.value, int | float):
        return None
    factor = one.factor
    total = math.fsum(row.value if factor is None else row.held * row.greek * factor for row in one.contributions)
    if one.target == one.value:
        return total
    if abs(total - one.target) > max(1e-9 * abs(one.target), one.rounding):
        return None
    strikes = {row.strike for row in one.contributions if row.held}
    return strikes.pop() if len(strikes) == 1 and one.target else float(one.value)


def within(one: Explanation, found: float) -> bool:
    """Whether `found` is the explanation's value, by what publication rounds at the most."""
    if not isinstance(one.value, int | float):
        return False
    return abs(found - one.value) <= max(1e-9 * abs(one.value), one.rounding * (1 + 1e-6)) + 1e-12


def _value(node: ast.AST, names: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.Name(id=name):
            if name not in names:
                raise BadFormula(f"no input {name}")
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, names)
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            power = _value(right, names)
            if abs(power) > MOST_POWER:
                raise BadFormula(f"power {power}")
            return _value(left, names) ** power
        case ast.BinOp(op=sign, left=left, right=right) if type(sign) in _OPERATORS:
            return _OPERATORS[type(sign)](_value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_value(each, names) for each in given))
    raise BadFormula(f"no {type(node).__name__}")


def _weighted(rows: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(row * weight for row, weight in zip(rows, weights, strict=True)) / math.fsum(weights)


def _spread(rows: Sequence[float], weights: Sequence[float]) -> float:
    centre = _weighted(rows, weights)
    return math.sqrt(_weighted([(row - centre) ** 2 for row in rows], weights))


def _quantile(rows: Sequence[float], share: float) -> float:
    """Linear between neighbours in order."""
    ordered = sorted(rows)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _fullest(rows: Sequence[float], weights: Sequence[float]) -> float:
    """The row with the most weight; of equals the one nearest to the middle."""
    most, middle = max(weights) * (1 - 1e-12), (len(rows) - 1) / 2
    return rows[min((at for at, each in enumerate(weights) if each >= most), key=lambda at: (abs(at - middle), at))]


def _area(rows: Sequence[float], weights: Sequence[float], share: float) -> tuple[float, float]:
    """Lowest and highest row of the value area: from the fullest on, two rows at a time, on the heavier side."""
    low = high = rows.index(_fullest(rows, weights))
    wanted, held = share * math.fsum(weights), weights[low]
    while held < wanted and (low > 0 or high + 1 < len(rows)):
        above, under = math.fsum(weights[high + 1 : high + 3]), math.fsum(weights[max(0, low - 2) : low])
        if high + 1 < len(rows) and (above >= under or low == 0):
            high, held = min(len(rows) - 1, high + 2), held + above
        else:
            low, held = max(0, low - 2), held + under
    return rows[low], rows[high]


def _least_net(rows: Sequence[float]) -> float:
    """Least |first ± second ± …|."""
    if len(rows) > MOST_LEGS:
        raise BadFormula(f"{len(rows)} legs")
    sums = {rows[0]}
    for row in rows[1:]:
        sums = {total + sign * row for total in sums for sign in (1, -1)}
    return min(abs(total) for total in sums)


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs, "min": min, "max": max, "sqrt": math.sqrt, "exp": math.exp, "floor": math.floor, "round": round,
    "sum": math.fsum, "count": len, "first": lambda rows: rows[0], "last": lambda rows: rows[-1],
    "lowest": min, "highest": max, "median": median, "product": math.prod,
    "travelled": lambda rows: math.fsum(abs(b - a) for a, b in pairwise(rows)),
    "weighted": _weighted, "spread": _spread, "quantile": _quantile, "fullest": _fullest,
    "area_low": lambda rows, weights, share: _area(rows, weights, share)[0],
    "area_high": lambda rows, weights, share: _area(rows, weights, share)[1],
    "least_net": _least_net,
    "share_equal": lambda rows, value: sum(row == value for row in rows) / len(rows),
    "share_above": lambda rows, bound: sum(row > bound for row in rows) / len(rows),
    "least_from": lambda rows, bound: min(row for row in rows if row >= bound - 1e-9),
    "most_to": lambda rows, bound: max(row for row in rows if row <= bound + 1e-9),
}  # fmt: skip
"""What an expression may call."""
