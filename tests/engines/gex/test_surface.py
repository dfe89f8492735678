"""Volatilities: own from mids, the vendor's, those of the neighbours."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.gex.book import Book, make_book
from spxcc.engines.gex.forward import Forwards, forwards, parity_forwards
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.surface import FILLED, MID, NONE, VENDOR, make_surface
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import index_chain, smile
from tests.fakes.snapshots import at, make_chain

NOW = at("10:30")


def prepared(chain: OptionChain) -> tuple[Book, Forwards]:
    book = make_book(chain, NOW)
    return book, forwards(book, parity_forwards(book, DEFAULTS), 6000.0, DEFAULTS)


def test_own_volatility_is_that_of_the_quotes() -> None:
    chain = make_chain(6000.0, expiries=("2026-01-16", "2026-02-20"), smile=smile)
    book, carried = prepared(chain)
    surface = make_surface(book, carried, DEFAULTS)
    own = surface.source == MID
    assert np.count_nonzero(own) > 0.9 * own.size
    truth = smile(np.log(book.strike / 6000.0))
    near = own & (np.abs(book.strike / 6000.0 - 1) < 0.015)
    assert surface.call[near].tolist() == pytest.approx(truth[near].tolist(), rel=5e-3)
    assert np.array_equal(surface.call[own], surface.put[own])


def test_the_out_of_the_money_side_decides() -> None:
    chain = make_chain(6000.0, expiries=("2026-02-20",))
    itm = chain.is_call == (chain.strike < 5990)
    wrong = dataclasses.replace(chain, bid=chain.bid + 0.2 * itm, ask=chain.ask + 0.2 * itm)
    book, carried = prepared(chain)
    one = make_surface(book, carried, DEFAULTS)
    two = make_surface(make_book(wrong, NOW), carried, DEFAULTS)
    outside = np.abs(book.strike - 6000) > 30
    assert one.call[outside].tolist() == two.call[outside].tolist()


def test_the_vendor_serves_where_there_is_no_quote() -> None:
    chain = index_chain()
    blind = chain.strike == 6050.0
    vendor = np.where(chain.is_call, 0.21, np.nan)
    book, carried = prepared(
        dataclasses.replace(chain, bid=np.where(blind, np.nan, chain.bid), vendor_iv=np.where(blind, vendor, np.nan))
    )
    surface = make_surface(book, carried, DEFAULTS)
    rows = book.strike == 6050.0
    assert set(surface.source[rows].tolist()) == {VENDOR}
    assert set(surface.call[rows].tolist()) == {0.21}
    assert set(surface.put[rows].tolist()) == {0.21}


def test_f33_of_the_vendor_too_the_out_of_the_money_side_decides() -> None:
    chain = index_chain()
    absent = np.full(len(chain), np.nan)
    lacking = np.isin(chain.strike, (5500.0, 6500.0))
    outer = (chain.strike >= 6000.0) == chain.is_call
    vendor = np.where(chain.is_call, 0.2, 0.22)
    vendor[lacking & outer] = np.nan
    book, carried = prepared(dataclasses.replace(chain, bid=absent, ask=absent, vendor_iv=vendor))
    surface = make_surface(book, carried, DEFAULTS)
    assert surface.call.tolist() == surface.put.tolist()
    above = book.strike >= carried.quoted[book.group]
    inner = np.isin(book.strike, (5500.0, 6500.0))
    assert set(surface.call[above & ~inner].tolist()) == set(surface.call[~above & inner].tolist()) == {0.2}
    assert set(surface.call[~above & ~inner].tolist()) == set(surface.call[above & inner].tolist()) == {0.22}


def test_a_zero_of_the_vendor_is_absent() -> None:
    chain = make_chain(6000.0, quotes=False)
    book, carried = prepared(dataclasses.replace(chain, vendor_iv=np.zeros(len(chain))))
    surface = make_surface(book, carried, DEFAULTS)
    assert set(surface.source.tolist()) == {NONE}
    assert np.isnan(surface.call).all()


def test_a_hole_takes_its_neighbours_and_a_wing_the_last() -> None:
    chain = make_chain(6000.0, expiries=("2026-01-16",), smile=smile)
    blind = (chain.strike == 5900.0) | (chain.strike > 6080.0)
    book, carried = prepared(dataclasses.replace(chain, bid=np.where(blind, np.nan, chain.bid)))
    surface = make_surface(book, carried, DEFAULTS)
    at_strike = {float(strike): row for row, strike in enumerate(book.strike)}
    hole, last, wing = at_strike[5900.0], at_strike[6080.0], at_strike[6150.0]
    assert surface.source[[hole, wing, last]].tolist() == [FILLED, FILLED, MID]
    assert surface.call[hole] == pytest.approx((surface.call[hole - 1] + surface.call[hole + 1]) / 2)
    assert surface.call[wing] == surface.call[last]


def test_nothing_is_filled_where_the_money_is_unknown() -> None:
    chain = make_chain(6000.0, expiries=("2026-01-16",), smile=smile)
    blind = np.abs(chain.strike - 6000) < 70
    book, carried = prepared(dataclasses.replace(chain, bid=np.where(blind, np.nan, chain.bid)))
    surface = make_surface(book, carried, DEFAULTS)
    assert set(surface.source[np.abs(book.strike - 6000) < 70].tolist()) == {NONE}


def test_half_a_tick_says_nothing() -> None:
    chain = make_chain(6000.0, expiries=("2026-01-16",))
    bid, ask = np.full(len(chain), 0.01), np.full(len(chain), 0.02)
    book, carried = prepared(dataclasses.replace(chain, bid=bid, ask=ask))
    assert not (make_surface(book, carried, DEFAULTS).source == MID).any()
