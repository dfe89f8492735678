"""Which price is the spot."""

import dataclasses

import pytest

from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.engines.gex.spot import Spot, choose_spot, index_spot
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_bars, make_chain, make_price, make_snapshot

NOW = at("10:30")
LONG_AGO = NOW - 10 * NANOS_PER_MINUTE
CHAIN = make_chain(6000.0)
OLD_CHAIN = dataclasses.replace(CHAIN, ts_event=LONG_AGO)
PARITY = Spot(6001.0, "parity", NOW)
OLD_PARITY = Spot(6001.0, "parity", LONG_AGO)


def market(spx: float | None = 6000.0, spy: float | None = 600.0, age_s: int = 0, now: int = NOW) -> MarketSnapshot:
    named = (("SPX", spx, age_s), ("SPY", spy, 0))
    prices = {
        symbol: make_price(symbol, price, now - age * NANOS_PER_SECOND)
        for symbol, price, age in named
        if price is not None
    }
    return make_snapshot(now, prices=prices)


def test_the_index_serves_while_fresh() -> None:
    assert choose_spot(market(), CHAIN, PARITY, 10.0, DEFAULTS)[0] == Spot(6000.0, "index", NOW)
    assert choose_spot(market(age_s=15), CHAIN, PARITY, 10.0, DEFAULTS)[0] == Spot(6000.0, "index", NOW - 15 * 10**9)
    assert choose_spot(market(age_s=60), CHAIN, None, 10.0, DEFAULTS)[0] == Spot(6000.0, "index", NOW - 60 * 10**9)


def test_an_index_older_than_fifteen_seconds_gives_way_to_a_newer_parity() -> None:
    assert choose_spot(market(age_s=16), CHAIN, PARITY, 10.0, DEFAULTS)[0] == PARITY
    older = dataclasses.replace(PARITY, at=NOW - 20 * 10**9)
    assert choose_spot(market(age_s=16), CHAIN, older, 10.0, DEFAULTS)[0] == Spot(6000.0, "index", NOW - 16 * 10**9)


def test_then_parity_then_spy_then_the_chain() -> None:
    stale = market(age_s=91)
    assert choose_spot(stale, CHAIN, PARITY, 10.0, DEFAULTS)[0] == PARITY
    assert choose_spot(stale, CHAIN, OLD_PARITY, 10.02, DEFAULTS)[0] == Spot(6012.0, "spy_ratio", NOW)
    assert choose_spot(stale, CHAIN, OLD_PARITY, None, DEFAULTS)[0] == Spot(6000.0, "chain", NOW)


def test_a_stale_spot_in_regular_hours_is_refused() -> None:
    spot, reason = choose_spot(market(age_s=91), OLD_CHAIN, OLD_PARITY, None, DEFAULTS)
    assert spot is None
    assert reason == "no price of SPX younger than 60 s"
    assert choose_spot(
        market(None, None), dataclasses.replace(OLD_CHAIN, underlying_price=None), None, None, DEFAULTS
    ) == (
        None,
        "no price of SPX",
    )


def test_a_delayed_feed_may_lag() -> None:
    late = dataclasses.replace(market(age_s=900), mode="delayed")
    found, _ = choose_spot(late, OLD_CHAIN, OLD_PARITY, None, DEFAULTS)
    assert found is not None
    assert found.source == "index"


def test_outside_regular_hours_parity_is_better_than_the_close() -> None:
    night = market(age_s=3600, now=at("21:00"))
    assert choose_spot(night, OLD_CHAIN, OLD_PARITY, None, DEFAULTS)[0] == OLD_PARITY
    found, _ = choose_spot(night, OLD_CHAIN, None, None, DEFAULTS)
    assert found is not None
    assert found.source == "index"


def test_the_opening_print_is_not_the_spot() -> None:
    opening = at("09:31")
    fresh = Spot(6010.0, "parity", opening)
    assert choose_spot(market(now=opening), CHAIN, fresh, None, DEFAULTS)[0] == fresh
    near = Spot(6002.0, "parity", opening)
    found, _ = choose_spot(market(now=opening), CHAIN, near, None, DEFAULTS)
    assert found is not None
    assert found.source == "index"


def test_a_mapped_index_says_so() -> None:
    bars = {"SPX": make_bars([6000.0], label="SPY × 10.0359")}
    found = index_spot(dataclasses.replace(market(), bars=bars), "SPX")
    assert found is not None
    assert found.source == "spy_ratio"
    assert index_spot(market(spy=None), "SPY") is None


@pytest.mark.parametrize("symbol", ["SPX", "SPY"])
def test_a_given_spot_is_taken(symbol: str) -> None:
    chain = dataclasses.replace(CHAIN, underlying=symbol)
    assert choose_spot(market(), chain, PARITY, 10.0, GexSettings(spot=5999.0))[0] == Spot(5999.0, "given", NOW)


def test_spy_is_not_mapped_to_itself() -> None:
    chain = dataclasses.replace(OLD_CHAIN, underlying="SPY")
    found, _ = choose_spot(market(), chain, None, 10.0, DEFAULTS)
    assert found == Spot(600.0, "index", NOW)
