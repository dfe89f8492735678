"""Functions judge their units."""

import pytest

from spxcc.engines.setups.features.functions import FUNCTIONS
from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.units import Unit


def test_units_pass_through_or_are_refused() -> None:
    assert FUNCTIONS["min"].judge([Unit.PRICE, Unit.PRICE], 0) is Unit.PRICE
    assert FUNCTIONS["held"].judge([Unit.POINTS, Unit.FLAG], 0) is Unit.POINTS
    assert FUNCTIONS["since"].judge([Unit.FLAG], 0) is Unit.BARS
    assert FUNCTIONS["leg_peak"].judge([], 0) is Unit.PRICE
    for name, given in (("abs", [Unit.PRICE]), ("count", [Unit.PRICE]), ("held", [Unit.PRICE, Unit.PRICE])):
        with pytest.raises(LanguageError, match="unit error"):
            FUNCTIONS[name].judge(given, 0)
