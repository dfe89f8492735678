"""A scene knows the minutes up to its own and nothing after."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.engine import Upstream
from spxcc.engines.inputs import Inputs
from spxcc.engines.levels.result import Level
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.scene import _named, candle_of, end_of, scene_at
from spxcc.market.units import to_millis
from tests.engines.setups.days import OPEN, World, bars_of, columns_of, cut
from tests.engines.setups.scenes import scene_of

INPUTS = Inputs(6800.0, 0.324, None)


@given(st.lists(st.floats(6700, 6900), min_size=2, max_size=60), st.data())
def test_a_scene_in_the_past_is_the_same_with_all_later_bars(path: list[float], data: st.DataObject) -> None:
    whole = columns_of(bars_of(path))
    index = data.draw(st.integers(0, len(path) - 1))
    early = scene_at(cut(whole, index + 1), index, Upstream(), INPUTS, RULES)
    late = scene_at(whole, index, Upstream(), INPUTS, RULES)
    assert early is not None
    assert late is not None
    assert (early.bar, early.at) == (late.bar, late.at)
    assert np.array_equal(early.close, late.close)


def test_units_and_what_the_engines_before_said() -> None:
    scene = scene_of(World(vwap=6790.0, word="compression"), [6800.0] * 25)
    assert scene.e15 == pytest.approx(6800 * 0.324 * (15 / 525_600) ** 0.5)
    assert scene.e30 == pytest.approx(scene.e15 * 2**0.5)
    assert scene.z == pytest.approx(0.10 * scene.e15)
    assert (scene.p_plus, scene.word) == (0.8, "compression")
    vwap = scene.level("vwap")
    assert vwap is not None
    assert vwap.price == 6790.0
    assert scene.level("poc") is None
    assert scene.flow is not None
    assert scene.flow.minutes == 5


def test_what_is_absent_stays_absent() -> None:
    today = columns_of(bars_of([6800.0]))
    scene = scene_at(today, 0, Upstream(), INPUTS, RULES)
    assert scene is not None
    assert (scene.gex, scene.p_plus, scene.flow, scene.word) == (None, None, None, "undetermined")
    assert scene.missing == {"levels": "no levels yet"}
    assert scene_at(today, 0, Upstream(), Inputs(6800.0, None, "no σ"), RULES) is None
    assert scene_of(World(opposing=None), [6800.0]).flow is None


def test_a_bar_is_over_a_minute_after_its_start() -> None:
    bar = candle_of(columns_of(bars_of([6800.0, 6801.0])), 1)
    assert (bar.open, bar.close) == (6800.0, 6801.0)
    assert end_of(bar) == to_millis(OPEN) + 120_000


def test_a_setup_at_the_wall_is_at_the_main_one_wherever_the_others_stand() -> None:
    def wall(label: str, price: float) -> Level:
        return Level(
            id=label, kind="call_wall", label=label, category="tactical", family="gamma", scope="", price=price,
            band=0.0, strength=0.0, touches=0, held=0, first_seen=0, as_of=0, source="a chain",
        )  # fmt: skip

    walls = [wall("CW3", 6090.0), wall("CW", 6100.0), wall("CW2", 6110.0)]
    for order in (walls, walls[::-1]):
        assert _named(order)["call_wall"].label == "CW"
