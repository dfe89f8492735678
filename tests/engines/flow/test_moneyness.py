"""Deep in the money."""

import pytest

from spxcc.engines.flow.moneyness import deep
from tests.engines.flow.trades import one


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("SPXW260114C05700000", True), ("SPXW260114C05705000", False), ("SPXW260114P06300000", True),
        ("SPXW260114P06295000", False), ("SPXW260114C06300000", False),
    ],
)  # fmt: skip
def test_by_spot(contract: str, expected: bool) -> None:
    assert deep(one(contract)) is expected


def test_without_a_spot_by_the_price() -> None:
    assert deep(one("SPX270219C06000000", 1500.0, spot=None))
    assert not deep(one("SPX270219C06000000", 890.0, spot=None))
