"""From the snapshot to spot, forwards, volatilities; and the gates."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.gex.market_view import coverage_of, expected_move, refusal, view_market
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.gex.books import index_chain, index_snapshot, traded_chain
from tests.engines.gex.test_book import permuted
from tests.fakes.snapshots import at, make_chain, make_price, make_snapshot


def refused(chain: OptionChain, snapshot: MarketSnapshot | None = None) -> str | None:
    view = view_market(index_snapshot(chain) if snapshot is None else snapshot, chain, None, DEFAULTS)
    return refusal(view, chain, coverage_of(view), DEFAULTS)


def test_a_good_chain_passes() -> None:
    assert refused(index_chain()) is None


def test_the_gates() -> None:
    chain = index_chain()
    count = len(chain)
    assert "not expired" in (refused(permuted(chain, np.arange(0))) or "")
    assert "incomplete" in (refused(dataclasses.replace(chain, complete=False)) or "")
    assert "twice" in (refused(permuted(chain, np.append(np.arange(count), 7))) or "")
    assert "no open interest" in (refused(dataclasses.replace(chain, open_interest=np.full(count, np.nan))) or "")
    crossed = np.where(np.arange(count) % 30 == 0, chain.ask + 1.0, chain.bid)
    assert "crossed" in (refused(dataclasses.replace(chain, bid=crossed)) or "")
    few = np.where(np.arange(count) % 100 == 0, chain.ask + 1.0, chain.bid)
    assert refused(dataclasses.replace(chain, bid=few)) is None


def test_few_strikes_around_the_money() -> None:
    sparse = make_chain(6000.0, strikes=[5700.0, 5990.0, 6010.0, 6300.0])
    assert "fewer than 3 strikes around the money" in (refused(sparse) or "")


def test_open_interest_without_a_volatility() -> None:
    chain = index_chain()
    blind = np.array([expiry >= "2026-02-20" for expiry in chain.expiries])
    reason = refused(dataclasses.replace(chain, bid=np.where(blind, np.nan, chain.bid)))
    assert reason is not None
    assert "of the open interest only" in reason


def test_a_stale_spot() -> None:
    chain = index_chain()
    stale = dataclasses.replace(
        chain, quoted_at=chain.quoted_at - 200 * NANOS_PER_SECOND, ts_event=chain.ts_event - 10**12
    )
    assert (
        refused(stale, make_snapshot(spx=None, spy=None, chains={"SPX": stale})) == "no price of SPX younger than 60 s"
    )


def test_the_last_two_minutes_of_the_last_expiry() -> None:
    chain = make_chain(6000.0, as_of=at("15:58:30"))
    assert "two minutes" in (refused(chain, make_snapshot(at("15:58:30"), chains={"SPX": chain})) or "")


def test_coverage_counts_contracts_with_open_interest() -> None:
    chain = index_chain()
    idle = dataclasses.replace(chain, open_interest=np.where(chain.strike > 6300, 0.0, chain.open_interest))
    view = view_market(index_snapshot(idle), idle, None, DEFAULTS)
    found = coverage_of(view)
    assert found.contracts_total == int(np.count_nonzero(chain.strike <= 6300))
    assert found.contracts_used == found.contracts_total == found.iv_from_mid + found.iv_unbid
    assert found.oi_used_share == 1.0
    assert found.oi_total == int(idle.open_interest.sum())


def test_an_index_of_the_same_moment_anchors_the_forwards() -> None:
    chain = index_chain()
    together = view_market(make_snapshot(spx=6001.0, chains={"SPX": chain}), chain, None, DEFAULTS)
    assert together.forwards is not None
    assert together.valuation is not None
    assert float(together.forwards.quoted[0]) == pytest.approx(6000.1, abs=0.1)
    assert float(together.valuation.forward[0]) == pytest.approx(6000.1, abs=0.1)


def test_old_quotes_keep_their_carry_and_follow_the_spot() -> None:
    """Quoted the evening before: volatility as of then, forward and time of now."""
    evening = at("16:00", "2026-01-13")
    chain = make_chain(6000.0, as_of=evening, expiries=("2026-01-14", "2026-01-16", "2026-02-20"))
    snapshot = make_snapshot(spx=6060.0, chains={"SPX": chain})
    view = view_market(snapshot, chain, None, DEFAULTS)
    assert view.valuation is not None
    sigma, move = expected_move(view)
    assert sigma == pytest.approx(0.15, abs=1e-3)
    assert move is not None
    assert (move.expiry, move.minutes) == ("2026-01-14", 330.0)
    assert float(view.valuation.forward[0]) == pytest.approx(6060.1, abs=0.3)


def test_a_given_spot_moves_the_valuation_only() -> None:
    chain = index_chain()
    one = view_market(index_snapshot(chain), chain, None, DEFAULTS)
    two = view_market(index_snapshot(chain), chain, None, GexSettings(spot=6100.0))
    assert one.surface is not None
    assert two.surface is not None
    assert one.surface.call.tolist() == two.surface.call.tolist()
    assert two.valuation is not None
    assert two.valuation.spot == 6100.0


def test_without_a_spot_there_is_no_valuation() -> None:
    chain = dataclasses.replace(make_chain(6000.0, quotes=False), underlying_price=None)
    view = view_market(make_snapshot(spx=None, spy=None, chains={"SPX": chain}), chain, None, DEFAULTS)
    assert (view.spot, view.valuation) == (None, None)
    assert view.reason == "no quotes, and last trades of call and put in the same minute at 0 strikes only: 5 needed"
    assert expected_move(view) == (None, None)
    assert coverage_of(view).contracts_used == 0


def test_a_chain_that_nobody_quotes_keeps_the_spot_and_says_what_it_lacks() -> None:
    chain = make_chain(6000.0, quotes=False)
    view = view_market(make_snapshot(chains={"SPX": chain}), chain, None, DEFAULTS)
    assert view.spot is not None
    assert (view.spot.value, view.valuation) == (6000.0, None)
    assert refusal(view, chain, coverage_of(view), DEFAULTS) == view.reason


def test_without_quotes_the_last_trades_of_one_minute_give_the_market() -> None:
    chain, traded = index_chain(), traded_chain()
    quoted = view_market(index_snapshot(chain), chain, None, DEFAULTS)
    view = view_market(index_snapshot(traded), traded, None, DEFAULTS)
    assert view.lasts is not None
    assert view.forwards is not None
    assert set(view.forwards.source) == {"last trades"}
    assert view.valuation is not None
    assert quoted.valuation is not None
    assert view.valuation.forward == pytest.approx(quoted.valuation.forward, abs=0.5)
    found = coverage_of(view)
    assert found.iv_from_last > 0
    assert found.iv_from_mid == 0
    assert found.oi_valid_share + found.oi_filled_share == pytest.approx(found.oi_used_share)
    assert refusal(view, traded, found, DEFAULTS) == (
        f"a volatility of its own for {found.oi_valid_share:.0%} of the open interest only, 90% needed"
    )
    sigma, move = expected_move(view)
    assert sigma == pytest.approx(0.15, abs=2e-3)
    assert move is not None


def test_volatilities_of_neighbours_do_not_cover_open_interest() -> None:
    chain = index_chain()
    wide = np.abs(chain.strike - 6000.0) > 120.0
    lost = dataclasses.replace(chain, bid=np.where(wide, 0.0, chain.bid), ask=np.where(wide, 40.0, chain.ask))
    found = coverage_of(view_market(index_snapshot(lost), lost, None, DEFAULTS))
    assert found.oi_used_share == 1.0
    assert found.oi_valid_share + found.oi_filled_share == pytest.approx(1.0)
    assert "of its own for" in (refused(lost) or "")
    worthless = dataclasses.replace(lost, ask=np.where(wide, 0.05, chain.ask))
    known = coverage_of(view_market(index_snapshot(worthless), worthless, None, DEFAULTS))
    assert known.oi_valid_share == 1.0
    assert known.iv_unbid > 0


def test_open_interest_of_two_dates_is_refused() -> None:
    chain = dataclasses.replace(index_chain(), interest_dates=("2026-01-12", "2026-01-13"))
    assert refused(chain) == "the open interest is of different dates: 2026-01-12, 2026-01-13"


def test_spy_has_its_own_price() -> None:
    chain = make_chain(
        600.0, underlying="SPY", root="SPY", strikes=np.arange(580.0, 621.0, 1.0).tolist(), half_spread=0.01
    )
    snapshot = make_snapshot(prices={"SPY": make_price("SPY", 600.0, at("10:30"))}, chains={"SPY": chain})
    view = view_market(snapshot, chain, 10.0, DEFAULTS)
    assert view.spot is not None
    assert (view.spot.value, view.spot.source) == (600.0, "index")
    assert refusal(view, chain, coverage_of(view), DEFAULTS) is None
