"""Trades of stocks that do not make a price: by the vendor's table of conditions."""

from collections.abc import Iterable

PRICELESS = frozenset({2, 7, 13, 15, 16, 20, 21, 22, 29, 32, 37, 38, 52, 53})
"""Average price, cash, sold out of sequence, official open and close, next day, odd lots, contingent and their kin:
their `updates_high_low` is false, or they repeat a price made before."""


def makes_price(conditions: Iterable[int]) -> bool:
    """Whether a trade of a stock moves its last price."""
    return PRICELESS.isdisjoint(conditions)
