"""Stops behind the entry, targets far enough, the null by geometry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.geometry import Blueprint, plan

prices = st.floats(5000, 7000).map(lambda price: round(price, 2))
blueprints = st.builds(
    Blueprint,
    entry=prices,
    stop=prices,
    t1=st.lists(prices, max_size=4).map(tuple),
    t2=st.lists(prices, max_size=4).map(tuple),
    t1_r=st.none() | st.floats(0.5, 3),
    t2_r=st.none() | st.floats(1, 4),
    apart=st.floats(0.01, 3),
)


@given(blueprints, st.sampled_from((1, -1)))
def test_f42_no_target_is_nearer_than_the_least_reward(blueprint: Blueprint, sign: int) -> None:
    made = plan(sign, blueprint, blueprint.entry, 0.8, 0.2)
    if made is None:
        assert sign * (blueprint.entry - blueprint.stop) < 0.2
        return
    risk = sign * (made.entry - made.stop)
    assert risk >= 0.2 - 1e-9
    if made.t1 is not None:
        assert sign * (made.t1 - made.entry) >= 0.8 * risk - 0.02
        assert made.null is not None
        assert 0 < made.null <= 1 / 1.8 + 0.01
    if made.t2 is not None:
        assert made.t1 is not None
        assert sign * (made.t2 - made.t1) >= 0


@given(blueprints, st.sampled_from((1, -1)))
def test_long_and_short_are_mirrors(blueprint: Blueprint, sign: int) -> None:
    mirrored = Blueprint(
        entry=-blueprint.entry,
        stop=-blueprint.stop,
        t1=tuple(-price for price in blueprint.t1),
        t2=tuple(-price for price in blueprint.t2),
        t1_r=blueprint.t1_r,
        t2_r=blueprint.t2_r,
        apart=blueprint.apart,
    )
    one, other = plan(sign, blueprint, blueprint.entry, 0.8, 0.2), plan(-sign, mirrored, -blueprint.entry, 0.8, 0.2)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.r1, one.r2, one.null) == (other.r1, other.r2, other.null)
        assert one.stop == -other.stop


def test_f45_the_null_is_risk_over_risk_and_reward() -> None:
    made = plan(1, Blueprint(entry=100.0, stop=94.0, t1=(108.0,)), 100.0, 0.8, 0.2)
    assert made is not None
    assert (made.r1, made.t2, made.r2) == (1.33, None, None)
    assert made.null == pytest.approx(6 / 14, abs=0.001)


def test_the_nearest_target_that_is_far_enough() -> None:
    short = Blueprint(entry=100.0, stop=105.0, t1=(97.0, 95.5, 90.0), t1_r=1.0, t2=(95.0, 93.0), t2_r=2.0, apart=1.0)
    made = plan(-1, short, 100.0, 0.8, 0.2)
    assert made is not None
    assert (made.t1, made.t2) == (95.5, 93.0)


def test_f42_an_entry_at_the_stop_is_no_plan() -> None:
    near = Blueprint(entry=100.004, stop=99.996, t1=(110.0,))
    assert plan(1, near, near.entry, 0.8, 0.01) is None
    assert plan(1, Blueprint(entry=100.0, stop=99.81, t1=(110.0,)), 100.0, 0.8, 0.2) is None
    at_limit = plan(1, Blueprint(entry=100.0, stop=99.80, t1=(110.0,)), 100.0, 0.8, 0.2)
    assert at_limit is not None
    assert at_limit.r1 == 50.0


def test_an_entry_beyond_the_stop_is_no_plan() -> None:
    assert plan(1, Blueprint(entry=100.0, stop=101.0, t1=(110.0,)), 100.0, 0.8, 0.2) is None
    made = plan(1, Blueprint(entry=100.0, stop=99.0), 100.0, 0.8, 0.2)
    assert made is not None
    assert (made.t1, made.null) == (None, None)
