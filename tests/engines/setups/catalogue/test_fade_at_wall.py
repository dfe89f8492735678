"""S1 as its definition says it (SETUPS.md 1): steady wall, touch, close back inside; and its falsifiers."""

import msgspec
import pytest

from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.reading import Reading
from spxcc.engines.setups.scene import Scene
from tests.engines.setups.days import World, bars_of, ruled
from tests.engines.setups.scenes import check, scene_of
from tests.fakes.results import make_level

(RULE,) = ruled("fade_at_wall")
AWAY = [6815.0] * 12


def armed_at(minute: int, level: float = 6825.0) -> Memo:
    """Of a short at the call wall, armed at the close of the bar with this index."""
    end = bars_of([0.0] * (minute + 1))[-1].start // 1_000_000 + 60_000
    return Memo(price=level, slot="PW", armed_at=end)


def reading_of(scene: Scene, memo: Memo, sign: int = -1) -> Reading:
    level = scene.level("put_wall" if sign > 0 else "call_wall")
    reading = RULE.read(scene, sign, level, memo)
    assert reading is not None
    return reading


def read(world: World, closes: list[float], memo: Memo = EMPTY, sign: int = -1, wick: float = 0.3) -> Reading:
    return reading_of(scene_of(world, closes, wick=wick), memo, sign)


def after(world: World, closes: list[float]) -> Reading:
    """Armed at 6,825 in the usual world after the twelve minutes away; the last of `closes` in `world`."""
    return reading_of(scene_of(world, [*AWAY, *closes], before=World()), armed_at(11))


def test_a_wall_within_one_e15_is_watched() -> None:
    for sign, near, far in ((-1, 6815.0, 6812.0), (1, 6785.0, 6788.0)):
        found = RULE.find(scene_of(World(), [near]), sign)
        assert found is not None
        assert found.price == (6825.0 if sign < 0 else 6775.0)
        assert RULE.find(scene_of(World(), [far]), sign) is None
    assert RULE.find(scene_of(World(), [6826.0]), -1) is None
    assert RULE.find(scene_of(World(call_wall=None), [6820.0]), -1) is None


def test_f44_every_condition_is_measured() -> None:
    reading = read(World(p_plus=0.65), [6800.0, 6819.0])
    shown = {one.name: (one.ok, one.value, one.need) for one in (*reading.arm, *reading.trigger)}
    assert shown["P⁺"] == (False, "65%", "≥ 70%")
    assert shown["wall steady"] == (False, "1 min", "≥ 10 min")
    assert shown["inside"] == (True, "6,819.00", "≤ 6,825.00")
    assert shown["distance"] == (False, "0.51", "≤ 0.35")
    assert shown["touch"] == (None, "unknown", "≤ 3 min")
    assert shown["close back inside"] == (True, "6,819.00", "≤ 6,824.41")
    assert shown["opposing flow"] == (True, "50%", "≤ 65%")


def test_f42_a_wall_is_steady_after_ten_minutes_within_one_strike() -> None:
    closes = [6822.0] * 11
    assert check(read(World(), closes).arm, "wall steady").ok is True
    assert check(read(World(), closes[1:]).arm, "wall steady").ok is False
    for wall, steady in ((6830.0, True), (6835.0, False)):
        scene = scene_of(World(call_wall=wall), closes, before=World())
        assert check(reading_of(scene, EMPTY).arm, "wall steady").ok is steady
    assert check(reading_of(scene_of(World(), closes, unseen=5), EMPTY).arm, "wall steady").value == "5 min"


def test_f44_flow_without_prints_is_unknown_and_does_not_hold() -> None:
    assert check(read(World(opposing=None), [6820.0]).trigger, "opposing flow").ok is None
    assert RULE.lacks(scene_of(World(opposing=None), [6820.0])) is None
    assert check(read(World(opposing=0.7), [6820.0]).trigger, "opposing flow").ok is False
    assert check(read(World(opposing=0.7), [6780.0], sign=1).trigger, "opposing flow").ok is True


def test_a_touch_counts_for_three_bars() -> None:
    ages = [check(after(World(), [6824.5, *[6820.0] * later]).trigger, "touch") for later in range(5)]
    # The second bar opens where the touch closed, so it touches, too.
    assert [(one.ok, one.value) for one in ages] == [
        (True, "0 min"), (True, "0 min"), (True, "1 min"), (True, "2 min"), (True, "3 min"),
    ]  # fmt: skip
    assert check(after(World(), [6824.5, *[6820.0] * 5]).trigger, "touch").ok is False


def test_a_touch_belongs_to_the_wall_it_was_seen_at() -> None:
    before = scene_of(World(call_wall=6833.0), [*AWAY, 6824.5, 6823.5], before=World())
    assert check(reading_of(before, EMPTY).trigger, "touch").ok is None
    assert check(reading_of(before, armed_at(11)).trigger, "touch").ok is True


def test_the_close_back_inside_needs_a_twentieth_of_e15() -> None:
    assert check(after(World(), [6824.0, 6824.6]).trigger, "close back inside").ok is False
    assert check(after(World(), [6824.0, 6824.3]).trigger, "close back inside").ok is True


def test_f42_stop_and_targets_in_units_of_the_expected_move() -> None:
    e15 = scene_of(World(), [6824.0]).e15
    made = after(World(centre=6800.0, vwap=6810.0), [6824.5, 6823.0]).blueprint
    assert made.stop == pytest.approx(6825.0 + 0.30 * e15)
    assert made.entry == pytest.approx(6823.0 - 0.10)
    assert made.t1 == (6810.0, 6800.0)
    assert (made.t1_r, made.t2_r) == (1.0, 2.0)


def test_f42_the_stop_lies_beyond_the_extreme_since_the_touch_however_long_ago() -> None:
    e15 = scene_of(World(), [6824.0]).e15
    long = [6830.0, *[6824.8] * 7, 6823.0]
    assert after(World(), long).blueprint.stop == pytest.approx(6830.3 + 0.05 * e15)
    broken = [6840.0, 6838.0, 6830.0, 6824.0, 6823.0]
    assert after(World(), broken).blueprint.stop == pytest.approx(6830.3 + 0.05 * e15)
    parted = [6830.0, 6824.8, *[6820.0] * 5, 6824.0, 6823.0]
    assert after(World(), parted).blueprint.stop == pytest.approx(6825.0 + 0.30 * e15)


def test_f42_the_second_target_may_be_any_of_the_next_levels() -> None:
    others = tuple(make_level(f"l{price}", price) for price in (6821.5, 6819.0, 6812.0, 6805.0))
    assert after(World(others=others), [6824.5, 6823.0]).blueprint.t2 == (6821.5, 6819.0, 6812.0)


def test_what_spoils_an_armed_fade() -> None:
    assert after(World(), [6824.0]).spoilt is None
    assert after(World(), [6826.0]).spoilt is None
    assert after(World(), [6826.0, 6826.5]).spoilt == "two closes beyond"
    assert after(World(p_plus=0.49), [6824.0]).spoilt == "P⁺ below 50 %"
    assert after(World(call_wall=6830.0), [6824.0]).spoilt is None
    assert after(World(call_wall=6835.0), [6824.0]).spoilt == "the wall moved by two strikes"
    assert after(World(call_wall=None), [6824.0]).spoilt is None


def test_a_wall_that_the_price_has_crossed_is_no_evidence_of_a_move() -> None:
    assert after(World(call_wall=6850.0), [6826.0]).spoilt is None


def test_the_price_of_an_armed_wall_is_frozen() -> None:
    assert after(World(call_wall=6830.0), [6824.0]).price == 6825.0
    assert read(World(call_wall=6830.0), [6824.0]).price == 6830.0
    assert after(World(call_wall=None), [6824.0]).price == 6825.0
    assert after(World(), [6805.0]).left is None


@pytest.mark.parametrize(
    ("world", "words"),
    [
        (World(p_plus=None, gex_reason="coverage below 90 %"), "no P⁺ from the sign ensemble: coverage below 90 %"),
        (World(call_wall=None, put_wall=None), "no put wall"),
    ],
)
def test_what_the_rule_lacks(world: World, words: str) -> None:
    assert RULE.lacks(scene_of(world, [6820.0])) == words
    assert RULE.lacks(scene_of(World(), [6820.0])) is None
    assert RULE.lacks(scene_of(World(put_wall=None), [6820.0])) is None
    gone = RULE.read(scene_of(World(call_wall=None), [6820.0]), -1, None, msgspec.structs.replace(EMPTY, slot="PW"))
    assert gone is None
