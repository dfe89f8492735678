"""Walls where dealers hedge: nothing at strength 0, and more with every step (`pytest -m slow` for the report)."""

import numpy as np
import pytest

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.compute import compute_with
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.noted import tape_of
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.feeds.simulator.grid import grid_of
from spxcc.feeds.simulator.hedging import Dealers, dealers_of, hedged_days
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.feeds.simulator.streams import Seed
from spxcc.market.snapshot import SymbolBars
from spxcc.runtime.score.decide import OPEN_GATES, played, terms_of
from spxcc.runtime.score.wall_text import verdict, wall_lines
from spxcc.runtime.score.walls import STRENGTHS, days_of, report, touches, wall_of, wall_tape
from tests.engines.setups.days import World, columns_from, cut, ruled, upstream_of
from tests.fakes.snapshots import EMPTY, make_session, make_snapshot

PIN = scenario_named("pin")
DAY = 3
FADE = next(one for one in shipped() if one.kind == "fade_at_wall")


def test_minutes_hold_all_seconds_of_a_path() -> None:
    grid = grid_of(PIN.date)
    paths = hedged_days(PIN, [1, 2], 0.0)
    for day, path in zip(days_of(paths, grid, 1.0), paths, strict=True):
        assert day.close.size == grid.seconds // 60
        assert (day.high.max(), day.low.min()) == (path.max(), path.min())
        assert np.array_equal(day.open[1:], day.close[:-1])


def test_a_touch_is_a_first_second_from_afar() -> None:
    path = np.full(4000, 100.0)
    path[1000:] = 105.0
    path[1020:1060] = 104.0
    (only,) = touches(path, 3, 105.0, 1, 1.0)
    assert (only.day, only.away, only.held) == (3, 0.0, True)
    assert touches(path, 3, 105.0, 1, 10.0) == [], "not far enough in its own units"
    path[1060:] = 103.0
    (pushed,) = touches(path, 3, 105.0, 1, 1.0)
    assert pushed.away == 2.0
    path[1900:] = 107.0
    assert not touches(path, 3, 105.0, 1, 1.0)[0].held


def test_there_is_a_wall_only_where_dealers_are_long_gamma() -> None:
    levels, seconds = np.arange(5900.0, 6101.0, 2.0), np.array([0.0, 23_400.0])
    rising = np.tile(np.tanh((levels - 6020) / 10), (2, 1))
    assert wall_of(Dealers(levels, seconds, rising), 6000.0, 1, 40.0) == 6020.0
    assert wall_of(Dealers(levels, seconds, -rising), 6000.0, 1, 40.0) is None


def test_the_report_is_the_same_again_and_in_words() -> None:
    one = report(PIN, FADE, 5, strengths=(0.0, 2.0))
    assert one == report(PIN, FADE, 5, strengths=(0.0, 2.0))
    lines = wall_lines(one)
    assert len(lines) == 6
    assert lines[-1] == verdict(one)
    assert one.rows[1].null_held == one.rows[0].held


def test_f42_the_desk_and_the_score_decide_one_day_by_one_rule() -> None:
    """The desk minute by minute, then the same day again as `score --walls` plays it: ids, rules and instants."""
    grid, memory = grid_of(PIN.date), SetupsMemory()
    (path,) = hedged_days(PIN, [DAY], 1.0)
    free = hedged_days(PIN, [DAY], 0.0)
    sigma = float(np.std(np.diff(free[:, ::60], axis=1)))
    (day,) = days_of(np.array([path]), grid, sigma)
    dealers = dealers_of(PIN, grid, Seed(DAY, PIN.name, grid.date), float(path[0]))
    walls = {sign: wall_of(dealers, float(path[0]), sign, sigma * (grid.seconds / 60) ** 0.5) for sign in (1, -1)}
    world = World(call_wall=walls[1], put_wall=walls[-1], word="undetermined")
    rules, session = ruled(FADE.kind), make_session(day.opens * 1_000_000, grid.date)
    starts, prices = day.start * 1_000_000, np.column_stack((day.open, day.high, day.low, day.close))
    whole = columns_from(starts, prices)
    for minute in range(starts.size):
        as_of, close = int(starts[minute]) + 60_000_000_000, float(day.close[minute])
        bars = {"SPX": SymbolBars(cut(whole, minute + 1), None, EMPTY, EMPTY, "")}
        snapshot = make_snapshot(as_of, spx=close, spy=None, bars=bars, session=session)
        _, memory = compute_with(snapshot, upstream_of(world, close, as_of), memory, RULES, rules)
    tape = tape_of(whole, starts.size, session, memory.notes)
    stage, scored = Stage(tape), set()
    for sign in FADE.sides:
        for row in played(day, FADE, sign, tape, stage, terms_of())[0]:
            if not row.order.shadow and row.verdict != "no_fill":
                scored.add((row.order.id, row.order.rules_version, row.order.decided_at, row.order.stop, row.order.t1))
    filled = [event for event in memory.log if event.phase == "filled" and not event.shadow]
    assert {(one.id, one.rules_version, one.t_event, one.stop, one.t1) for one in filled} == scored
    assert len(scored) >= 2
    assert {one.rules_version for one in memory.log} == {FADE.version}
    seen = wall_tape(day, walls)
    own = [row for sign in FADE.sides for row in played(day, FADE, sign, seen, Stage(seen), terms_of())[0]]
    assert {row.order.rules_version for row in own} == {FADE.version + OPEN_GATES}
    assert {row.order.level_id for row in own} == {"PW"}


@pytest.mark.slow
def test_f45_the_reaction_at_walls_is_none_without_hedging_and_rises_with_it() -> None:
    found = report(PIN, FADE, 200)
    assert [row.strength for row in found.rows] == list(STRENGTHS)
    free, *hedging = found.rows
    assert free.low is not None
    assert free.high is not None
    assert free.low < 0 < free.high
    reactions = [row.reaction for row in found.rows]
    assert reactions == sorted(reactions, key=lambda one: one or 0.0)
    assert all(row.low is not None and row.low > 0 for row in hedging)
    held = [row.held for row in found.rows]
    assert held == sorted(held, key=lambda one: one or 0.0)
    assert free.fade_low is not None
    assert free.fade_high is not None
    assert free.fade_low < 0 < free.fade_high
    assert all(row.fade_low is not None and row.fade_high is not None for row in hedging)
