"""The lifecycle on columns: arm, trigger, fill, end, for one definition and side in one session."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from spxcc.engines.setups.catalogue.definition import USUAL_OPENING_S
from spxcc.engines.setups.geometry import Blueprint, Plan, plan
from spxcc.engines.setups.params import Common
from spxcc.engines.setups.trial.sheet import Sheet
from spxcc.market.snapshot import Bools
from spxcc.quant.indicators import Floats

OPEN = -1
"""Of an attempt that had not ended when the bars did."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a trade ended. bar: its last one, `OPEN` if none yet. verdict: target, stop, ambiguous, time, close, void."""

    bar: int
    verdict: str
    r: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One place from its arming on; bars are indices, `OPEN` where it did not come so far.

    outcome: what it came to, in the words of the lifecycle. gate: what blocked it; then it is a shadow, resolved all
    the same.
    """

    kind: str
    sign: int
    row: int
    slot: str
    seq: int
    level: float
    armed: int
    triggered: int = OPEN
    filled: int = OPEN
    ended: int = OPEN
    outcome: str = "armed"
    plan: Plan | None = None
    r: float | None = None
    gate: str | None = None


Resolve = Callable[[int, int, Plan, int], Ending]
"""(sign, bar of the fill, plan, first bar at whose end time is up) to its ending, within one session."""


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Times of a session's bars: ends in seconds of the day; whether a bar follows the one before at once."""

    ends: Floats
    to_close: Floats
    joined: Bools

    @staticmethod
    def of(sheet: Sheet) -> "Clockwork":
        """Of the sheet's sessions."""
        ends = sheet.tape.since_open
        joined = np.concatenate(([True], np.diff(ends) <= 60.5)) if ends.size else np.ones(0, np.bool_)
        return Clockwork(ends, sheet.tape.to_close, joined)

    def until(self, start: int, instant: float) -> int:
        """First bar from `start` that is over at or after an instant (seconds since the open)."""
        return max(start, int(np.searchsorted(self.ends, instant - 1e-6)))

    def gap(self, start: int) -> int:
        """First bar from `start` before which minutes are missing; the number of bars if none."""
        later = np.flatnonzero(~self.joined[start:])
        return start + int(later[0]) if later.size else int(self.ends.size)


@dataclass
class Player:
    """Plays sessions of one sheet. ttl_s: how long an armed place lives where its definition leaves it to the regime.

    resolve: for a session, what becomes of a trade in it. shadows: whether blocked places are followed as well.
    """

    sheet: Sheet
    common: Common
    resolve: Callable[[int], Resolve]
    ttl_s: float
    shadows: bool = True
    attempts: list[Attempt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clock = Clockwork.of(self.sheet)
        made, tape = self.sheet.definition, self.sheet.tape
        early = tape.clock < made.window.opens_s - 1e-6
        usual = made.window.opens_s == USUAL_OPENING_S
        self._early = early if usual else np.zeros_like(early)
        self._late = (tape.to_close <= made.window.before_close_s + 1e-6) | (early & ~self._early)
        close_at = float(self._clock.ends[0] + tape.to_close[0]) if tape.shape[-1] else 0.0
        self._last_entry = close_at - made.window.before_close_s
        self._close_at = close_at

    def session(self, row: int) -> list[Attempt]:
        """All attempts of one session in the order in which they armed; shadows beside them."""
        self.attempts, seqs, cooling = [], dict.fromkeys(self.sheet.slots, 0), dict.fromkeys(self.sheet.slots, -1.0)
        arms = [
            (slot, _held(self.sheet.watched(slot), row), _held(self.sheet.arm(slot), row)) for slot in self.sheet.slots
        ]
        if not arms:
            return []
        starts = np.flatnonzero(np.logical_or.reduce([shown for _, shown, _ in arms]) & ~self._late)
        cursor = 0
        while True:
            at = int(np.searchsorted(starts, cursor))
            if at >= starts.size:
                return self.attempts
            cursor = self._place(row, int(starts[at]), arms, seqs, cooling)

    def _place(
        self, row: int, bar: int, arms: list[tuple[str, Bools, Bools]],
        seqs: dict[str, int], cooling: dict[str, float],
    ) -> int:  # fmt: skip
        """One place from the bar on which it is worth showing; gives the bar from which the next may be looked for."""
        slot, shown, held = next(each for each in arms if each[1][bar])
        seq, bars, blocked = seqs[slot], int(self._clock.ends.size), False
        seqs[slot] += 1
        while True:
            gate = "time" if self._early[bar] else "cool-down" if self._clock.ends[bar] < cooling[slot] - 1e-6 else None
            if held[bar] and gate is None:
                break
            if held[bar] and gate is not None and not blocked and self.shadows:
                blocked = True
                self.attempts.append(self._armed(row, bar, slot, seq, gate))
            bar += 1
            if bar >= bars or self._late[bar] or not self._clock.joined[bar]:
                return bar + 1
            if not shown[bar]:
                return bar + 1
        attempt = self._armed(row, bar, slot, seq, None)
        self.attempts.append(attempt)
        if attempt.ended == OPEN:
            return bars
        # What is not filled was over at the open of its last bar, which may be looked at again.
        over = attempt.ended - (attempt.outcome == "no_fill")
        if attempt.outcome != "missed":
            cooling[slot] = float(self._clock.ends[over]) + 60.0 * self.common.cool_down_min
        return over + 1

    def _armed(self, row: int, bar: int, slot: str, seq: int, gate: str | None) -> Attempt:
        """Armed at `bar`: its trigger, its falsifier, or its time."""
        made, clock = self.sheet.definition, self._clock
        level = self.sheet.price(slot, row, bar)
        base = Attempt(made.kind, self.sheet.sign, row, slot, seq, level, bar, gate=gate)
        ttl = self.ttl_s if made.ttl_s is None else made.ttl_s
        bars = int(clock.ends.size)
        expires = clock.until(bar + 1, min(float(clock.ends[bar]) + ttl, self._last_entry))
        gap = clock.gap(bar + 1)
        end = min(expires, gap, bars)
        trigger = self.sheet.holds(made.trigger, slot, row, bar, every=True)[bar + 1 : end]
        invalid = self.sheet.holds(made.invalid, slot, row, bar, every=False)[bar + 1 : end]
        fires, fails = _first(trigger), _first(invalid)
        if fails <= fires and fails < trigger.size:
            return _ended(base, bar + 1 + fails, "invalidated")
        if fires < trigger.size:
            return self._triggered(base, bar + 1 + fires)
        if end >= bars:
            return base
        return _ended(base, end, "missed" if gap <= expires else "expired")

    def _triggered(self, base: Attempt, bar: int) -> Attempt:
        row, slot, made, clock = base.row, base.slot, self.sheet.definition, self._clock
        base = replace(base, triggered=bar, outcome="triggered", level=self.sheet.price(slot, row, bar))
        start = bar + 1
        if start >= int(clock.ends.size):
            return base
        if not clock.joined[start]:
            return _ended(base, start, "feed_void")
        stop = self.sheet.stop(slot, row, base.armed, bar)
        if stop is None:
            return _ended(base, start, "no_fill")
        prices1, multiple1 = self.sheet.targets(made.t1, slot, row, base.armed, bar)
        prices2, multiple2 = self.sheet.targets(made.t2, slot, row, base.armed, bar)
        opened = self.sheet.sign * float(_row(self.sheet.tape.open, row)[start])
        entry = opened + self.sheet.sign * self.common.slip
        blueprint = Blueprint(
            entry=entry, stop=stop, t1=prices1, t2=prices2, t1_r=multiple1, t2_r=multiple2, apart=0.01
        )
        found = plan(self.sheet.sign, blueprint, entry, self.common.least_r, self.common.least_risk)
        if found is None or found.t1 is None:
            return _ended(base, start, "no_fill")
        ending = self.resolve(row)(self.sheet.sign, start, found, self._time_up(start))
        return replace(base, filled=start, plan=found, ended=ending.bar, outcome=ending.verdict, r=ending.r)

    def _time_up(self, start: int) -> int:
        """First bar at whose end the trade is over by the clock."""
        limit, clock = self.sheet.definition.limit, self._clock
        begins = float(clock.ends[start]) - 60.0
        instant = self._close_at
        if limit.held_s is not None:
            instant = min(instant, begins + limit.held_s)
        if limit.before_close_s is not None:
            instant = min(instant, self._close_at - limit.before_close_s)
        return clock.until(start, instant)


def _row(values: Floats, row: int) -> Floats:
    return values[row] if values.ndim > 1 else values


def _held(flags: Bools, row: int) -> Bools:
    return flags[row] if flags.ndim > 1 else flags


def _first(flags: Bools) -> int:
    return int(flags.argmax()) if flags.any() else int(flags.size)


def _ended(attempt: Attempt, bar: int, outcome: str) -> Attempt:
    return replace(attempt, ended=bar, outcome=outcome)
