"""Characters to tokens."""

import pytest

from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.tokens import SCALES, tokens_of
from spxcc.engines.setups.language.units import Unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.35", 0.35, Unit.RATIO), ("5 pts", 5.0, Unit.POINTS), ("70 %", 0.7, Unit.PERCENT),
        ("70%", 0.7, Unit.PERCENT),
        ("45 min", 2700.0, Unit.SECONDS), ("2h", 7200.0, Unit.SECONDS), ("8 bars", 8.0, Unit.BARS),
        ("1R", 1.0, Unit.RISK), ("10:30", 37800.0, Unit.CLOCK), (".5", 0.5, Unit.RATIO),
    ],
)  # fmt: skip
def test_numbers_know_their_unit(text: str, value: float, unit: Unit) -> None:
    number, end = tokens_of(text)
    assert number.value == pytest.approx(value)
    assert (number.unit, end.sort) == (unit, "end")


def test_what_belongs_nowhere_is_named_with_its_place() -> None:
    for text, at, found in (("close $ 1", 6, "'\\$'"), ("5 close5x7 3furlongs", 12, "furlongs"), ("25:00", 0, "25:00")):
        with pytest.raises(LanguageError, match=found) as error:
            tokens_of(text)
        assert error.value.at == at
    assert all(size > 0 for _, size in SCALES.values())
