"""Exposures against the loop over contracts, and the laws they obey."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.forward import forwards, parity_forwards
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import Positions, Weights, exposures, make_positions
from spxcc.engines.gex.surface import VENDOR, Surface, make_surface
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import contracts_of, index_chain, some_positions
from tests.fakes.gex_twin import totals
from tests.fakes.snapshots import at

NOW = at("10:30")
RATE = 0.0425


def positions_of(chain: OptionChain) -> Positions:
    book = make_book(chain, NOW)
    carried = forwards(book, parity_forwards(book, DEFAULTS), 6000.0, DEFAULTS)
    return make_positions(
        book, make_surface(book, carried, DEFAULTS), years_between(NOW, book.settles_at), carried.carry
    )


@pytest.mark.parametrize("seed", range(5))
def test_equal_the_loop(seed: int) -> None:
    positions = some_positions(seed)
    found, twin = exposures(positions, 6010.0, RATE), totals(contracts_of(positions), 6010.0, RATE)
    for name in ("call", "put", "dex", "vanna", "charm"):
        assert float(getattr(found, name).sum()) == pytest.approx(getattr(twin, name), rel=1e-9), name


@pytest.mark.parametrize("seed", range(5))
def test_dealers_delta_and_speed_equal_the_difference(seed: int) -> None:
    """Speed is what a further +1 % would add if gamma were linear; dealers' delta moves by call + put per +1 %."""
    positions, step = some_positions(seed), 0.01
    here = exposures(positions, 6000.0, RATE)
    up, down = (exposures(positions, 6000.0 + move, RATE) for move in (step, -step))
    slope = float((up.net - down.net).sum()) / (2 * step)
    assert float(here.speed.sum()) == pytest.approx(slope * 60.0, rel=1e-5)
    delta = {
        move: float(exposures(positions, 6000.0 + move, RATE).dealer_dex.sum()) / (6000.0 + move)
        for move in (1e-2, -1e-2)
    }
    assert float(here.net.sum()) == pytest.approx((delta[1e-2] - delta[-1e-2]) / 2e-2 * 60.0 * 6000.0, rel=1e-5)


def test_weights_decide_the_sign_and_not_the_customers_delta() -> None:
    positions = some_positions(2)
    short = Weights(-positions.call_interest, -positions.put_interest)
    standard, squeezed = exposures(positions, 6000.0, RATE), exposures(positions, 6000.0, RATE, short)
    assert squeezed.call.tolist() == (-standard.call).tolist()
    assert squeezed.put.tolist() == standard.put.tolist()
    assert squeezed.gross == pytest.approx(standard.gross)
    assert squeezed.dex.tolist() == standard.dex.tolist()
    assert squeezed.dealer_dex == pytest.approx(-standard.dex)


def test_rows_with_one_volatility_are_one_position() -> None:
    positions = positions_of(index_chain())
    assert len(positions) == len(set(zip(positions.group.tolist(), positions.strike.tolist(), strict=True)))
    assert (np.diff(positions.strike) >= 0).all()
    assert float(positions.call_interest.sum()) == float(index_chain().open_interest[index_chain().is_call].sum())


def test_rows_with_two_volatilities_are_two() -> None:
    book = make_book(index_chain(), NOW)
    count = book.strike.size
    surface = Surface(np.full(count, 0.2), np.full(count, 0.22), np.full(count, VENDOR))
    years = years_between(NOW, book.settles_at)
    positions = make_positions(book, surface, years, np.zeros(years.size))
    assert len(positions) == len(index_chain())
    assert set(positions.sigma[positions.call_interest > 0].tolist()) == {0.2}
    assert set(positions.sigma[positions.put_interest > 0].tolist()) == {0.22}
    assert not positions.own.any()


def test_rows_without_open_interest_are_neutral() -> None:
    chain = index_chain()
    idle = np.abs(chain.strike - 6000) > 200
    zero = positions_of(dataclasses.replace(chain, open_interest=np.where(idle, 0.0, chain.open_interest)))
    unknown = positions_of(dataclasses.replace(chain, open_interest=np.where(idle, np.nan, chain.open_interest)))
    assert len(zero) == len(unknown) < len(positions_of(chain))
    assert zero.strike.tolist() == unknown.strike.tolist()


@given(st.floats(0.1, 50.0), st.integers(0, 20))
def test_scaling_open_interest_scales_exposure(factor: float, seed: int) -> None:
    one = some_positions(seed)
    many = dataclasses.replace(one, call_interest=one.call_interest * factor, put_interest=one.put_interest * factor)
    before, after = exposures(one, 6000.0, RATE), exposures(many, 6000.0, RATE)
    for name in ("call", "put", "dex", "vanna", "charm"):
        assert getattr(after, name) == pytest.approx(factor * getattr(before, name), rel=1e-9)


@given(st.floats(0.05, 20.0), st.integers(0, 20))
def test_scaling_prices_scales_exposure(factor: float, seed: int) -> None:
    one = some_positions(seed)
    scaled = dataclasses.replace(one, strike=one.strike * factor)
    before, after = exposures(one, 6000.0, RATE), exposures(scaled, 6000.0 * factor, RATE)
    assert after.call == pytest.approx(factor * before.call, rel=1e-6, abs=1e-6)
    assert after.put == pytest.approx(factor * before.put, rel=1e-6, abs=1e-6)


def test_signs() -> None:
    found = exposures(some_positions(), 6000.0, RATE)
    assert (found.call >= 0).all()
    assert (found.put <= 0).all()


def test_f63_gamma_of_the_day_of_expiry_is_not_zero() -> None:
    """The time to settlement runs to 16:00 exchange time: on the day itself it is hours, not nothing."""
    chain = index_chain()
    positions = positions_of(chain)
    today = positions.group == 0
    gross = exposures(positions, 6000.0, RATE).call - exposures(positions, 6000.0, RATE).put
    assert positions.years[today].tolist() == pytest.approx([330 / 525_600] * int(today.sum()))
    assert float(gross[today].sum()) > 0.15 * float(gross.sum())
