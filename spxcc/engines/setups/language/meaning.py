"""A tree checked against the registry, and compiled to a function on columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

import numpy as np

from spxcc.engines.setups.features import causal
from spxcc.engines.setups.features.registry import Registry
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language import units
from spxcc.engines.setups.language.parse import parse, whole_bars
from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.tree import Back, Between, Binary, Lately, Name, Node, Number, Unary
from spxcc.engines.setups.language.units import Unit
from spxcc.quant.indicators import Floats

LEVEL, AT_ARM = "level", "at_arm"


@dataclass(frozen=True, eq=False)
class Env:
    """What an expression is evaluated on: a tape, the level in question by its slot, what was made of it already.

    parent, row: of a single session, the stack it belongs to; armed: the bar on which the place was armed.
    """

    tape: Tape
    slot: str = ""
    level: Floats | None = None
    made: dict[str, Floats] = field(default_factory=dict)
    parent: "Env | None" = None
    row: int = 0
    armed: int | None = None


Run: TypeAlias = Callable[[Env], Floats]


@dataclass(frozen=True, eq=False)
class Meaning:
    """An expression ready to be evaluated. key: the same for the same meaning. needs: facts. words: features named.

    of_level: depends on the level. of_arm: depends on when the place was armed.
    """

    unit: Unit
    key: str
    run: Run
    text: str = ""
    needs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    of_level: bool = False
    of_arm: bool = False
    sides: "tuple[Meaning, str, Meaning] | None" = None

    def on(self, env: Env) -> Floats:
        """The column, made once for the tape (and level)."""
        if not self.of_arm and env.parent is not None:
            found = self.on(env.parent)
            return found[env.row] if found.ndim > 1 else found
        key = f"{env.slot}|{self.key}" if self.of_level else self.key
        if self.of_arm:
            return self.run(env)
        if key not in env.made:
            env.made[key] = self.run(env)
        return env.made[key]


def meaning(text: str, registry: Registry) -> Meaning:
    """What an expression means. Raises LanguageError."""
    made = _Checker(registry).of(parse(text))
    return Meaning(made.unit, made.key, made.run, text, made.needs, made.words, made.of_level, made.of_arm, made.sides)


class _Checker:
    """Unit and function of every node."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def of(self, node: Node) -> Meaning:
        """The meaning of a node."""
        match node:
            case Number():
                value = np.float64(node.value)
                return Meaning(node.unit, f"{node.value!r} {node.unit.name}", lambda env: np.asarray(value), node.text)
            case Name():
                return self._named(node)
            case Back():
                return self._back(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Between():
                return self._between(node)
            case Lately():
                return self._lately(node)

    def _named(self, node: Name) -> Meaning:
        if node.name == LEVEL and not node.called:
            return Meaning(Unit.PRICE, LEVEL, _level, LEVEL, of_level=True)
        if node.name == AT_ARM:
            return self._at_arm(node)
        if node.name in self._registry.future:
            raise LanguageError(f"future reference: {node.name}; {self._registry.future[node.name]}", node.at)
        if not node.called and node.name in self._registry.features:
            one = self._registry.features[node.name]
            words = frozenset({node.name})
            return Meaning(one.unit, node.name, lambda env: one.make(env.tape), node.name, one.needs, words)
        if node.called and node.name in self._registry.functions:
            return self._called(node)
        raise LanguageError(self._unknown(node), node.at)

    def _unknown(self, node: Name) -> str:
        if node.name in self._registry.functions:
            return f"{node.name} is a function: write {node.name}(…)"
        if node.name in self._registry.features:
            return f"{node.name} is no function: write it without brackets"
        near = get_close_matches(node.name, [*self._registry.names(), LEVEL, AT_ARM], 1)
        hint = f"; did you mean {near[0]}?" if near else "; spxcc setups features lists them"
        return f"unknown feature: {node.name}{hint}"

    def _at_arm(self, node: Name) -> Meaning:
        if not node.called or len(node.args) != 1:
            raise LanguageError("expected at_arm(value): the value when the place was armed", node.at)
        body = self.of(node.args[0])

        def run(env: Env) -> Floats:
            if env.armed is None:
                raise LanguageError("at_arm may stand in invalid, trigger, stop and targets only", node.at)
            return np.asarray(env.tape.wide(body.on(env))[..., env.armed])

        return _made(body.unit, f"at_arm({body.key})", run, (body,), of_arm=True)

    def _called(self, node: Name) -> Meaning:
        one = self._registry.functions[node.name]
        count = one.args + one.counted
        if len(node.args) != count:
            raise LanguageError(f"expected {count} arguments of {node.name}, found {len(node.args)}", node.at)
        bars, given = 0, node.args
        if one.counted:
            last, given = node.args[-1], node.args[:-1]
            if not isinstance(last, Number) or last.unit is not Unit.BARS:
                raise LanguageError(f"expected a number of bars as the last argument of {node.name}", last.at)
            bars = whole_bars(last.value, last.at)
        parts = [self.of(each) for each in given]
        unit = one.judge([part.unit for part in parts], node.at)
        key = f"{node.name}({', '.join([*(part.key for part in parts), str(bars)])})"

        def run(env: Env) -> Floats:
            return one.apply(env.tape, [part.on(env) for part in parts], bars)

        return _made(unit, key, run, parts, one.needs, frozenset({node.name}))

    def _back(self, node: Back) -> Meaning:
        body = self.of(node.body)
        before = 0.0 if body.unit is Unit.FLAG else np.nan
        return _made(
            body.unit, f"{body.key}[{node.bars}]",
            lambda env: causal.lag(env.tape.wide(body.on(env)), node.bars, before), (body,),
        )  # fmt: skip

    def _unary(self, node: Unary) -> Meaning:
        body = self.of(node.body)
        if node.sign == "not":
            _flag(body, "not", node.at)
            return _made(Unit.FLAG, f"not({body.key})", lambda env: 1.0 - body.on(env), (body,))
        return _made(units.negated(body.unit, node.at), f"-({body.key})", lambda env: -body.on(env), (body,))

    def _binary(self, node: Binary) -> Meaning:
        left, right = self.of(node.left), self.of(node.right)
        key, at = f"({left.key} {node.sign} {right.key})", node.at
        if node.sign in ("and", "or"):
            _flag(left, node.sign, at)
            _flag(right, node.sign, at)
            pick: np.ufunc = np.minimum if node.sign == "and" else np.maximum
            return _made(Unit.FLAG, key, lambda env: pick(left.on(env), right.on(env)), (left, right))
        if node.sign in ARITHMETIC:
            judge, do = ARITHMETIC[node.sign]
            unit = judge(left.unit, right.unit, at)
            return _made(unit, key, lambda env: do(left.on(env), right.on(env)), (left, right))
        units.same(left.unit, right.unit, node.sign, at)
        if left.unit is Unit.FLAG:
            raise LanguageError("expected numbers to compare, found true or false: use and, or, not", at)
        test = COMPARISONS[node.sign]
        found = _made(Unit.FLAG, key, lambda env: _tested(test, left.on(env), right.on(env)), (left, right))
        return _with_sides(found, left, node.sign, right)

    def _between(self, node: Between) -> Meaning:
        body, low, high = self.of(node.body), self.of(node.low), self.of(node.high)
        units.same(body.unit, low.unit, "in", node.at)
        units.same(body.unit, high.unit, "in", node.at)
        key = f"({body.key} in [{low.key}, {high.key}])"

        def run(env: Env) -> Floats:
            value = body.on(env)
            least = _tested(np.greater_equal, value, low.on(env))
            return np.asarray(np.minimum(least, _tested(np.less_equal, value, high.on(env))))

        return _made(Unit.FLAG, key, run, (body, low, high))

    def _lately(self, node: Lately) -> Meaning:
        body = self.of(node.body)
        _flag(body, node.word, node.at)
        pick = causal.on_one_of if node.word == "within" else causal.on_all_of
        return _made(
            Unit.FLAG, f"({body.key} {node.word} {node.bars})",
            lambda env: pick(env.tape.wide(body.on(env)), node.bars), (body,),
        )  # fmt: skip


def _divide(left: Floats, right: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(right == 0.0, np.nan, left / right)


ARITHMETIC: Mapping[str, tuple[Callable[[Unit, Unit, int], Unit], Callable[[Floats, Floats], Floats]]] = {
    "+": (units.added, np.add),
    "-": (units.subtracted, np.subtract),
    "*": (units.multiplied, np.multiply),
    "/": (units.divided, _divide),
}
COMPARISONS: Mapping[str, np.ufunc] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _tested(test: np.ufunc, left: Floats, right: Floats) -> Floats:
    unknown = np.isnan(left) | np.isnan(right)
    return np.where(unknown, causal.UNKNOWN, np.where(test(left, right), 1.0, 0.0))


def _level(env: Env) -> Floats:
    if env.level is None:
        raise LanguageError("level: expected a setup with levels, found none")
    return env.level


def _flag(part: Meaning, word: str, at: int) -> None:
    if part.unit is not Unit.FLAG:
        raise LanguageError(f"unit error: expected true or false for {word}, found {part.unit.value}", at)


def _made(
    unit: Unit, key: str, run: Run, parts: Sequence[Meaning], needs: frozenset[str] = frozenset(),
    words: frozenset[str] = frozenset(), of_arm: bool = False,
) -> Meaning:  # fmt: skip
    return Meaning(
        unit,
        key,
        run,
        needs=needs.union(*(part.needs for part in parts)),
        words=words.union(*(part.words for part in parts)),
        of_level=any(part.of_level for part in parts),
        of_arm=of_arm or any(part.of_arm for part in parts),
    )


def _with_sides(found: Meaning, left: Meaning, sign: str, right: Meaning) -> Meaning:
    return Meaning(
        found.unit, found.key, found.run, found.text, found.needs, found.words, found.of_level, found.of_arm,
        (left, sign, right),
    )  # fmt: skip
