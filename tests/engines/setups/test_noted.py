"""What is written down each minute."""

import numpy as np
import pytest

from spxcc.engines.gex.result import StrikeGex
from spxcc.engines.setups.noted import NAMES, Noted, noted, tape_of
from spxcc.engines.setups.scene import Scene
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, World, bars_of, columns_of
from tests.engines.setups.scenes import scene_of
from tests.fakes.results import make_level
from tests.fakes.snapshots import make_session

LADDER = (StrikeGex(6795.0, 100.0, -50.0, 50.0, 1, 1), StrikeGex(6800.0, 300.0, -50.0, 250.0, 1, 1))
WORLD = World(
    vwap=6801.0, vwap_sigma=3.0, flip=(6780.0, 6790.0), centre=6800.0, by_strike=LADDER, opposing=0.3,
    others=(make_level("pdl-id", 6790.0, family="structural", kind="pdl"),),
)  # fmt: skip


def value(note: Noted, name: str) -> float | None:
    return note.values[NAMES.index(name)]


def scene(world: World = WORLD) -> Scene:
    return scene_of(world, [6800.0] * 20)


def test_facts_are_those_of_the_results_and_unknown_without_them() -> None:
    note = noted(scene(), ())
    assert value(note, "VW") == 6801.0
    assert value(note, "VW_sigma") == pytest.approx(3.0)
    assert (value(note, "PW"), value(note, "CW"), value(note, "P_plus")) == (6775.0, 6825.0, 0.8)
    assert (value(note, "flip_low"), value(note, "flip_high"), value(note, "max_gamma")) == (6780.0, 6790.0, 6800.0)
    assert value(note, "gamma_share") == pytest.approx(0.7)
    assert value(note, "flow_against") == pytest.approx(0.7)
    assert (value(note, "PDL"), value(note, "PDH"), value(note, "ONL")) == (6790.0, None, None)
    assert (value(note, "next_above"), value(note, "next_below")) == (6807.0, 6795.0)
    above = [value(note, name) for name in ("next_above", "second_above", "third_above")]
    prices = sorted(level.price for level in scene().levels.values())
    assert [price for price in above if price is not None] == [
        price for price in prices if price >= 6800.0 + scene().z
    ][:3]
    below = [value(note, name) for name in ("next_below", "second_below", "third_below")]
    assert [price for price in below if price is not None] == [
        price for price in reversed(prices) if price <= 6800.0 - scene().z
    ][:3]
    bare = noted(scene(World(p_plus=None, call_wall=None, put_wall=None, opposing=None)), ())
    assert {name for name in NAMES if value(bare, name) is not None} == {"E15", "EM"}


def test_the_move_of_the_session_is_that_of_its_first_note() -> None:
    first = noted(scene(), ())
    later = noted(scene(World(vwap=6801.0, atm_iv=0.9)), (first,))
    assert value(later, "EM") == value(first, "EM")
    assert value(later, "E15") != value(first, "E15")


def test_a_minute_without_a_note_is_unknown_and_stays_so() -> None:
    today = columns_of(bars_of([6800.0] * 5))
    notes = tuple(
        Noted((OPEN + (at + 1) * NANOS_PER_MINUTE) // 1_000_000, tuple(float(at) for _ in NAMES)) for at in (0, 1, 3)
    )
    tape = tape_of(today, 5, make_session(OPEN), notes)
    assert np.array_equal(tape.fact("VW"), [0.0, 1.0, np.nan, 3.0, np.nan], equal_nan=True)
    assert (tape.clock[0], tape.since_open[4], tape.to_close[4]) == (34260.0, 300.0, 23100.0)
    assert len(tape_of(today, 3, make_session(OPEN), notes).close) == 3
