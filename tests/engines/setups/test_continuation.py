"""S4: an efficient impulse, a measured pull-back, a close beyond the bar before."""

import pytest

from spxcc.engines.setups.continuation import ContinuationRule, flip_side
from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.rule import Reading
from tests.engines.setups.days import World
from tests.engines.setups.scenes import check, scene_of

RULE = ContinuationRule()
WORLD = World(vwap=6800.0, flip=(6780.0, 6790.0))
RISE = [6790.0 + minute for minute in range(36)]
"""To 6825."""
PULL_BACK = [*RISE, 6822.0, 6818.0, 6814.0]


def read(closes: list[float], memo: Memo = EMPTY, sign: int = 1, world: World = WORLD) -> Reading:
    scene = scene_of(world, closes)
    reading = RULE.read(scene, sign, None, memo)
    assert reading is not None
    return reading


def test_an_efficient_impulse_on_the_right_side_of_vwap_is_watched() -> None:
    found = RULE.find(scene_of(WORLD, PULL_BACK), 1)
    assert found is not None
    assert found.kind == "vwap"
    assert RULE.find(scene_of(WORLD, PULL_BACK), -1) is None
    assert RULE.find(scene_of(World(vwap=6820.0), PULL_BACK), 1) is None
    assert RULE.find(scene_of(WORLD, RISE[-20:]), 1) is None
    falling = [2 * 6800.0 - close for close in PULL_BACK]
    assert RULE.find(scene_of(WORLD, falling), -1) is not None


def test_f44_its_conditions() -> None:
    arm = read(PULL_BACK).arm
    assert [(one.name, one.ok) for one in arm] == [
        ("efficiency", True),
        ("VWAP side", True),
        ("flip side", True),
        ("impulse", True),
        ("retrace", True),
    ]
    assert check(read([*RISE, 6823.0]).arm, "retrace").ok is False
    assert check(read([*RISE, 6815.0, 6804.0]).arm, "retrace").ok is False
    assert check(arm, "retrace").need == "30%–60%"


def test_the_flip_side() -> None:
    assert flip_side(scene_of(WORLD, [6795.0]), 1) == (True, "+5.00 pts from 6,790.00")
    assert flip_side(scene_of(WORLD, [6785.0]), 1)[0] is False
    assert flip_side(scene_of(WORLD, [6785.0]), -1)[0] is False
    assert flip_side(scene_of(WORLD, [6775.0]), -1)[0] is True
    assert flip_side(scene_of(World(), [6785.0]), 1) == (True, "no flip in range, net gamma positive")
    assert flip_side(scene_of(World(), [6785.0]), -1)[0] is False
    assert flip_side(scene_of(World(p_plus=None), [6785.0]), 1) == (None, "no sign ensemble")


def test_a_close_beyond_the_bar_before_is_the_turn() -> None:
    armed = Memo(price=6800.0, origin=6794.7, far=6825.3, extreme=6813.7, efficiency=1.0)
    assert check(read([*PULL_BACK, 6815.0], armed).trigger, "turn").ok is False
    turned = read([*PULL_BACK, 6818.5], armed)
    assert check(turned.trigger, "turn").ok is True
    assert check(turned.trigger, "turn").need == "above 6,818.30"


def test_f42_stop_beyond_the_swing_targets_at_the_peak_and_one_impulse() -> None:
    armed = Memo(price=6800.0, origin=6794.7, far=6825.3, extreme=6813.7, efficiency=1.0)
    scene, made = scene_of(WORLD, [*PULL_BACK, 6818.5]), read([*PULL_BACK, 6818.5], armed).blueprint
    assert made.entry == pytest.approx(6818.6)
    assert made.stop == pytest.approx(6813.7 - 0.10 * scene.e15)
    assert made.t1 == (6825.3,)
    assert made.t2[0] == pytest.approx(6813.7 + 30.6)


def test_what_spoils_an_armed_one() -> None:
    armed = Memo(price=6800.0, origin=6794.7, far=6825.3, extreme=6813.7, efficiency=1.0)
    assert read([*PULL_BACK, 6812.0], armed).spoilt is None
    assert read([*PULL_BACK, 6799.0], armed).spoilt == "gave back 87% of the impulse"
    passed = read([*PULL_BACK, 6826.0], armed)
    assert check(passed.trigger, "reward").ok is None or not check(passed.trigger, "reward").ok
    assert passed.spoilt == "went past the peak 6,825.30 without a trigger"


def test_a_watched_trend_is_left_when_it_ends() -> None:
    assert read(PULL_BACK).left is None
    assert read(PULL_BACK, world=World(vwap=6816.0)).left == "closed on the other side of VWAP 6,816.00"
    assert read([*RISE, 6810.0, 6799.0], world=World(vwap=6790.0)).left == "gave back 93% of the impulse"
    wander = [6800.0 + 3 * (minute % 2) for minute in range(45)]
    left = read(wander, world=World(vwap=6790.0)).left
    assert left is not None
    assert left.startswith("the trend faded")


def test_what_the_rule_lacks() -> None:
    assert RULE.lacks(scene_of(WORLD, RISE[:20])) == "the trend needs 31 closed SPX minutes of the session, found 20"
    assert RULE.lacks(scene_of(World(), RISE)) == "no VWAP: no volume"
    assert RULE.lacks(scene_of(WORLD, RISE)) is None
    assert RULE.read(scene_of(World(), RISE), 1, None, EMPTY) is None
