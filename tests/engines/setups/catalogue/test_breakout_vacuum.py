"""S2 as its definition says it (SETUPS.md 1): an edge, a gap with little gamma, a wide bar, a close that holds."""

from dataclasses import replace

import pytest

from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.noted import tape_of
from spxcc.engines.setups.params import MINUTE_MS, RULES
from spxcc.engines.setups.reading import Reading
from spxcc.engines.setups.scene import Scene
from spxcc.engines.setups.trial import play as trial
from spxcc.engines.setups.trial.ending import Endings
from spxcc.engines.setups.trial.sheet import Sheet, Stage
from spxcc.market.units import to_millis
from tests.engines.setups.days import OPEN, SPOT, Player, World, bars_of, columns_of, mirror, ruled
from tests.engines.setups.scenes import check, scene_of
from tests.engines.setups.stories import BREAKOUT_CLOSES, BREAKOUT_WORLD, ladder
from tests.fakes.results import make_level
from tests.fakes.snapshots import make_session

(RULE,) = ruled("breakout_vacuum")
EDGE = make_level("pdh-id", 6808.0, family="structural", kind="pdh", label="PDH")
FAR = make_level("em-id", 6832.0, family="gamma", kind="em_high", label="EM+")
NEAR = make_level("x", 6818.0, kind="em_high", label="X")
WORLD = World(p_plus=0.3, call_wall=None, put_wall=6775.0, others=(EDGE, FAR), by_strike=ladder(6808.0, 6832.0))
QUIET = [6801.0, 6800.0] * 11


def armed_at(minute: int, price: float = 6808.0) -> Memo:
    """Of a long at the edge, armed at the close of the bar with this index."""
    end = bars_of([0.0] * (minute + 1))[-1].start // 1_000_000 + 60_000
    return Memo(price=price, slot="EDGE", armed_at=end)


def reading_of(scene: Scene, memo: Memo) -> Reading:
    reading = RULE.read(scene, 1, scene.levels.get("pdh-id"), memo)
    assert reading is not None
    return reading


def read(closes: list[float], world: World = WORLD) -> Reading:
    return reading_of(scene_of(world, closes), EMPTY)


def after(closes: list[float], world: World = WORLD) -> Reading:
    """Armed at the last of the quiet minutes in the usual world; the last of `closes` in `world`."""
    return reading_of(scene_of(world, [*QUIET, *closes], before=WORLD), armed_at(len(QUIET) - 1))


def test_an_edge_within_one_e15_of_a_wide_gap_is_watched() -> None:
    found = RULE.find(scene_of(WORLD, [6800.0]), 1)
    assert found is not None
    assert (found.id, found.label) == ("pdh-id", "PDH")
    assert RULE.find(scene_of(WORLD, [6790.0]), 1) is None
    assert RULE.find(scene_of(WORLD, [6800.0]), -1) is None
    narrow = World(call_wall=None, others=(EDGE, NEAR))
    assert RULE.find(scene_of(narrow, [6800.0]), 1) is None


def test_f44_every_condition_is_measured() -> None:
    shown = {one.name: (one.ok, one.value, one.need) for one in read([6800.0]).arm}
    assert shown["place"] == (True, "holds", "level - close in [0*E15, 1*E15]")
    assert shown["gap"] == (True, "1.44", "≥ 1.00")
    assert shown["gamma in gap"][0] is True
    assert shown["P⁺"] == (True, "30%", "≤ 50%")
    full = World(p_plus=0.6, call_wall=None, others=(EDGE, FAR), by_strike=ladder(0, 0))
    held = {one.name: one.ok for one in read([6800.0], full).arm}
    assert held == {"place": True, "gap": True, "gamma in gap": False, "P⁺": False}
    assert check(read([6800.0]).trigger, "bar range").ok is None


def test_a_break_and_a_second_close_that_holds() -> None:
    broke = after([6810.0])
    assert {one.name for one in broke.trigger if not one.ok} == {"close beyond", "bar range"}
    assert broke.spoilt is None
    holds = after([6810.0, 6809.5])
    assert [one.ok for one in holds.trigger] == [True, True, True, True]
    assert holds.spoilt is None


def test_what_spoils_an_armed_breakout() -> None:
    assert after([6810.0, 6807.5]).spoilt == "closed back inside"
    assert after([6807.5]).spoilt is None
    slow = [6801.0 + 0.9 * step for step in range(1, 11)]
    assert after([*slow, 6807.5]).spoilt is None


def test_a_narrow_bar_beyond_is_no_break() -> None:
    slow = after([6801.0 + 0.9 * step for step in range(1, 12)])
    assert check(slow.trigger, "close beyond").ok is True
    assert check(slow.trigger, "bar range").ok is False


def test_no_target_is_nearer_than_its_stop_allows() -> None:
    assert check(after([6810.0, 6812.0]).trigger, "reward").ok is True
    assert check(after([6810.0, 6814.0]).trigger, "reward").ok is False


def test_f42_stop_behind_the_edge_targets_in_the_gap() -> None:
    scene, made = scene_of(WORLD, [6800.0]), read([6800.0]).blueprint
    assert made.stop == pytest.approx(6808.0 - 0.35 * scene.e15)
    assert made.entry == pytest.approx(6808.0 + 0.10)
    assert (made.t1, made.t2) == ((6820.0,), (6832.0,))


def test_edge_and_far_side_are_frozen_once_armed() -> None:
    moved = replace(WORLD, others=(make_level("y", 6840.0, kind="em_high"), make_level("z", 6815.0, kind="pdh")))
    frozen = after([6800.0], moved)
    assert (frozen.price, frozen.blueprint.t1, frozen.blueprint.t2) == (6808.0, (6820.0,), (6832.0,))


def test_what_leaves_a_watched_edge() -> None:
    watched = Memo(slot="EDGE")
    assert reading_of(scene_of(WORLD, [6800.0]), watched).left is None
    assert reading_of(scene_of(WORLD, [6790.0]), watched).left == "place: no longer holds"
    assert RULE.read(scene_of(WORLD, [6810.0]), 1, EDGE, watched) is None
    further = replace(WORLD, others=(EDGE, FAR, make_level("f", 6850.0, kind="em_high")))
    assert reading_of(scene_of(further, [6810.0]), watched).left == "place: no longer holds"
    narrow = replace(WORLD, others=(EDGE, NEAR, make_level("f", 6819.0, kind="em_high")))
    assert reading_of(scene_of(narrow, [6800.0]), watched).left == "gap: no longer holds"
    gone = replace(WORLD, others=(FAR,))
    assert RULE.read(scene_of(gone, [6800.0]), 1, None, watched) is None


def test_while_it_is_watched_the_place_is_whichever_level_is_the_next_edge() -> None:
    nearer = make_level("n", 6804.0, family="structural", kind="onh", label="ONH")
    found = reading_of(scene_of(replace(WORLD, others=(nearer, FAR)), [6800.0]), Memo(slot="EDGE"))
    assert (found.left, found.level.id, found.price) == (None, "n", 6804.0)
    player, world = Player(spoken=(RULE,)), replace(WORLD, p_plus=0.6)
    player.play(bars_of(QUIET), world)
    (setup,) = [one[-1] for one in player.seen.values()]
    assert (setup.level_id, setup.level_label, setup.level_price) == ("pdh-id", "PDH", 6808.0)
    player.minute(bars_of([*QUIET, 6800.0])[-1], replace(world, others=(nearer, FAR)))
    (setup,) = [one[-1] for one in player.seen.values()]
    assert (setup.level_id, setup.level_label, setup.level_price, setup.state) == ("n", "ONH", 6804.0, "forming")


@pytest.mark.parametrize("sign", [1, -1])
def test_f42_desk_and_columns_decide_the_story_alike(sign: int) -> None:
    closes = BREAKOUT_CLOSES if sign > 0 else [2 * SPOT - close for close in BREAKOUT_CLOSES]
    bars, world = bars_of(closes), BREAKOUT_WORLD if sign > 0 else mirror(BREAKOUT_WORLD)
    player = Player(spoken=(RULE,))
    player.play(bars, world)
    (lived,) = [one[-1] for one in player.seen.values() if "T2 hit" in one[-1].reason]
    assert (lived.level_label, lived.rules_version) == ("PDH", RULE.definition.version)
    tape = tape_of(columns_of(bars), len(bars), make_session(OPEN), player.memory.notes)
    sheet = Sheet(RULE.definition, sign, Stage(tape))
    played = trial.Player(sheet, RULES.common, Endings(tape, RULES.common).of, 1200.0).session(0)
    (found,) = [one for one in played if one.gate is None and one.plan is not None]
    ends = [(step.at - to_millis(OPEN)) // MINUTE_MS - 1 for step in lived.history]
    assert ends[1:3] == [found.armed, found.triggered]
    assert found.plan is not None
    plan = (found.plan.entry, found.plan.stop, found.plan.t1, found.plan.t2)
    assert plan == (lived.entry, lived.stop, lived.t1, lived.t2)


def test_what_the_rule_lacks() -> None:
    assert RULE.lacks(scene_of(World(p_plus=None), [6800.0])) == "no P⁺ from the sign ensemble: not published"
    assert RULE.lacks(scene_of(World(), [6800.0])) == "no exposure by strike: not published"
    assert RULE.lacks(scene_of(WORLD, [6800.0])) is None
    # Without a gap there is nothing to find, which is no want of input: what is armed elsewhere goes on.
    assert RULE.lacks(scene_of(replace(WORLD, put_wall=None, others=(EDGE,)), [6800.0])) is None
    empty = scene_of(replace(WORLD, put_wall=None, others=()), [6800.0])
    assert RULE.lacks(empty) == "no levels yet"
