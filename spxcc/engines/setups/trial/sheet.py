"""One definition and one side on a stack of sessions: its conditions as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from spxcc.engines.setups.catalogue.definition import Condition, Definition
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language.meaning import Env, Meaning
from spxcc.engines.setups.language.units import Unit
from spxcc.market.snapshot import Bools
from spxcc.quant.indicators import Floats


@dataclass(eq=False)
class Stage:
    """A stack of sessions, both ways up, with what was made of them already; sheets: kept by whoever asks often."""

    tape: Tape
    envs: dict[int, Env] = field(default_factory=dict)
    sheets: dict[str, "Sheet"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.envs = {1: Env(self.tape), -1: Env(self.tape.mirrored())}


class Sheet:
    """Columns of one definition on one side, made when they are asked for.

    left_open: facts that nobody has here; conditions that need them are left out, as are levels and targets.
    """

    def __init__(self, made: Definition, sign: int, stage: Stage, left_open: frozenset[str] = frozenset()) -> None:
        self.definition, self.sign, self._open = made, sign, left_open
        self._env = stage.envs[sign]
        self._rows: dict[tuple[str, int], Tape] = {}
        tape = self._env.tape
        levels = [(slot, test) for slot, test in made.levels if not test.needs & left_open]
        self.slots = tuple(slot for slot, _ in levels)
        self._level: Mapping[str, Floats] = {slot: tape.wide(test.on(self._env)) for slot, test in levels}
        self._arms: dict[str, Bools] = {}
        self._watched: dict[str, Bools] = {}
        self._static: dict[tuple[str, bool, tuple[Condition, ...]], Bools] = {}

    @property
    def tape(self) -> Tape:
        """Seen from this side."""
        return self._env.tape

    def kept(self, conditions: Sequence[Condition]) -> list[Condition]:
        """Those that can be judged here."""
        return [one for one in conditions if not one.test.needs & self._open]

    def arm(self, slot: str) -> Bools:
        """Where all conditions to arm hold at this level, over the whole stack."""
        if slot not in self._arms:
            env = self._of(slot)
            held = [self.tape.wide(one.test.on(env)) == 1.0 for one in self.kept(self.definition.arm)]
            known = ~np.isnan(self._level[slot])
            self._arms[slot] = np.logical_and.reduce([known, *held])
        return self._arms[slot]

    def watched(self, slot: str) -> Bools:
        """Where a place at this level is worth showing: all that its definition says of that, or all that arms it."""
        armed = self.arm(slot)
        if not self.definition.watch:
            return armed
        if slot not in self._watched:
            env = self._of(slot)
            held = [self.tape.wide(one.test.on(env)) == 1.0 for one in self.kept(self.definition.watch)]
            self._watched[slot] = np.logical_and.reduce([~np.isnan(self._level[slot]), *held]) | armed
        return self._watched[slot]

    def holds(self, conditions: Sequence[Condition], slot: str, row: int, armed: int, *, every: bool) -> Bools:
        """Where all (or any) of `conditions` hold in one session, for a place armed at a bar of it."""
        static = self._always(conditions, slot, every=every)
        found = static[row] if static.ndim > 1 else static
        for one in self.kept(conditions):
            if one.test.of_arm:
                held = self._column(one.test, slot, row, armed) == 1.0
                found = found & held if every else found | held
        return found

    def _always(self, conditions: Sequence[Condition], slot: str, *, every: bool) -> Bools:
        """The part of `conditions` that does not depend on when the place was armed, over the whole stack."""
        key = (slot, every, tuple(conditions))
        if key not in self._static:
            env, found = self._of(slot), np.full(self.tape.shape, every)
            for one in self.kept(conditions):
                if not one.test.of_arm:
                    held = self.tape.wide(one.test.on(env)) == 1.0
                    found = found & held if every else found | held
            self._static[key] = found
        return self._static[key]

    def price(self, slot: str, row: int, bar: int) -> float:
        """The level on a bar, right way up."""
        level = self._level[slot]
        return self.sign * float(level[row, bar] if level.ndim > 1 else level[bar])

    def stop(self, slot: str, row: int, armed: int, bar: int) -> float | None:
        """The stop as of a bar, right way up."""
        assert self.definition.stop is not None, "only definitions that the language says in full get a sheet"
        found = float(self._column(self.definition.stop, slot, row, armed)[bar])
        return None if np.isnan(found) else self.sign * found

    def targets(
        self, tests: Sequence[Meaning], slot: str, row: int, armed: int, bar: int
    ) -> tuple[tuple[float, ...], float | None]:
        """Prices that may be targets as of a bar, and the nearest multiple of the risk."""
        prices: list[float] = []
        multiples: list[float] = []
        for test in tests:
            value = float(self._column(test, slot, row, armed)[bar])
            if np.isnan(value):
                continue
            if test.unit is Unit.RISK:
                multiples.append(value)
            else:
                prices.append(self.sign * value)
        return tuple(prices), min(multiples, default=None)

    def at(self, test: Meaning, slot: str, armed: int, bar: int) -> float:
        """The value on a bar of a single session."""
        return float(self._column(test, slot, 0, armed)[bar])

    def _column(self, test: Meaning, slot: str, row: int, armed: int) -> Floats:
        env = self._of(slot)
        if not test.of_arm:
            column = self.tape.wide(test.on(env))
            return column[row] if column.ndim > 1 else column
        if self.tape.close.ndim == 1:
            single = Env(self.tape, slot, self._level[slot], self._env.made, armed=armed)
            return np.broadcast_to(test.on(single), self.tape.shape)
        inner = Env(self._row_tape(row), slot, self._level[slot][row], {}, env, row, armed)
        return np.broadcast_to(test.on(inner), self.tape.shape[-1:])

    def _row_tape(self, row: int) -> Tape:
        """One session of the stack; its features come from the stack, so the bars alone matter."""
        tape, key = self._env.tape, ("", row)
        if key not in self._rows:
            self._rows[key] = Tape(
                tape.open[row], tape.high[row], tape.low[row], tape.close[row], tape.clock, tape.since_open,
                tape.to_close,
            )  # fmt: skip
        return self._rows[key]

    def _of(self, slot: str) -> Env:
        return Env(self._env.tape, slot, self._level[slot], self._env.made)
