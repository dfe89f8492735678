"""One table of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.tickers import (
    INDICES,
    chain_ticker,
    cluster_of,
    is_index,
    reference_ticker,
    symbol_of,
    vendor_ticker,
)


@pytest.mark.parametrize(
    ("symbol", "vendor", "chain", "reference", "cluster"),
    [
        ("SPX", "I:SPX", "I:SPX", "SPX", "indices"),
        ("VIX", "I:VIX", "I:VIX", "VIX", "indices"),
        ("VIX9D", "I:VIX9D", "I:VIX9D", "VIX9D", "indices"),
        ("VVIX", "I:VVIX", "I:VVIX", "VVIX", "indices"),
        ("NDX", "I:NDX", "I:NDX", "NDX", "indices"),
        ("RUT", "I:RUT", "I:RUT", "RUT", "indices"),
        ("DJX", "I:DJX", "I:DJX", "DJX", "indices"),
        ("SPY", "SPY", "SPY", "SPY", "stocks"),
        ("AAPL", "AAPL", "AAPL", "AAPL", "stocks"),
    ],
)
def test_f31_one_table_of_tickers(symbol: str, vendor: str, chain: str, reference: str, cluster: str) -> None:
    assert vendor_ticker(symbol) == vendor
    assert chain_ticker(symbol) == chain
    assert reference_ticker(symbol) == reference
    assert reference_ticker(vendor) == reference
    assert symbol_of(vendor) == symbol
    assert cluster_of(vendor) == cluster


@pytest.mark.parametrize("contract", ["SPXW260220C06000000", "SPX260320P05900000", "SPY260220P00602500"])
def test_f31_options_carry_their_prefix(contract: str) -> None:
    assert vendor_ticker(contract) == f"O:{contract}"
    assert vendor_ticker(f"O:{contract}") == f"O:{contract}"
    assert symbol_of(f"O:{contract}") == contract
    assert cluster_of(f"O:{contract}") == "options"


@given(st.sampled_from(sorted(INDICES)))
def test_f31_a_prefix_is_put_on_once(symbol: str) -> None:
    assert vendor_ticker(vendor_ticker(symbol)) == f"I:{symbol}"
    assert is_index(symbol)
    assert is_index(vendor_ticker(symbol))
    assert not is_index("SPY")
