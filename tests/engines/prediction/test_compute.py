"""The cone and the next targets."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.clusters.result import ClustersResult, Zone
from spxcc.engines.prediction.compute import ENGINE, compute, horizon, nearest
from spxcc.engines.prediction.coverage import ConeMemory
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.fakes.results import make_gex, make_upstream
from tests.fakes.snapshots import at, make_snapshot


def zone(name: str, low: float, high: float) -> Zone:
    return Zone(
        id=name,
        low=low,
        high=high,
        price=(low + high) / 2,
        families=("gamma", "round"),
        level_ids=("a", "b"),
        labels=("CW", "6000"),
        score=0.5,
        type="moderate",
    )


@given(st.floats(1, 200), st.floats(0.05, 1.0))
def test_f46_the_cone_grows_with_the_root_of_time(minutes: float, sigma: float) -> None:
    near, far = (horizon("x", each, 0, 6000.0, sigma).one_sd for each in (minutes, 4 * minutes))
    assert far == pytest.approx(2 * near, abs=0.02)


def test_f46_the_close_matches_the_atm_straddle() -> None:
    """0.798·E(minutes left) of the cone equals the straddle of the same volatility by Black–Scholes, within 3 %."""
    minutes, sigma, spot = 155.0, 0.13, 4300.0
    total = sigma * math.sqrt(minutes / 525_600)
    straddle = 2 * spot * math.erf(total / 2 / math.sqrt(2))
    assert 0.798 * horizon("close", minutes, 0, spot, sigma).one_sd == pytest.approx(straddle, rel=0.03)


def test_f46_horizons_of_an_open_session_with_coverage_unknown() -> None:
    result, _ = compute(make_snapshot(at("15:15")), make_upstream(gex=make_gex()), ConeMemory())
    assert [each.label for each in result.horizons] == ["5m", "10m", "15m", "20m", "30m", "close"]
    assert result.horizons[-1].minutes == 45
    assert result.horizons[0].at == to_millis(at("15:15") + 5 * NANOS_PER_MINUTE)
    assert all(each.coverage is None and each.n == 0 for each in result.horizons)
    for each in result.horizons:
        assert each.low1 + each.high1 == pytest.approx(2 * 6000.0, abs=0.02)
        assert each.high2 - each.low2 == pytest.approx(2 * (each.high1 - each.low1), abs=0.03)


def test_without_volatility_or_out_of_hours_there_is_no_cone() -> None:
    result, _ = compute(make_snapshot(), make_upstream(), ConeMemory())
    assert result.horizons == ()
    assert result.spot == 6000.0
    assert result.reason == "no ATM volatility: no gex result yet"
    night, _ = compute(make_snapshot(at("17:00")), make_upstream(gex=make_gex()), ConeMemory())
    assert night.horizons == ()
    assert night.reason is not None
    assert "not open" in night.reason


def test_targets_are_the_nearest_zones_wholly_on_one_side() -> None:
    zones = (zone("far", 6040, 6042), zone("up", 6010, 6012), zone("here", 5999, 6001), zone("down", 5980, 5985))
    upstream = make_upstream(gex=make_gex(), clusters=ClustersResult(zones=zones, radius=1.0))
    result, _ = compute(make_snapshot(), upstream, ConeMemory())
    assert result.next_up is not None
    assert result.next_down is not None
    assert (result.next_up.zone_id, result.next_up.distance) == ("up", 10.0)
    assert (result.next_down.zone_id, result.next_down.distance) == ("down", 15.0)
    assert result.next_up.label == "CW+6000"
    assert result.next_up.distance_e15 == pytest.approx(10 / (6000 * 0.15 * (15 / 525_600) ** 0.5), abs=1e-3)


def test_no_zone_is_no_target() -> None:
    assert nearest((), 6000.0, 5.0, above=True) is None
    result, _ = compute(make_snapshot(), make_upstream(gex=make_gex()), ConeMemory())
    assert (result.next_up, result.next_down) == (None, None)
    assert [item.channel.name for item in ENGINE.publish(result)] == ["prediction:update"]
