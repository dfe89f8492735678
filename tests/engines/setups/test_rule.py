"""How conditions are written: value, need, and unknown where the input lacks."""

from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.rule import at_least, at_most, is_so, pts, reward, within
from tests.engines.setups.days import World
from tests.engines.setups.scenes import scene_of


def test_comparisons_hold_at_their_limit() -> None:
    assert at_least("P⁺", 0.70, 0.70) == Check(name="P⁺", ok=True, value="0.70", need="≥ 0.70")
    assert at_least("P⁺", 0.69, 0.70).ok is False
    assert at_most("distance", 0.35, 0.35, "{:.2f} E15") == Check(
        name="distance", ok=True, value="0.35 E15", need="≤ 0.35 E15"
    )
    assert within("retrace", 0.61, 0.30, 0.60, "{:.0%}") == Check(name="retrace", ok=False, value="61%", need="30%–60%")


def test_f44_what_is_not_measured_does_not_hold() -> None:
    for unknown in (at_least("a", None, 1.0), at_most("a", None, 1.0), within("a", None, 0.0, 1.0, "{:.1f}")):
        assert (unknown.ok, unknown.value) == (None, "unknown")
    assert at_least("a", None, 1.0, absent="no prints").value == "no prints"
    assert is_so("a", None, "nothing", "something").ok is None


def test_f42_the_reward_is_measured_from_the_entry() -> None:
    scene = scene_of(World(), [6800.0])
    near = reward(scene, 1, Blueprint(entry=100.0, stop=95.0, t1=(103.0,)))
    assert (near.ok, near.value, near.need) == (False, "0.60 R", "≥ 0.80 R")
    assert reward(scene, 1, Blueprint(entry=100.0, stop=95.0, t1=(104.0,))).ok is True
    assert reward(scene, 1, Blueprint(entry=100.0, stop=95.0, t1=(99.0,))).ok is None
    assert reward(scene, 1, Blueprint(entry=100.0, stop=101.0, t1=(104.0,))).ok is None
    assert pts(6905.5) == "6,905.50"
