"""What may be combined with what."""

from itertools import product

import pytest

from spxcc.engines.setups.language import units
from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.units import AMOUNTS, Unit

P, D, N, C, S = Unit.PRICE, Unit.POINTS, Unit.RATIO, Unit.CLOCK, Unit.SECONDS


def test_prices_have_differences_and_nothing_else() -> None:
    assert units.subtracted(P, P, 0) is D
    assert units.added(P, D, 0) is P is units.added(D, P, 0)
    assert units.subtracted(P, D, 0) is P
    assert units.subtracted(C, C, 0) is S
    for judge, left, right in (
        (units.added, P, P), (units.multiplied, P, N), (units.divided, P, P), (units.subtracted, D, P),
        (units.added, P, N),
    ):  # fmt: skip
        with pytest.raises(LanguageError, match="unit error"):
            judge(left, right, 0)
    with pytest.raises(LanguageError, match="unit error"):
        units.negated(P, 0)


def test_amounts_add_to_their_own_and_scale_by_plain_numbers() -> None:
    for left, right in product(AMOUNTS, AMOUNTS):
        if left is right:
            assert units.added(left, right, 0) is left
            assert units.divided(left, right, 0) is N
        else:
            with pytest.raises(LanguageError):
                units.added(left, right, 0)
        if N in (left, right):
            assert units.multiplied(left, right, 0) is (right if left is N else left)
    with pytest.raises(LanguageError, match="write percent with a sign, as in 70 %"):
        units.same(Unit.PERCENT, N, ">=", 0)
    with pytest.raises(LanguageError, match="expected price or R for a target"):
        units.wanted(D, (P, Unit.RISK), "a target", 0)
