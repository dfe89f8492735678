"""What engines read of the snapshot and of the gex board."""

import pytest

from spxcc.engines.inputs import Drift, gex_of, inputs_of, live_ratio, mapped_from_spy
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.results import make_gex, make_upstream
from tests.fakes.snapshots import at, make_bars, make_price, make_snapshot


def test_spot_is_the_index_and_sigma_the_nearest_atm() -> None:
    inputs = inputs_of(make_snapshot(spx=6001.5), make_upstream(gex=make_gex(spot=6000.0, atm_iv=0.15)))
    assert (inputs.spot, inputs.sigma, inputs.reason) == (6001.5, 0.15, None)
    assert inputs.e(15) == pytest.approx(6001.5 * 0.15 * (15 / 525_600) ** 0.5)


def test_without_an_index_value_the_spot_of_the_gex_engine_serves() -> None:
    assert inputs_of(make_snapshot(spx=None), make_upstream(gex=make_gex(spot=5999.0))).spot == 5999.0


def test_what_is_missing_is_named() -> None:
    assert inputs_of(make_snapshot(spx=None), make_upstream()).reason == "no SPX price yet"
    nothing = inputs_of(make_snapshot(), make_upstream())
    assert nothing.sigma is None
    assert nothing.reason == "no ATM volatility: no gex result yet"
    assert nothing.e(15) is None
    refused = inputs_of(make_snapshot(), make_upstream(gex=make_gex(atm_iv=None, reason="chain incomplete")))
    assert refused.reason == "no ATM volatility: chain incomplete"


def test_gex_by_symbol() -> None:
    upstream = make_upstream(gex=make_gex(spot=1.0))
    assert gex_of(upstream) is not None
    assert gex_of(upstream, "SPY") is None
    assert gex_of(make_upstream()) is None


def test_ratio_needs_two_prices_of_one_time() -> None:
    now = at("10:30")
    assert live_ratio(make_snapshot(spx=6032.4, spy=603.05))[0] == pytest.approx(6032.4 / 603.05)
    assert live_ratio(make_snapshot(spy=None)) == (None, "no SPY price yet")
    late = {"SPX": make_price("SPX", 6000, now), "SPY": make_price("SPY", 600, now - 91 * NANOS_PER_SECOND)}
    assert live_ratio(make_snapshot(prices=late)) == (None, "the SPX and SPY prices are more than 90 s apart")


def test_a_unit_follows_only_what_moved_enough() -> None:
    unit = Drift().follow(10.0)
    assert unit.value == 10.0
    assert unit.follow(10.4) is unit
    assert unit.follow(10.6).value == 10.6
    assert unit.follow(None).value is None


def test_a_feed_that_maps_spx_from_spy_is_known() -> None:
    assert mapped_from_spy(make_snapshot(bars={"SPX": make_bars([6000.0], label="SPY × 10.0")}))
    assert not mapped_from_spy(make_snapshot(bars={"SPX": make_bars([6000.0])}))
    assert not mapped_from_spy(make_snapshot())
