"""Volume and flow-adjusted views: other counts, the same gammas, never added to open interest."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.flow.result import Signed
from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.measure import Given, measure_chain
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures, make_positions, standard_weights
from spxcc.engines.gex.result import GexResult
from spxcc.engines.gex.signs import NO_FLOW
from spxcc.engines.gex.views import NO_VOLUME, by_flow, by_volume, view_of
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import index_chain, index_snapshot

CHAIN = index_chain()
VOLUMES = dataclasses.replace(CHAIN, volume=np.where(CHAIN.is_call, 30.0, 20.0))
NEAR = next(
    at for at in range(len(CHAIN)) if CHAIN.strike[at] == 6000.0 and CHAIN.is_call[at] and CHAIN.roots[at] == "SPXW"
)


def result_of(chain: OptionChain, signed: dict[str, Signed] | None = None) -> GexResult:
    return measure_chain(index_snapshot(chain), chain, DEFAULTS, Given(signed=signed)).result


def test_without_volume_or_prints_the_views_say_so() -> None:
    found = result_of(dataclasses.replace(CHAIN, volume=np.full(len(CHAIN), np.nan)))
    assert found.volume_view is not None
    assert found.flow_view is not None
    assert (found.volume_view.net, found.volume_view.reason) == (None, NO_VOLUME)
    assert (found.flow_view.net, found.flow_view.flip, found.flow_view.reason) == (None, None, NO_FLOW)


def test_volume_takes_the_place_of_open_interest() -> None:
    """The view of a chain is what its net would be if its open interest were its volume."""
    view = result_of(VOLUMES).volume_view
    instead = result_of(dataclasses.replace(VOLUMES, open_interest=VOLUMES.volume))
    assert view is not None
    assert (view.net, view.call, view.put) == pytest.approx((instead.net_gex, instead.call_gex, instead.put_gex))
    assert view.flip == instead.flip_point
    assert view.contracts == round(float(VOLUMES.volume.sum()))


def test_volume_changes_nothing_by_open_interest() -> None:
    """A contract that trades without open interest enters the view and nothing else."""
    fresh = dataclasses.replace(VOLUMES, open_interest=np.where(VOLUMES.strike == 6000.0, 0.0, VOLUMES.open_interest))
    quiet = dataclasses.replace(fresh, volume=np.zeros(len(fresh)))
    one, two = result_of(fresh), result_of(quiet)
    assert one.net_gex == pytest.approx(two.net_gex, rel=1e-12)
    assert (one.flip_point, one.by_expiry, one.coverage) == (two.flip_point, two.by_expiry, two.coverage)
    assert [row for row in one.by_strike if row.strike != 6000.0] == list(two.by_strike)


def test_customers_who_buy_leave_dealers_shorter() -> None:
    bought = {CHAIN.contracts[NEAR]: Signed(bought=700, sold=200, unknown=900)}
    found = result_of(VOLUMES, bought)
    view = found.flow_view
    assert view is not None
    assert view.contracts == 500
    less = VOLUMES.open_interest.copy()
    less[NEAR] -= 500
    instead = result_of(dataclasses.replace(VOLUMES, open_interest=less))
    assert view.net == pytest.approx(instead.net_gex, rel=1e-9)
    assert found.net_gex == pytest.approx(result_of(VOLUMES).net_gex, rel=1e-12)


def test_a_put_that_customers_sold_makes_dealers_longer() -> None:
    put = NEAR + 1
    assert (CHAIN.strike[put], bool(CHAIN.is_call[put])) == (6000.0, False)
    view = result_of(CHAIN, {CHAIN.contracts[put]: Signed(sold=400)}).flow_view
    base = result_of(CHAIN)
    assert view is not None
    assert base.net_gex is not None
    assert view.net is not None
    assert view.net > base.net_gex


def test_a_view_equals_the_sum_over_its_weights() -> None:
    view = view_market(index_snapshot(VOLUMES), VOLUMES, None, DEFAULTS, {CHAIN.contracts[NEAR]: Signed(bought=9)})
    assert view.surface is not None
    assert view.valuation is not None
    assert view.forwards is not None
    positions = make_positions(view.book, view.surface, view.valuation.years, view.forwards.carry)
    held = standard_weights(positions)
    for counted in (by_volume(view.book, positions), by_flow(view.book, positions, held)):
        assert counted.weights is not None
        shown = view_of(counted, positions, 6000.0, DEFAULTS.rate, None)
        exposed = exposures(positions, 6000.0, DEFAULTS.rate, counted.weights)
        assert shown.net == pytest.approx(float(exposed.net.sum()), rel=1e-10)
        assert (shown.name, shown.flip) == (counted.name, None)
