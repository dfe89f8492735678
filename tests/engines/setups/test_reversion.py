"""S3: a stretch from VWAP, and the first close back inside two σ."""

import pytest

from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.reversion import ReversionRule, band_level, spread
from spxcc.engines.setups.rule import Reading
from tests.engines.setups.days import World
from tests.engines.setups.scenes import check, scene_of

RULE = ReversionRule()
WORLD = World(vwap=6800.0, vwap_sigma=10.0)
WANDER = [6800.0 + 9 * (minute % 2) for minute in range(40)]


def read(closes: list[float], memo: Memo = EMPTY, sign: int = -1, world: World = WORLD) -> Reading:
    scene = scene_of(world, closes)
    reading = RULE.read(scene, sign, band_level(scene, sign), memo)
    assert reading is not None
    return reading


def test_the_band_on_the_far_side_is_watched_from_one_and_a_half_sigma() -> None:
    assert spread(scene_of(WORLD, [6800.0])) == pytest.approx(10.0)
    for sign, near, far in ((-1, 6815.0, 6814.9), (1, 6785.0, 6785.1)):
        found = RULE.find(scene_of(WORLD, [near]), sign)
        assert found is not None
        assert found.price == 6800.0 - sign * 20.0
        assert RULE.find(scene_of(WORLD, [far]), sign) is None
    assert RULE.find(scene_of(World(), [6815.0]), -1) is None


def test_f44_its_conditions() -> None:
    reading = read([*WANDER, 6821.0])
    assert [(one.name, one.ok) for one in reading.arm] == [("P⁺", True), ("stretch", True), ("efficiency", True)]
    assert check(read([6821.0]).arm, "efficiency").value == "under 31 minutes"
    assert check(read([*WANDER, 6819.0]).arm, "stretch").ok is False
    trend = [6790.0 + minute for minute in range(40)]
    assert check(read(trend).arm, "efficiency").ok is False


def test_only_the_first_close_back_inside_counts() -> None:
    outside = read([6815.0, 6821.0], Memo(price=6820.0))
    assert outside.memo.beyond == 1
    back = read([6821.0, 6818.0], outside.memo)
    assert check(back.trigger, "first close inside").ok is True
    assert back.spoilt is None
    assert check(back.arm, "stretch").value == "2.10 σ"
    late = read([6818.0, 6817.0], back.memo)
    assert check(late.trigger, "first close inside").ok is False
    assert late.spoilt == "the first close back inside has passed"


def test_f42_stop_beyond_the_extreme_targets_half_way_and_vwap() -> None:
    scene = scene_of(WORLD, [6815.0, 6824.0])
    back = read([6824.0, 6818.0], Memo(price=6820.0, extreme=6826.0, beyond=2))
    assert back.blueprint.stop == pytest.approx(6826.0 + 0.10 * scene.e15, abs=0.01)
    assert back.blueprint.t1 == ((6818.0 + 6800.0) / 2,)
    assert back.blueprint.t2 == (6800.0,)
    assert back.blueprint.entry == pytest.approx(6817.9)


def test_the_extreme_looks_back_a_quarter_hour_and_then_follows() -> None:
    assert read([6830.0, *[6815.0] * 14]).memo.extreme == pytest.approx(6830.3)
    assert read([6830.0, *[6815.0] * 16]).memo.extreme == pytest.approx(6815.3)
    assert read([6821.0, 6825.0], Memo(extreme=6823.0)).memo.extreme == pytest.approx(6825.3)
    assert read([6779.0, 6775.0], Memo(extreme=6777.0), sign=1).memo.extreme == pytest.approx(6774.7)


def test_f42_no_room_for_the_risk_is_no_trigger() -> None:
    far = Memo(price=6820.0, extreme=6850.0, beyond=3)
    reading = read([6824.0, 6818.0], far)
    assert check(reading.trigger, "reward").ok is False
    assert reading.spoilt == "closed back inside without room to VWAP for the risk"


def test_a_watched_stretch_that_fades_is_left() -> None:
    assert read([6811.9]).left == "price came back to 1.19 σ before all conditions held"
    assert read([6812.1]).left is None
    assert read([6811.9], Memo(price=6820.0)).left is None


def test_what_the_rule_lacks() -> None:
    assert RULE.lacks(scene_of(World(), [6800.0])) == "no VWAP with bands: no volume"
    assert RULE.lacks(scene_of(World(vwap=6800.0, p_plus=None), [6800.0])) is not None
    assert RULE.lacks(scene_of(WORLD, [6800.0])) is None
    assert RULE.read(scene_of(World(), [6800.0]), 1, None, EMPTY) is None
