"""Constants."""

from spxcc.engines.positions import params


def test_those_of_the_rules() -> None:
    assert (params.SLIP, params.THROUGH) == (0.10, 0.10)
