"""Sessions as columns, both ways up."""

import numpy as np

from spxcc.engines.setups.features.tape import FACTS
from spxcc.engines.setups.trial.noise import noise

TAPE = noise(1, 3)


def test_twice_upside_down_is_the_same_tape() -> None:
    again = TAPE.mirrored().mirrored()
    for name in ("open", "high", "low", "close"):
        assert np.array_equal(getattr(again, name), getattr(TAPE, name))
    assert set(again.facts) == set(TAPE.facts)
    assert all(np.array_equal(again.facts[name], TAPE.facts[name]) for name in TAPE.facts)


def test_highs_are_lows_and_calls_are_puts_upside_down() -> None:
    turned = TAPE.mirrored()
    assert np.array_equal(turned.high, -TAPE.low)
    assert np.array_equal(turned.facts["PW"], -TAPE.facts["CW"])
    assert np.array_equal(turned.facts["E15"], TAPE.facts["E15"])
    assert np.isnan(TAPE.fact("P_plus")).all()


def test_partners_are_mutual_and_a_prefix_is_a_prefix() -> None:
    for name, fact in FACTS.items():
        assert not fact.partner or FACTS[fact.partner].partner == name
    short = TAPE.until(10)
    assert short.shape == (3, 10)
    assert np.array_equal(short.fact("VW"), TAPE.fact("VW")[:, :10])
    assert np.array_equal(short.fact("PDC"), TAPE.fact("PDC")[:, :10])
    assert TAPE.once("x", lambda: TAPE.close) is TAPE.once("x", lambda: TAPE.open)
