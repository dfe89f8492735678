"""Forwards: parity, robustness to a wrong rate and to bad quotes, the vendor's deltas, interpolation."""

import dataclasses
import math

import numpy as np
import pytest
from scipy.special import ndtr

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.forward import forwards, near_money, parity_forwards, parity_spot
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import EXPIRIES, index_chain
from tests.fakes.snapshots import at, make_chain

NOW = at("10:30")
CARRY = 0.0425 - 0.013


def test_parity_gives_the_forward_of_every_expiry() -> None:
    book = make_book(index_chain(), NOW)
    found = parity_forwards(book, DEFAULTS)
    years = years_between(NOW, book.settles_at)
    assert found.good.all()
    assert found.forward.tolist() == pytest.approx((6000.0 * np.exp(CARRY * years)).tolist(), abs=0.05)
    assert (found.sd < 0.05).all()
    assert (found.pairs >= 3).all()


def test_a_wrong_rate_does_not_move_it() -> None:
    book = make_book(index_chain(), NOW)
    right, wrong = parity_forwards(book, DEFAULTS), parity_forwards(book, GexSettings(rate=0.015))
    assert wrong.forward.tolist() == pytest.approx(right.forward.tolist(), abs=0.1)
    assert wrong.good.all()


def test_one_absurd_quote_does_not_move_the_median() -> None:
    chain = index_chain()
    bid, ask = chain.bid.copy(), chain.ask.copy()
    hit = next(i for i in range(len(chain)) if chain.strike[i] == 6010.0 and chain.is_call[i])
    bid[hit], ask[hit] = bid[hit] + 0.3, ask[hit] + 0.3
    found = parity_forwards(make_book(dataclasses.replace(chain, bid=bid, ask=ask), NOW), DEFAULTS)
    assert found.forward[0] == pytest.approx(6000.0, abs=0.3)


def test_quotes_that_do_not_belong_together_are_flagged() -> None:
    chain = index_chain()
    draw = np.random.default_rng(2).normal(0, 8.0, len(chain))
    book = make_book(dataclasses.replace(chain, bid=chain.bid + 20 + draw, ask=chain.ask + 20 + draw), NOW)
    found = parity_forwards(book, DEFAULTS)
    assert not found.good.any()
    assert parity_spot(book, found, DEFAULTS) is None


def test_too_few_pairs_are_not_good() -> None:
    book = make_book(make_chain(6000.0, strikes=[5990.0, 6000.0]), NOW)
    found = parity_forwards(book, DEFAULTS)
    assert found.pairs.tolist() == [2.0]
    assert not found.good.any()


def test_parity_spot_is_the_spot() -> None:
    book = make_book(index_chain(), NOW)
    parity = parity_forwards(book, DEFAULTS)
    found = parity_spot(book, parity, DEFAULTS)
    assert found is not None
    assert found[0] == pytest.approx(6000.0, abs=0.1)
    assert found[1] == 0
    given = parity_spot(book, parity, GexSettings(dividend=0.013))
    assert given is not None
    assert given[0] == pytest.approx(6000.0, abs=0.1)


def test_without_a_term_structure_the_rate_is_the_carry() -> None:
    book = make_book(make_chain(6000.0, expiries=EXPIRIES[1:2]), NOW)
    found = parity_spot(book, parity_forwards(book, DEFAULTS), DEFAULTS)
    assert found is not None
    years = float(years_between(NOW, book.settles_at)[0])
    assert found[0] == pytest.approx(6000.0 * math.exp((CARRY - 0.0425) * years), abs=0.05)


def vendor_chain(carry: float) -> OptionChain:
    """No quotes, the vendor's volatility 0.2 and N(d1) as delta."""
    chain = index_chain()
    years = (chain.settles_at - NOW) / 60e9 / 525_600
    d1 = (np.log(6000.0 / chain.strike) + carry * years) / (0.2 * np.sqrt(years)) + 0.1 * np.sqrt(years)
    absent, delta = np.full(len(chain), np.nan), ndtr(d1) - ~chain.is_call
    sigma = np.full(len(chain), 0.2)
    return dataclasses.replace(chain, bid=absent, ask=absent, vendor_iv=sigma, vendor_delta=delta.round(4))


def test_the_deltas_of_the_vendor_name_his_forward() -> None:
    book = make_book(vendor_chain(0.021), NOW)
    parity = parity_forwards(book, DEFAULTS)
    assert not parity.good.any()
    found = forwards(book, parity, 6000.0, DEFAULTS)
    assert set(found.source) == {"vendor delta"}
    years = years_between(NOW, book.settles_at)
    assert found.quoted.tolist() == pytest.approx((6000.0 * np.exp(0.021 * years)).tolist(), abs=0.2)


def test_a_gap_is_interpolated_in_time() -> None:
    chain = index_chain()
    hidden = np.array([expiry in ("2026-01-16", "2026-06-18") for expiry in chain.expiries])
    bid = np.where(hidden, np.nan, chain.bid)
    book = make_book(dataclasses.replace(chain, bid=bid), NOW)
    found = forwards(book, parity_forwards(book, DEFAULTS), 6000.0, DEFAULTS)
    assert found.source == ("parity", "parity", "interpolated", "parity", "interpolated")
    years = years_between(NOW, book.settles_at)
    weight = (years[2] - years[1]) / (years[3] - years[1])
    assert found.carry[2] == pytest.approx(found.carry[1] + weight * (found.carry[3] - found.carry[1]))
    assert found.carry[4] == found.carry[3]


def test_last_comes_the_rate() -> None:
    book = make_book(make_chain(6000.0, quotes=False), NOW)
    parity = parity_forwards(book, DEFAULTS)
    assert forwards(book, parity, 6000.0, DEFAULTS).source == ("rate",)
    assert forwards(book, parity, 6000.0, DEFAULTS).carry.tolist() == [0.0425]
    assert forwards(book, parity, 6000.0, GexSettings(dividend=0.02)).carry.tolist() == pytest.approx([0.0225])


def test_near_the_money_widens_with_time() -> None:
    strike = np.array([5900.0, 5950.0, 6000.0, 6300.0])
    assert near_money(strike, 6000.0, 0.001).tolist() == [False, True, True, False]
    assert near_money(strike, 6000.0, 0.25).tolist() == [True, True, True, True]
