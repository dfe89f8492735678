"""Days without drift."""

import numpy as np

from spxcc.engines.setups.trial.noise import MINUTES, SIGMA, SPOT, noise


def test_days_have_no_drift_and_the_volatility_they_say() -> None:
    tape = noise(5, 400)
    moves = tape.close[:, -1] - SPOT
    day = SPOT * SIGMA / np.sqrt(252)
    assert abs(moves.mean()) < 3 * day / 20
    assert 0.9 < moves.std() / day < 1.1
    assert tape.shape == (400, MINUTES)
    assert (tape.high >= np.maximum(tape.open, tape.close)).all()
    assert (tape.low <= np.minimum(tape.open, tape.close)).all()
    assert (tape.facts["PW"] <= tape.close).all()
    assert (tape.facts["PDH"] >= tape.facts["PDC"]).all()


def test_a_seed_is_the_same_days() -> None:
    assert np.array_equal(noise(5, 3).close, noise(5, 3).close)
    assert not np.array_equal(noise(5, 3).close, noise(6, 3).close)
