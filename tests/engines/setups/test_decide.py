"""Watched, armed, triggered: one closed bar at a time."""

import msgspec

from spxcc.engines.setups.decide import advance, needs_of, side_of, watch, with_plan, without_input
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import EMPTY, Tracked
from spxcc.engines.setups.params import BLIND_BARS, RULES
from spxcc.engines.setups.reading import Reading
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene
from tests.engines.setups.days import World, ruled
from tests.engines.setups.scenes import scene_of

(RULE,) = ruled("fade_at_wall")
VETO = Check(name="trading", ok=False, value="halted", need="not halted")
NEAR = [6815.0] * 20
LIMIT = 2**60


def start(closes: list[float], world: World) -> tuple[Scene, Reading, Tracked]:
    scene = scene_of(world, closes)
    level = RULE.find(scene, -1)
    assert level is not None
    reading = RULE.read(scene, -1, level, EMPTY)
    assert reading is not None
    return scene, reading, watch(scene, "fade_at_wall", -1, level, reading, "2026-01-14", 0, "v1", LIMIT)


def again(tracked: Tracked, closes: list[float], world: World, *gates: Check) -> Tracked:
    scene = scene_of(world, closes)
    reading = RULE.read(scene, -1, scene.levels.get(tracked.setup.level_id), tracked.memo)
    assert reading is not None
    return advance(tracked, scene, reading, gates, scene.at + 60_000)


def test_a_new_place_says_why_it_is_watched() -> None:
    scene, reading, tracked = start(NEAR, World(p_plus=0.6))
    assert (tracked.phase, tracked.setup.state, tracked.setup.created) == ("watching", "forming", scene.at)
    assert tracked.setup.reason == "fade at wall at CW 6,825.00"
    shown = advance(tracked, scene, reading, (), LIMIT)
    assert (shown.phase, shown.setup.passed, shown.setup.total) == ("watching", 4, 7)
    assert shown.setup.needs == "P⁺ ≥ 70% (60%)"
    assert shown.setup.probability is None
    assert side_of(1) == "long"


def test_it_is_armed_when_all_conditions_hold_and_nothing_forbids() -> None:
    _, _, tracked = start(NEAR, World())
    blocked = again(tracked, [*NEAR, 6822.0], World(), VETO)
    assert (blocked.phase, blocked.gated, blocked.setup.needs) == ("watching", True, "trading not halted (halted)")
    assert blocked.setup.checks[-1] == VETO
    armed = again(tracked, [*NEAR, 6822.0], World())
    assert (armed.phase, armed.memo.price, armed.setup.state) == ("armed", 6825.0, "ready")
    assert armed.setup.needs == "touch ≤ 3 min (unknown)"
    assert armed.setup.expires == armed.setup.updated + 60_000


def test_arming_latches_until_its_falsifier() -> None:
    _, _, tracked = start(NEAR, World())
    armed = again(tracked, [*NEAR, 6822.0], World())
    weaker = again(armed, [*NEAR, 6822.0, 6819.0], World(p_plus=0.6))
    assert weaker.phase == "armed"
    over = again(armed, [*NEAR, 6822.0, 6822.0], World(p_plus=0.4))
    assert (over.phase, over.setup.reason) == ("invalidated", "P⁺ below 50 %")


def test_a_trigger_waits_for_the_open_of_the_next_minute() -> None:
    _, _, tracked = start(NEAR, World())
    armed = again(tracked, [*NEAR, 6822.0], World())
    gone = again(armed, [*NEAR, 6822.0, 6824.0], World())
    assert (gone.phase, gone.setup.needs) == ("triggered", "the open of the next minute")
    assert gone.trade is None
    assert again(armed, [*NEAR, 6822.0, 6824.0], World(), VETO).phase == "armed"


def test_updated_moves_only_with_what_is_shown() -> None:
    _, _, tracked = start(NEAR, World(p_plus=0.6))
    one = again(tracked, NEAR, World(p_plus=0.6))
    same = again(one, NEAR, World(p_plus=0.6))
    assert same.setup is one.setup
    later = again(one, [*NEAR, 6816.0], World(p_plus=0.6))
    assert later.setup.updated == one.setup.updated + 60_000


def test_without_input_for_too_long_a_place_is_given_up() -> None:
    _, _, tracked = start(NEAR, World())
    for _ in range(BLIND_BARS - 1):
        tracked = without_input(tracked, 1, 6800.0, "no σ")
        assert tracked.pending
    assert msgspec.structs.replace(again(tracked, NEAR, World())).blind == 0
    over = without_input(tracked, 1, 6800.0, "no σ")
    assert (over.phase, over.setup.reason) == ("invalidated", "no input for 5 minutes: no σ")


def test_a_plan_that_lacks_its_risk_shows_no_prices() -> None:
    _, _, tracked = start(NEAR, World())
    shown = with_plan(tracked.setup, -1, Blueprint(entry=100.0, stop=105.0, t1=(95.0,)), RULES.common)
    assert (shown.entry, shown.stop, shown.t1, shown.null_probability) == (100.0, 105.0, 95.0, 0.5)
    bare = with_plan(shown, -1, Blueprint(entry=100.0, stop=99.0), RULES.common)
    assert (bare.entry, bare.stop, bare.t1, bare.r1, bare.null_probability) == (None,) * 5
    assert needs_of(()) == ""
