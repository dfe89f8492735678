"""Trades that make no price."""

import pytest

from spxcc.feeds.massive.conditions import makes_price


@pytest.mark.parametrize(
    ("conditions", "makes"),
    [((), True), ((14, 41), True), ((12,), True), ((37,), False), ((14, 37), False), ((2,), False), ((15,), False)],
)
def test_odd_lots_and_repeated_prices_make_none(conditions: tuple[int, ...], makes: bool) -> None:
    assert makes_price(conditions) is makes
