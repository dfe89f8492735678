"""Placebos."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.levels import params
from spxcc.engines.levels.control import Control, placebos
from spxcc.engines.levels.touches import Minute, Touches, follow
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at

E15 = 10.0
START = at("09:30")


def walk(seed: int, count: int = 200) -> list[Minute]:
    """A driftless market from 6,000, its one-minute standard deviation in line with `E15`."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0.0, E15 / np.sqrt(15 * 4), size=(count, 4))
    path = 6000.0 + np.concatenate(([0.0], np.cumsum(steps)))
    corners = [path[4 * at : 4 * at + 5] for at in range(count)]
    return [
        Minute(START + n * NANOS_PER_MINUTE, float(c[0]), float(c.max()), float(c.min()), float(c[-1]))
        for n, c in enumerate(corners)
    ]


@given(st.text(max_size=12), st.floats(1.0, 200.0), st.booleans())
def test_f38_a_placebo_is_as_far_from_the_market_as_the_level(name: str, away: float, above: bool) -> None:
    price = 6000.0 + (away if above else -away)
    drawn = placebos(name, price, 6000.0)
    assert len(drawn) == params.PLACEBOS
    assert all(0.75 * away - 1e-6 <= abs(each - 6000.0) <= 1.25 * away + 1e-6 for each in drawn)
    assert drawn == placebos(name, price, 6000.0)


def test_f38_on_pure_noise_a_level_holds_as_often_as_its_placebos() -> None:
    held = resolved = null_held = null_resolved = 0
    for seed in range(250):
        minutes = walk(seed)
        away = 4.0 + seed % 23
        price = 6000.0 + (away if seed % 2 else -away)
        real = follow(Touches(price, START), minutes, E15)
        control = Control(price, START).follow(f"level {seed}", minutes, E15)
        held, resolved = held + real.held, resolved + real.resolved
        null_held, null_resolved = null_held + control.held, null_resolved + control.resolved
    assert min(resolved, null_resolved) > 250
    one, other = held / resolved, null_held / null_resolved
    error = np.sqrt(0.25 / resolved + 0.25 / null_resolved)
    assert abs(one - other) < 3 * error


@given(st.integers(0, 50), st.integers(1, 199))
def test_f38_placebos_know_no_later_minute(seed: int, cut: int) -> None:
    minutes = walk(seed)
    whole = Control(6010.0, START)
    for bar in minutes[:cut]:
        whole = whole.follow("x", [bar], E15)
    assert whole == Control(6010.0, START).follow("x", minutes[:cut], E15)


def test_they_move_with_their_level_and_are_drawn_anew_when_it_jumps() -> None:
    control = Control(6010.0, START).follow("x", walk(1), E15)
    moved = control.moved(6010.5, 1.0, START)
    assert [a.price - b.price for a, b in zip(moved.records, control.records, strict=True)] == [0.5] * params.PLACEBOS
    assert control.moved(6010.0, 1.0, START) is control
    assert control.moved(6020.0, 1.0, at("11:00")) == Control(6020.0, at("11:00"))
    assert Control(6010.0, at("15:59")).follow("x", walk(1, 20), E15).records == ()
