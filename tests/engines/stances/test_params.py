"""Constants."""

from spxcc.engines.stances import params


def test_a_side_that_is_a_guess_has_no_stance() -> None:
    assert 0.5 < params.LEAST_CERTAINTY < 1
    assert params.KEPT > 100
