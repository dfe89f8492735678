"""Canonical names and the order of snapshots."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol.names import (
    PUBLIC_CHANNELS,
    canonical_channel,
    canonical_symbol,
    in_snapshot_order,
    price_channel_of,
    private_name,
    symbol_of_price,
)


def test_f06_public_channels_in_any_case() -> None:
    for name in PUBLIC_CHANNELS:
        assert canonical_channel(name) == canonical_channel(name.lower()) == canonical_channel(name.upper()) == name


def test_o12_lower_case_names_of_older_clients() -> None:
    assert canonical_channel("gex:spx") == "gex:SPX"
    assert canonical_channel(" price:spy ") == "price:SPY"
    assert canonical_channel("Bars:^Spx") == "bars:^SPX"


@pytest.mark.parametrize(
    "junk",
    ["", ":", "gex:", "gex:TOOLONGSYMBOL", "price:a b", "a b:c", "x" * 161, "setups:", "ümlaut:update", None, 3, []],
)
def test_no_channel_is_called_so(junk: object) -> None:
    assert canonical_channel(junk) is None


@pytest.mark.parametrize(("text", "symbol"), [(" spx ", "SPX"), ("brk.b", "BRK.B"), ("^vix", "^VIX"), ("ES-1", "ES-1")])
def test_symbols_are_trimmed_and_upper_cased(text: str, symbol: str) -> None:
    assert canonical_symbol(text) == symbol


@pytest.mark.parametrize("name", [*PUBLIC_CHANNELS, "price:SPX", "setups:alice", "", "TOOLONGSYMB", "SPX\n1", None, 7])
def test_f08_a_channel_name_is_never_a_symbol(name: object) -> None:
    assert canonical_symbol(name) is None


def test_private_names_keep_the_case_of_their_owner() -> None:
    assert canonical_channel("SETUPS:Alice|X") == "setups:Alice|X"
    private = private_name("setups:Alice|X")
    assert private is not None
    assert (private.kind, private.owner) == ("setups", "Alice|X")
    assert canonical_channel("setups:UPDATE") == "setups:update"
    assert private_name("setups:update") is None
    assert private_name("gex:SPX") is None


def test_symbol_and_price_channel_belong_together() -> None:
    assert symbol_of_price(price_channel_of("SPX")) == "SPX"
    assert symbol_of_price("bars:SPX") is None


def test_g3_order_of_snapshots() -> None:
    others = ["health:update", "prediction:update"]
    names = [*PUBLIC_CHANNELS, *others, "price:SPX", "price:SPY", "bars:SPX"]
    shuffled = random.Random(7).sample(names, len(names))
    ordered = in_snapshot_order([*shuffled, *shuffled])
    assert len(ordered) == len(names)
    assert ordered[:9] == PUBLIC_CHANNELS
    assert set(ordered[9:11]) == set(others)
    assert {name.partition(":")[0] for name in ordered[11:13]} == {"price"}
    assert ordered[13] == "bars:SPX"


@given(st.text(max_size=200))
def test_canonical_is_a_fixed_point(text: str) -> None:
    name = canonical_channel(text)
    assert name is None or canonical_channel(name) == name
