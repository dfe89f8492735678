"""The constants agree with each other."""

from typing import get_args

from spxcc.engines.coach import params
from spxcc.engines.coach.draft import Kind


def test_every_kind_has_a_cool_down() -> None:
    assert set(params.COOLDOWN_MS) == set(get_args(Kind))


def test_hysteresis_has_a_gap() -> None:
    assert params.SIGN_LEAVE < params.SIGN_ENTER
    assert tuple(sorted(params.MOVE_USED)) == params.MOVE_USED
    assert tuple(sorted(params.CLOSE_IN_MIN, reverse=True)) == params.CLOSE_IN_MIN
