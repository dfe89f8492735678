"""Rows of the chain."""

import numpy as np

from spxcc.feeds.simulator.massive.chain_rows import chain_rows, listed
from spxcc.feeds.simulator.massive.plans import PLANS
from tests.feeds.simulator.massive.markets import CONTRACT, NOON_MS, market_of


def test_f30_a_row_has_what_the_plan_pays_for() -> None:
    market = market_of()
    place = np.array([market.contracts.places[CONTRACT]])
    whole, delayed, options = (
        chain_rows(market, PLANS[key], place, NOON_MS)[0] for key in ("sim", "sim-delayed", "sim-options")
    )
    assert {"details", "day", "last_trade", "last_quote", "greeks", "underlying_asset"} <= set(whole)
    assert "last_quote" not in delayed
    assert "value" not in options["underlying_asset"]
    assert None not in whole.values()


def test_f30_the_expired_leave_half_an_hour_after_settlement() -> None:
    market = market_of()
    places = market.contracts.where(0)
    assert listed(market, places, market.close_ms).size == places.size
    assert listed(market, places, market.close_ms + 31 * 60_000).size == places.size - 254


def test_f30_the_third_fridays_morning_series_stays_without_a_market() -> None:
    market = market_of("third-friday")
    dead = np.array([place for place, name in enumerate(market.contracts.tickers) if name.startswith("O:SPX260320")])
    rows = chain_rows(market, PLANS["sim"], listed(market, dead, NOON_MS), NOON_MS)
    assert len(rows) == dead.size > 200
    assert sum(row["open_interest"] for row in rows) > 10_000
    assert all(row["day"] == row["last_trade"] == {} for row in rows)
    assert not any({"last_quote", "greeks", "implied_volatility"} & set(row) for row in rows)
    assert not np.isin(market.day.boards[0].tape.block(3).prints.contract, market.contracts.number[dead]).any()
