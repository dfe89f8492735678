"""S2: an edge, an empty gap with little gamma, a wide bar through it and a second close that holds."""

import pytest

from spxcc.engines.setups.breakout import BreakoutRule
from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.rule import Reading
from tests.engines.setups.days import World
from tests.engines.setups.scenes import check, scene_of
from tests.engines.setups.stories import ladder
from tests.fakes.results import make_level

RULE = BreakoutRule()
EDGE = make_level("pdh-id", 6808.0, family="structural", kind="pdh", label="PDH")
FAR = make_level("em-id", 6832.0, family="gamma", kind="em_high", label="EM+")
WORLD = World(p_plus=0.3, call_wall=None, put_wall=6775.0, others=(EDGE, FAR), by_strike=ladder(6808.0, 6832.0))
QUIET = [6801.0, 6800.0] * 11


def read(closes: list[float], memo: Memo = EMPTY, world: World = WORLD) -> Reading:
    scene = scene_of(world, closes)
    reading = RULE.read(scene, 1, scene.levels.get("pdh-id"), memo)
    assert reading is not None
    return reading


def test_an_edge_within_one_e15_of_a_wide_gap_is_watched() -> None:
    found = RULE.find(scene_of(WORLD, [6800.0]), 1)
    assert found is not None
    assert found.id == "pdh-id"
    assert RULE.find(scene_of(WORLD, [6790.0]), 1) is None
    assert RULE.find(scene_of(WORLD, [6800.0]), -1) is None
    narrow = World(call_wall=None, others=(EDGE, make_level("x", 6818.0, kind="em_high")))
    assert RULE.find(scene_of(narrow, [6800.0]), 1) is None


def test_f44_its_conditions() -> None:
    arm = read([6800.0]).arm
    assert [(one.name, one.ok) for one in arm] == [("gap", True), ("gamma in gap", True), ("P⁺", True)]
    full = World(p_plus=0.6, call_wall=None, others=(EDGE, FAR), by_strike=ladder(0, 0))
    assert [one.ok for one in read([6800.0], world=full).arm] == [True, False, False]
    assert check(read([6800.0]).trigger, "bar range").value == "under 20 bars"


def test_a_break_and_a_second_close_that_holds() -> None:
    armed = Memo(price=6808.0, far=6832.0)
    broke = read([*QUIET, 6810.0], armed)
    assert broke.memo.bars == 0
    assert [one.ok for one in broke.trigger] == [True, True, False, True]
    holds = read([*QUIET, 6810.0, 6809.5], broke.memo)
    assert [one.ok for one in holds.trigger] == [True, True, True, True]
    assert holds.spoilt is None
    inside = read([*QUIET, 6810.0, 6807.5], broke.memo)
    assert inside.spoilt == "closed back inside 6,808.00"


def test_a_narrow_bar_beyond_is_no_break() -> None:
    armed = Memo(price=6808.0, far=6832.0)
    slow = read([*QUIET, *(6801.0 + 0.9 * step for step in range(1, 11))], armed)
    assert check(slow.trigger, "close beyond").ok is True
    assert check(slow.trigger, "bar range").ok is False
    assert slow.memo.bars is None


def test_f42_stop_behind_the_edge_targets_in_the_gap() -> None:
    scene = scene_of(WORLD, [6800.0])
    made = read([6800.0]).blueprint
    assert made.stop == pytest.approx(6808.0 - 0.35 * scene.e15)
    assert made.entry == pytest.approx(6808.0 + scene.z + 0.10)
    assert (made.t1, made.t2) == ((6820.0,), (6832.0,))


def test_edge_and_far_side_are_frozen_once_armed() -> None:
    moved = World(p_plus=0.3, call_wall=None, others=(FAR,), by_strike=WORLD.by_strike)
    scene = scene_of(moved, [6800.0])
    frozen = RULE.read(scene, 1, None, Memo(price=6808.0, far=6840.0))
    assert frozen is not None
    assert (frozen.price, frozen.blueprint.t2) == (6808.0, (6840.0,))
    assert RULE.read(scene, 1, None, EMPTY) is None


def test_what_leaves_a_watched_edge() -> None:
    assert read([6800.0]).left is None
    assert read([6790.0]).left == "price left the edge: 1.53 E15 away"
    assert read([6810.0]).left == "went through 6,808.00 before all conditions held"
    narrow = World(p_plus=0.3, call_wall=None, others=(EDGE, make_level("x", 6818.0, kind="em_high")))
    assert read([6800.0], world=narrow).left == "the gap narrowed to 0.60 E30"


def test_what_the_rule_lacks() -> None:
    assert RULE.lacks(scene_of(World(p_plus=None), [6800.0])) == "no P⁺ from the sign ensemble: not published"
    assert RULE.lacks(scene_of(World(), [6800.0])) == "no exposure by strike: not published"
    assert RULE.lacks(scene_of(WORLD, [6800.0])) is None
