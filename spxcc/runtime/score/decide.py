"""One day decided again by the definitions, and resolved by the outcome rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from spxcc.engines.outcomes.control import DRAWS, control
from spxcc.engines.outcomes.params import Terms
from spxcc.engines.outcomes.resolve import resolve, uncounted
from spxcc.engines.outcomes.result import Order, OutcomeRow, Verdict
from spxcc.engines.outcomes.stack import Stack
from spxcc.engines.score.params import SEED
from spxcc.engines.score.result import Scored
from spxcc.engines.score.sample import pack
from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.features.tape import FACTS, Tape
from spxcc.engines.setups.geometry import Plan
from spxcc.engines.setups.lifecycle import make_id
from spxcc.engines.setups.params import RULES, Common
from spxcc.engines.setups.trial.play import OPEN, Attempt, Ending, Player, Resolve
from spxcc.engines.setups.trial.sheet import Sheet, Stage
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import Floats
from spxcc.market.units import to_nanos
from spxcc.quant.indicators import vwap_bands
from spxcc.runtime.score.days import Day

MINUTE_MS = 60_000
OPEN_GATES = "+open"
"""Ends the version of rules whose gates on the chain were left open: another version, so another record."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Outcomes of one day, and what could not be decided on it."""

    date: str
    found: tuple[Scored, ...]
    armed: int


def terms_of(common: Common = RULES.common, lag: int = 0) -> Terms:
    """Resolution with the slip, the trade-through and the share at T1 of the setups."""
    return Terms(slip=common.slip, through=common.through, partial=common.partial_share, lag=lag)


def tape_of(day: Day) -> Tape:
    """The day as the rules see it, minute by minute: nothing that was not known at the close of each."""
    since = (day.start + MINUTE_MS - day.opens) / 1000.0
    to_close = (day.closes - day.start - MINUTE_MS) / 1000.0
    at_open = to_exchange(to_nanos(day.opens))
    clock = since + 3600.0 * at_open.hour + 60.0 * at_open.minute
    bars = (day.open, day.high, day.low, day.close)
    return Tape(*bars, clock, since, to_close, facts_of(day))


def facts_of(day: Day) -> dict[str, Floats]:
    """Expected moves, VWAP and the session before; nights and chains are not in such files."""
    mean, sigma = vwap_bands((day.high + day.low + day.close) / 3.0, day.volume)
    high, low, close = day.before
    minutes = (day.closes - day.opens) / MINUTE_MS
    facts = {name: np.full(day.close.size, value) for name, value in (("PDH", high), ("PDL", low), ("PDC", close))}
    facts |= {
        "E15": np.full(day.close.size, day.sigma * 15**0.5),
        "EM": np.full(day.close.size, day.sigma * minutes**0.5),
    }
    if day.volume.sum() > 0:
        facts |= {"VW": mean, "VW_sigma": sigma}
    levels = np.stack([facts[name] for name in ("PDH", "PDL", "PDC")])
    with np.errstate(invalid="ignore"):
        above = np.sort(np.where(levels > day.close, levels, np.nan), axis=0)
        below = -np.sort(np.where(levels < day.close, -levels, np.nan), axis=0)
    for at, rank in enumerate(("next", "second", "third")):
        facts[f"{rank}_above"], facts[f"{rank}_below"] = above[at], below[at]
    return facts


def decidable(definitions: Sequence[Definition]) -> tuple[list[Definition], dict[str, str]]:
    """Those that days without a chain can decide, and why the others are not."""
    chain = frozenset(name for name, fact in FACTS.items() if fact.chain)
    made, refused = [], {}
    for one in definitions:
        if all(test.needs & chain for _, test in one.levels):
            refused[one.kind] = "its level comes from the option chain, and there is none"
        else:
            made.append(one)
    return made, refused


def decide(day: Day, definitions: Sequence[Definition], stack: Stack | None, draws: int = DRAWS) -> Decided:
    """All that the definitions did on `day`, resolved; beside random entries of `stack` where it is given."""
    tape, terms = tape_of(day), terms_of()
    stage, found, armed = Stage(tape), list[Scored](), 0
    for made in definitions:
        for sign in made.sides:
            rows, attempts = played(day, made, sign, tape, stage, terms)
            armed += len(attempts)
            found += [_scored(day, row, stack, terms, draws) for row in rows]
    return Decided(day.date, tuple(sorted(found, key=lambda one: (one.row.order.decided_at, one.row.order.id))), armed)


def played(
    day: Day, made: Definition, sign: int, tape: Tape, stage: Stage, terms: Terms
) -> tuple[list[OutcomeRow], list[Attempt]]:
    """One definition on one side: what triggered, resolved, and all attempts."""
    left_open = frozenset(name for name, fact in FACTS.items() if fact.chain and name not in tape.facts)
    desk = _Resolver(day, made, left_open, terms)
    player = Player(Sheet(made, sign, stage, left_open), RULES.common, desk.of, 60.0 * RULES.common.ttl_trend_min)
    attempts = player.session(0)
    rows = [row for one in attempts if (row := desk.row_of(one)) is not None]
    return rows, attempts


class _Resolver:
    """Resolves trades for a player by the outcome rules, and keeps what it found."""

    def __init__(self, day: Day, made: Definition, left_open: frozenset[str], terms: Terms) -> None:
        self._day, self._made, self._terms = day, made, terms
        self._kept: dict[tuple[int, int], OutcomeRow] = {}
        needs = frozenset[str]().union(*(test.needs for test in made.meanings))
        self._version = made.version + (OPEN_GATES if needs & left_open else "")

    def of(self, _row: int) -> Resolve:
        """The resolver of the day."""
        return self._resolve

    def row_of(self, attempt: Attempt) -> OutcomeRow | None:
        """The outcome of an attempt that triggered, under its own name."""
        if attempt.triggered == OPEN:
            return None
        side, slot = ("long" if attempt.sign > 0 else "short"), attempt.slot
        place = slot if attempt.gate is None else f"{slot}|shadow|{attempt.gate}|{attempt.armed}"
        name = make_id(attempt.kind, self._day.date, place, side, attempt.seq, self._version)  # type: ignore[arg-type]
        kept = self._kept.get((attempt.sign, attempt.filled))
        if attempt.filled == OPEN or kept is None:
            return self._unfilled(attempt, name)
        order = _renamed(kept.order, name, slot, attempt.gate is not None)
        return replace(kept, order=order)

    def _unfilled(self, attempt: Attempt, name: str) -> OutcomeRow | None:
        if attempt.outcome not in ("no_fill", "feed_void"):
            return None
        end = int(self._day.start[attempt.triggered]) + MINUTE_MS
        order = self._order(attempt.sign, end, 0.0, 0.0, None, self._day.closes)
        order = _renamed(order, name, attempt.slot, attempt.gate is not None)
        why = "no room between entry, stop and T1" if attempt.outcome == "no_fill" else "no minute after the trigger"
        verdict: Verdict = "no_fill" if attempt.outcome == "no_fill" else "feed_void"
        return uncounted(order, self._day.path, self._terms, verdict, why)

    def _order(
        self, sign: int, at: int, stop: float, t1: float, t2: float | None, until: int
    ) -> Order:  # fmt: skip
        return Order(
            id="", kind=self._made.kind, session=self._day.date, level_id="", side=1 if sign > 0 else -1,
            rules_version=self._version, decided_at=at, stop=stop, t1=t1, t2=t2, until=until,
            closes=self._day.closes, sigma=self._day.sigma,
        )  # fmt: skip

    def _resolve(self, sign: int, start: int, plan: Plan, last: int) -> Ending:
        day = self._day
        assert plan.t1 is not None, "a trade without a target is not filled"
        at = int(day.start[start])
        order = self._order(sign, at, plan.stop, plan.t1, plan.t2, self._until(at))
        row = resolve(order, day.path, self._terms)
        if row is None:
            why = "the data ended while it was open"
            self._kept[(sign, start)] = uncounted(order, day.path, self._terms, "feed_void", why)
            return Ending(OPEN, "open", float("nan"))
        self._kept[(sign, start)] = row
        if row.exit_at is None:
            return Ending(self._gap(start), row.verdict, float("nan"))
        bar = day.path.first_from(row.exit_at) - 1
        return Ending(bar, row.verdict, float("nan") if row.r is None else row.r)

    def _until(self, filled_at: int) -> int:
        """When the clock ends a trade: known at its fill."""
        limit, closes = self._made.limit, self._day.closes
        held = closes if limit.held_s is None else filled_at + round(1000 * limit.held_s)
        fixed = closes if limit.before_close_s is None else closes - round(1000 * limit.before_close_s)
        return min(closes, held, fixed)

    def _gap(self, start: int) -> int:
        """The first bar after `start` before which minutes are missing, `start` itself where there is none."""
        later = np.flatnonzero(np.diff(self._day.start[start:]) > MINUTE_MS)
        return start + 1 + int(later[0]) if later.size else start


def _renamed(order: Order, name: str, level: str, shadow: bool) -> Order:
    return replace(order, id=name, level_id=level, shadow=shadow)


def _scored(day: Day, row: OutcomeRow, stack: Stack | None, terms: Terms, draws: int) -> Scored:
    if not row.counted:
        return Scored(row=row)
    late = resolve(row.order, day.path, terms_of(lag=terms.lag + 1))
    seed = int(day.date.replace("-", "")) ^ SEED
    drawn = None if stack is None else control(row, stack, day.opens, seed, draws, terms)
    sample = None if drawn is None else pack(drawn.r, drawn.won)
    counted = late is not None and late.counted
    return Scored(
        row=row, control=sample, late_r=late.r if late is not None and counted else None,
        late_won=late.won if late is not None and counted else None,
    )  # fmt: skip
