"""Setups that the language says, at the desk: minute by minute they do what the columns say of the whole day."""

from collections.abc import Callable, Iterator
from functools import cache

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from spxcc.engines.setups.catalogue.load import load
from spxcc.engines.setups.compute import compute_with, spoken_rules
from spxcc.engines.setups.geometry import Plan, Trade
from spxcc.engines.setups.lifecycle import Phase
from spxcc.engines.setups.memory import FOREVER, SetupsMemory
from spxcc.engines.setups.noted import tape_of
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.position import resolve
from spxcc.engines.setups.result import SetupEvent
from spxcc.engines.setups.spoken import SpokenRule
from spxcc.engines.setups.trial.play import OPEN, Attempt, Ending, Player, Resolve
from spxcc.engines.setups.trial.sheet import Sheet, Stage
from spxcc.market.candles import Candle
from spxcc.market.snapshot import BarColumns, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.engines.setups.days import OPEN as OPENS
from tests.engines.setups.days import World, columns_from, cut, driftless, upstream_of
from tests.engines.setups.stories import ladder
from tests.fakes.results import make_level
from tests.fakes.snapshots import EMPTY, make_session, make_snapshot

session_at = cache(make_session)
FIRST = OPENS // 1_000_000


THIN = ladder(6795.0, 6829.0)
"""Gamma by strike with little of it between levels of the day before."""


def worlds(day: NDArray[np.float64], p_plus: float) -> Iterator[World]:
    """Gamma of one sign, walls and prior levels near, VWAP of equal volumes."""
    typical, count = day[:, 1:].mean(axis=1), np.arange(1, len(day) + 1)
    mean = np.cumsum(typical) / count
    spread = np.sqrt(np.maximum(np.cumsum(typical**2) / count - mean**2, 1e-6))
    prior = [make_level(f"{kind}-id", price, family="structural", kind=kind, label=kind.upper())
             for kind, price in (("pdh", 6818.0), ("pdl", 6788.0), ("pdc", 6830.0), ("onl", 6794.0))]  # fmt: skip
    for close, centre, sigma in zip(day[:, 3].tolist(), mean.tolist(), spread.tolist(), strict=True):
        above, below = float(np.ceil(close / 25) * 25), float(np.floor(close / 25) * 25)
        yield World(
            p_plus=p_plus, call_wall=above, put_wall=below, vwap=centre, vwap_sigma=sigma, word="undetermined",
            flip=(6801.0, 6806.0), others=tuple(prior), by_strike=THIN,
        )  # fmt: skip


def live(
    day: NDArray[np.float64], rules: tuple[SpokenRule, ...], p_plus: float = 0.3,
    look: Callable[[SetupsMemory, World], None] = lambda memory, world: None,
) -> tuple[SetupsMemory, BarColumns]:  # fmt: skip
    """The memory at the end of a day, a step a minute. look: sees that of each."""
    starts = OPENS + np.arange(len(day)) * NANOS_PER_MINUTE
    whole = columns_from(starts, day)
    memory = SetupsMemory()
    for minute, world in enumerate(worlds(day, p_plus)):
        as_of, close = int(starts[minute]) + NANOS_PER_MINUTE, float(day[minute, 3])
        bars = {"SPX": SymbolBars(cut(whole, minute + 1), None, EMPTY, EMPTY, "")}
        snapshot = make_snapshot(as_of, spx=close, spy=None, bars=bars, session=session_at(OPENS))
        _, memory = compute_with(snapshot, upstream_of(world, close, as_of), memory, RULES, rules)
        look(memory, world)
    return memory, whole


@cache
def lived(seed: int, p_plus: float) -> tuple[SetupsMemory, BarColumns, tuple[tuple[SetupsMemory, World], ...]]:
    """A made day with all that ships, lived once a process, and what was seen of each of its steps."""
    steps: list[tuple[SetupsMemory, World]] = []
    memory, whole = live(driftless(seed, 1)[0], spoken_rules(), p_plus, lambda seen, world: steps.append((seen, world)))
    return memory, whole, tuple(steps)


def full(whole: BarColumns) -> Resolve:
    """R1–R9 with both targets, by the desk's own arithmetic, bar by bar."""

    def ending(sign: int, start: int, plan: Plan, last: int) -> Ending:
        assert plan.t1 is not None
        trade = Trade(
            filled_at=to_millis(int(whole.start[start])), entry=plan.entry, stop=plan.stop, t1=plan.t1, t2=plan.t2,
            risk=sign * (plan.entry - plan.stop),
        )  # fmt: skip
        phase: Phase = "filled"
        until = to_millis(int(whole.start[last])) + 60_000
        for bar in range(start, len(whole)):
            candle = Candle(
                *(each[bar].item() for each in (whole.start, whole.open, whole.high, whole.low, whole.close))
            )
            trade, events = resolve(sign, trade, phase, candle, until if last < 389 else FOREVER, RULES.common)
            phase = events[-1].phase if events else phase
            if phase not in ("filled", "t1_hit"):
                return Ending(bar, phase, 0.0)
        return Ending(389, "market_closed", 0.0)

    return ending


def told(memory: SetupsMemory) -> list[tuple[object, ...]]:
    """What the desk did: a line for each place that armed."""
    found: dict[str, list[SetupEvent]] = {}
    for event in memory.log:
        found.setdefault(event.id, []).append(event)
    lines: list[tuple[object, ...]] = []
    for name, events in found.items():
        at = {event.phase: (event.t_event - FIRST) // 60_000 - 1 for event in events}
        if "armed" not in at:
            continue
        filled = next((event for event in events if event.phase == "filled"), None)
        plan = None if filled is None else (filled.entry, filled.stop, filled.t1, filled.t2)
        lines.append((events[0].kind, events[0].side, name.endswith("~"), at["armed"], at.get("triggered"), plan))
    return sorted(lines, key=repr)


def said(attempts: list[Attempt]) -> list[tuple[object, ...]]:
    return [
        (one.kind, "long" if one.sign > 0 else "short", one.gate is not None, one.armed,
         None if one.triggered == OPEN else one.triggered,
         None if one.plan is None else (one.plan.entry, one.plan.stop, one.plan.t1, one.plan.t2))
        for one in attempts
    ]  # fmt: skip


@pytest.mark.parametrize(("seed", "p_plus"), [(3, 0.3), pytest.param(4, 0.3, marks=pytest.mark.slow), (6, 0.8)])
def test_f42_the_desk_does_minute_by_minute_what_the_columns_say_of_the_day(seed: int, p_plus: float) -> None:
    rules = spoken_rules()
    memory, whole, _ = lived(seed, p_plus)
    tape = tape_of(whole, 390, session_at(OPENS), memory.notes)
    stage, attempts = Stage(tape), list[Attempt]()
    for rule in rules:
        for sign in rule.definition.sides:
            player = Player(Sheet(rule.definition, sign, stage), RULES.common, lambda row: full(whole), 1200.0)
            attempts += player.session(0)
    expected = sorted(said(attempts), key=repr)
    kinds = {rule.kind for rule in rules}
    assert [line for line in told(memory) if line[0] in kinds] == expected
    assert len({line[0] for line in expected if line[5] is not None}) >= 3
    assert any(line[2] for line in expected)
    assert p_plus < 0.6 or any(line[0] == "mean_reversion" and line[5] is not None for line in expected)


def test_conditions_are_shown_with_value_and_need_on_both_sides() -> None:
    text = """[setup.mine]
levels = ["VW"]
stop = "at_arm(low) - 2 pts"
t1 = ["1R"]
[setup.mine.arm]
"beyond" = "close > level"
"P⁺" = "P_plus <= 40 %"
"early" = "since_open >= 20 min"
"way" = "abs(close - level) >= 0.1 pts"
"steps" = "since(close > close[1]) >= 0 bars"
"not late" = "clock < 15:00"
"path" = "ER(10 bars) >= 0"
"both" = "close > level and close > open - 50 pts"
[setup.mine.trigger]
"higher" = "close > high[1]"
"""
    (made,), problems = load(text, "x")
    assert problems == ()
    day = driftless(3, 1)[0][:120]
    memory, _ = live(day, (SpokenRule(made),))
    setups = [one.setup for one in (*memory.tracked, *memory.shadows)]
    assert {setup.side for setup in setups} <= {"long", "short"}
    setups = [setup for setup in setups if setup.kind == "mine"]
    shown = {check.name: check for setup in setups for check in setup.checks}
    assert shown["P⁺"].value == "30%"
    assert shown["P⁺"].need == "≤ 40%"
    assert shown["both"].need.startswith("close > level and")
    assert shown["early"].need == "≥ 20 min"
    assert shown["not late"].need == "< 15:00"
    for setup in setups:
        beyond = next((check for check in setup.checks if check.name == "beyond"), None)
        assert beyond is None or beyond.need.startswith(">" if setup.side == "long" else "<")


def test_what_nobody_told_is_named() -> None:
    rules = {rule.kind: rule for rule in spoken_rules()}
    assert set(rules) == {
        "fade_at_wall", "breakout_vacuum", "mean_reversion", "trend_continuation", "orb_breakout", "orb_failure",
        "vwap_reclaim", "flip_cross", "failed_breakdown", "gap_fill", "pin_drift", "power_hour_momentum",
    }  # fmt: skip
    day = driftless(5, 1)[0][:60]
    memory, _ = live(day, tuple(rules.values()))
    bare = msgspec.structs.replace(memory, notes=(), log=())
    starts = OPENS + np.arange(61) * NANOS_PER_MINUTE
    more = np.vstack([day, day[-1:]])
    whole = columns_from(starts, more)
    as_of = int(starts[-1]) + NANOS_PER_MINUTE
    snapshot = make_snapshot(
        as_of, spx=6800.0, spy=None, bars={"SPX": SymbolBars(whole, None, EMPTY, EMPTY, "")}, session=session_at(OPENS)
    )
    world = World(p_plus=None, call_wall=None, put_wall=None, vwap=None)
    result, _ = compute_with(snapshot, upstream_of(world, 6800.0, as_of), bare, RULES, tuple(rules.values()))
    assert result.missing["power_hour_momentum"].startswith("no P⁺ from the sign ensemble")
    assert result.missing["vwap_reclaim"] == "no VWAP"
    assert result.missing["gap_fill"] == "no session before"
    assert "orb_breakout" not in result.missing
    assert "failed_breakdown" not in result.missing
    assert all(setup.kind != "pin_drift" for setup in result.setups)


def test_f42_before_its_trigger_an_entry_lies_where_the_trigger_needs_a_close() -> None:
    """At the extreme itself the risk is next to nothing, and a reward over it any number: 24 on this day."""
    rewards: list[float] = []
    for memory, world in lived(6, 0.8)[2]:
        assert world.vwap is not None
        for one in memory.tracked:
            setup = one.setup
            if setup.kind == "mean_reversion" and one.pending and setup.entry is not None:
                band = world.vwap - one.sign * 2 * world.vwap_sigma
                assert one.sign * (setup.entry - band) >= 0 or setup.updated < memory.last_end
                rewards.append(setup.r1 or 0.0)

    assert len(rewards) > 20
    assert max(rewards) < 10
