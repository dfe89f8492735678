"""Holm, and errors by session."""

import numpy as np
import pytest

from spxcc.engines.setups.trial.verdict import clustered_error, compared, holm, p_of


def test_holm_by_hand() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == {"b": 1.0, "a": 1.0}
    assert holm({}) == {}


def test_terms_of_one_session_count_as_one() -> None:
    away, day = np.repeat([1.0, -1.0, 1.0, -1.0], 5), np.repeat(np.arange(4), 5)
    assert clustered_error(away, day) == pytest.approx(np.sqrt(4 * 25) / 20)
    assert clustered_error(away, np.arange(20)) == pytest.approx(np.sqrt(20) / 20)


def test_p_is_small_for_a_shift_and_not_told_for_few_sessions() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 400)
    away, day = noise - noise.mean(), np.arange(400)
    assert p_of(away, day) == pytest.approx(1.0)
    shifted = p_of(away + 0.3, day)
    assert shifted is not None
    assert shifted < 1e-6
    assert p_of(noise[:29], np.arange(29)) is None
    assert compared("S1", "x", 10, [], None).trades == 0
