"""The front expiry: at-the-money volatility, straddle, one-sd range."""

import dataclasses
import math

import numpy as np
import pytest

from spxcc.engines.gex.front import Valuation, atm_iv, front_group, one_sd, straddle, strikes_near
from spxcc.engines.gex.market_view import MarketView, view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.surface import Surface
from spxcc.engines.volatility import straddle_of
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import make_chain


def seen(chain: OptionChain) -> tuple[MarketView, Surface, Valuation]:
    view = view_market(index_snapshot(chain), chain, None, DEFAULTS)
    assert view.surface is not None
    assert view.valuation is not None
    return view, view.surface, view.valuation


def test_volatility_at_the_forward() -> None:
    view, surface, valuation = seen(index_chain(6003.0))
    found = atm_iv(view.book, surface, valuation, 0)
    assert found == pytest.approx(0.15, abs=2e-3)


def test_none_without_neighbours_on_both_sides() -> None:
    chain = make_chain(6000.0, strikes=[5800.0, 5850.0, 5900.0, 5950.0, 5990.0])
    view, surface, valuation = seen(chain)
    assert atm_iv(view.book, surface, valuation, 0) is None


def test_a_filled_volatility_is_not_measured() -> None:
    chain = index_chain()
    near = (np.abs(chain.strike - 6000) <= 60) & (chain.settles_at == chain.settles_at.min())
    view, surface, valuation = seen(dataclasses.replace(chain, bid=np.where(near, np.nan, chain.bid)))
    assert atm_iv(view.book, surface, valuation, 0) is None
    assert strikes_near(view.book, surface, valuation, 0) == 0
    assert strikes_near(view.book, surface, valuation, 1) == 12


def test_straddle_of_the_quotes() -> None:
    chain = make_chain(6000.0, strikes=np.arange(5990.0, 6010.5, 0.5).tolist(), rate=0.0, dividend=0.0)
    view, surface, valuation = seen(chain)
    sigma = atm_iv(view.book, surface, valuation, 0)
    assert sigma is not None
    at_money = chain.strike == 6000.0
    quoted = float(((chain.bid + chain.ask) / 2)[at_money].sum())
    found = straddle(valuation, 0, sigma)
    assert found == pytest.approx(quoted, abs=0.05)
    assert found == pytest.approx(straddle_of(one_sd(valuation, 0, sigma)), rel=1e-3)


def test_one_sd() -> None:
    valuation = Valuation(np.array([330 / 525_600]), np.array([6000.0]), 6000.0, 0.04)
    assert one_sd(valuation, 0, 0.15) == pytest.approx(6000 * 0.15 * math.sqrt(330 / 525_600))


def test_an_expiry_about_to_settle_is_not_the_front() -> None:
    years = np.array([1.0, 1440.0]) / 525_600
    assert front_group(Valuation(years, np.full(2, 6000.0), 6000.0, 0.04)) == 1
    assert front_group(Valuation(years[:1], np.full(1, 6000.0), 6000.0, 0.04)) is None
