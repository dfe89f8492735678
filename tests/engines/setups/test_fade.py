"""S1: steady wall, touch, close back inside; and its falsifiers."""

import msgspec
import pytest

from spxcc.engines.setups.fade import FadeRule, wall_level
from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.rule import Reading
from spxcc.market.units import to_millis
from tests.engines.setups.days import OPEN, World
from tests.engines.setups.scenes import check, scene_of

RULE = FadeRule()
ARMED = Memo(price=6825.0, far=6825.0)


def read(world: World, closes: list[float], memo: Memo, sign: int = -1, wick: float = 0.3) -> Reading:
    scene = scene_of(world, closes, wick=wick, walls_since=to_millis(OPEN))
    reading = RULE.read(scene, sign, wall_level(scene, sign), memo)
    assert reading is not None
    return reading


def test_a_wall_within_one_e15_is_watched() -> None:
    for sign, near, far in ((-1, 6815.0, 6812.0), (1, 6785.0, 6788.0)):
        found = RULE.find(scene_of(World(), [near]), sign)
        assert found is not None
        assert found.price == (6825.0 if sign < 0 else 6775.0)
        assert RULE.find(scene_of(World(), [far]), sign) is None
    assert RULE.find(scene_of(World(), [6826.0]), -1) is None
    assert RULE.find(scene_of(World(call_wall=None), [6820.0]), -1) is None


def test_f44_every_condition_is_measured() -> None:
    reading = read(World(p_plus=0.65), [6800.0, 6819.0], EMPTY)
    shown = {one.name: (one.ok, one.value, one.need) for one in (*reading.arm, *reading.trigger)}
    assert shown["P⁺"] == (False, "0.65", "≥ 0.70")
    assert shown["wall steady"] == (False, "2 min", "≥ 10 min")
    assert shown["distance"] == (False, "0.51 E15", "≤ 0.35 E15")
    assert shown["touch"][:2] == (False, "none")
    assert shown["close back inside"] == (None, "no touch", "≥ 0.59 pts")
    assert shown["opposing flow"] == (True, "50%", "≤ 65%")


def test_f44_flow_without_prints_is_unknown_and_does_not_hold() -> None:
    assert check(read(World(opposing=None), [6820.0], ARMED).trigger, "opposing flow").ok is None
    assert check(read(World(opposing=0.7), [6820.0], ARMED).trigger, "opposing flow").ok is False
    assert (
        check(read(World(opposing=0.7), [6780.0], Memo(price=6775.0, far=6775.0), sign=1).trigger, "opposing flow").ok
        is True
    )


def test_a_touch_counts_for_three_bars() -> None:
    memo = read(World(), [6823.0, 6824.5], ARMED).memo
    assert (memo.bars, memo.extreme) == (0, 6824.8)
    ages = []
    for _ in range(4):
        memo = read(World(), [6820.0, 6819.0], memo).memo
        ages.append(memo.bars)
    assert ages == [1, 2, 3, None]
    assert memo.extreme is None


def test_a_touch_and_closes_beyond_belong_to_the_wall_they_were_seen_at() -> None:
    memo = read(World(), [6823.0, 6824.5], EMPTY).memo
    assert (memo.bars, memo.far) == (0, 6825.0)
    moved = read(World(call_wall=6830.0), [6824.5, 6824.0], memo).memo
    assert (moved.bars, moved.extreme, moved.far) == (None, None, 6830.0)
    beyond = read(World(), [6825.5], EMPTY).memo
    assert (beyond.beyond, read(World(call_wall=6830.0), [6825.5], beyond).memo.beyond) == (1, 0)


def test_the_close_back_inside_needs_a_twentieth_of_e15() -> None:
    touched = msgspec.structs.replace(ARMED, bars=0, extreme=6825.5)
    assert check(read(World(), [6824.0, 6824.6], touched).trigger, "close back inside").ok is False
    assert check(read(World(), [6824.0, 6824.3], touched).trigger, "close back inside").ok is True


def test_f42_stop_and_targets_in_units_of_the_expected_move() -> None:
    e15 = scene_of(World(), [6824.0]).e15
    touched = msgspec.structs.replace(ARMED, bars=0, extreme=6825.5)
    made = read(World(centre=6800.0, vwap=6810.0), [6824.5, 6823.0], touched).blueprint
    assert made.stop == pytest.approx(6825.0 + 0.30 * e15)
    assert made.entry == pytest.approx(6823.0 - 0.10)
    assert made.t1 == (6810.0, 6800.0)
    assert (made.t1_r, made.t2_r) == (1.0, 2.0)
    high = msgspec.structs.replace(ARMED, bars=0, extreme=6832.0)
    assert read(World(), [6824.5, 6823.0], high).blueprint.stop == pytest.approx(6832.0 + 0.05 * e15)


def test_what_spoils_an_armed_fade() -> None:
    assert read(World(), [6824.0], ARMED).spoilt is None
    once = read(World(), [6826.0], ARMED)
    assert once.spoilt is None
    assert read(World(), [6826.5], once.memo).spoilt == "2 closes beyond 6,825.00"
    assert read(World(p_plus=0.49), [6824.0], ARMED).spoilt == "P⁺ fell to 0.49, below 0.50"
    assert read(World(call_wall=6830.0), [6824.0], ARMED).spoilt is None
    assert read(World(call_wall=6835.0), [6824.0], ARMED).spoilt == "the wall moved from 6,825.00 to 6,835.00"


def test_a_wall_that_the_price_has_crossed_is_no_evidence_of_a_move() -> None:
    assert read(World(call_wall=6850.0), [6826.0], ARMED).spoilt is None


def test_the_price_of_an_armed_wall_is_frozen() -> None:
    assert read(World(call_wall=6830.0), [6824.0], ARMED).price == 6825.0
    assert read(World(call_wall=6830.0), [6824.0], EMPTY).price == 6830.0
    assert read(World(), [6805.0], ARMED).left == "price left the wall: 1.70 E15 away"


@pytest.mark.parametrize(
    ("world", "words"),
    [
        (World(p_plus=None, gex_reason="coverage below 90 %"), "no P⁺ from the sign ensemble: coverage below 90 %"),
        (World(call_wall=None, put_wall=None), "the gex engine found no wall"),
    ],
)
def test_what_the_rule_lacks(world: World, words: str) -> None:
    assert RULE.lacks(scene_of(world, [6820.0])) == words
    assert RULE.lacks(scene_of(World(), [6820.0])) is None
    gone = RULE.read(scene_of(World(call_wall=None), [6820.0]), -1, None, EMPTY)
    assert gone is None
