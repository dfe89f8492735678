"""Freshness of sources."""

from dataclasses import replace

import pytest

from spxcc.engines.sources import feed_states, freshness, newest_by_source
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_chain, make_price, make_session, make_snapshot


@pytest.mark.parametrize(("age_s", "state"), [(0, "ok"), (90, "ok"), (91, "stale"), (300, "stale"), (301, "down")])
def test_age_while_open(age_s: int, state: str) -> None:
    snapshot = make_snapshot()
    assert freshness(snapshot, snapshot.as_of - age_s * NANOS_PER_SECOND) == state


def test_a_delayed_feed_may_lag_and_a_closed_market_is_never_late() -> None:
    delayed = make_snapshot(mode="delayed")
    assert freshness(delayed, delayed.as_of - 1000 * NANOS_PER_SECOND) == "ok"
    night = make_snapshot(at("18:00"))
    assert night.session == make_session(at("18:00"))
    assert freshness(night, at("16:00")) == "ok"


def test_newest_event_of_prices_and_chains() -> None:
    old = at("10:00")
    snapshot = make_snapshot(
        prices={"SPX": make_price("SPX", 6000, old), "SPY": make_price("SPY", 600, old - 5)},
        chains={"SPX": make_chain(as_of=at("10:10"))},
    )
    assert newest_by_source(snapshot) == {"fake": at("10:10")}


def test_a_chain_of_the_evening_before_is_no_feed_that_is_down() -> None:
    prices = {"SPX": make_price("SPX", 6000, at("10:29"))}
    chain = replace(make_chain(as_of=at("21:26", "2026-01-13")), source="cboe")
    snapshot = make_snapshot(prices=prices, chains={"SPX": chain})
    assert feed_states(snapshot) == {"fake": "ok"}
