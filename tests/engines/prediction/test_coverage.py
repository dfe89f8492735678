"""Coverage of the cone, measured forward."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.prediction.compute import compute, horizon
from spxcc.engines.prediction.coverage import ConeMemory, added, with_coverage
from spxcc.engines.prediction.result import CONES_FACT, ConeCount, ConeCounts, Prediction
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.results import make_gex, make_upstream
from tests.fakes.snapshots import at, make_snapshot

OPEN = at("09:31")
SIGMA = 0.15


def day(seed: int, scale: float = 1.0, minutes: int = 389) -> tuple[Prediction, ConeMemory]:
    """The engine on a driftless day whose volatility is `scale` times what the chain says."""
    rng = np.random.default_rng(seed)
    upstream, memory = make_upstream(gex=make_gex(atm_iv=SIGMA)), ConeMemory()
    spot, sd = 6000.0, scale * SIGMA / np.sqrt(525_600)
    result: Prediction | None = None
    for minute in range(minutes):
        snapshot = make_snapshot(OPEN + minute * NANOS_PER_MINUTE, spx=round(spot, 2))
        result, memory = compute(snapshot, upstream, memory)
        spot *= float(np.exp(sd * rng.normal()))
    assert result is not None
    return result, memory


def share(scale: float, label: str) -> tuple[float, int]:
    counts = added(*(day(seed, scale)[1].counts for seed in range(8)))[label]
    return counts.inside / counts.n, counts.n


def test_f46_on_noise_of_its_own_volatility_two_thirds_are_inside_and_on_wilder_noise_fewer() -> None:
    calm, n = share(1.0, "5m")
    wild, _ = share(2.0, "5m")
    assert n > 500
    assert calm == pytest.approx(0.683, abs=3 * (0.683 * 0.317 / n) ** 0.5)
    assert wild < 0.5


def test_f46_one_cone_a_horizon_is_open_so_the_sample_does_not_overlap() -> None:
    result, memory = day(1)
    assert set(memory.open) <= {"5m", "10m", "15m", "20m", "30m", "60m", "close"}
    assert memory.counts["60m"].n <= 6
    assert memory.counts["5m"].n <= 78
    assert result.today.counts == memory.counts


def test_f45_a_share_has_its_n_and_interval_and_what_a_normal_gives() -> None:
    bare = horizon("5m", 5, OPEN, 6000.0, SIGMA)
    assert (bare.coverage, bare.n) == (None, 0)
    known = with_coverage(bare, ConeCount(label="5m", n=20, inside=11, inside2=19))
    assert (known.coverage, known.n, known.expected) == (0.55, 20, 0.6827)
    assert known.coverage_low is not None
    assert known.coverage_high is not None
    assert known.coverage_low < 0.55 < known.coverage_high


def test_f46_earlier_sessions_of_the_ledger_count_too() -> None:
    fact = ConeCounts(sessions=3, counts={"5m": ConeCount(label="5m", n=100, inside=70, inside2=96)})
    facts = {CONES_FACT: msgspec.json.encode(fact).decode()}
    result, _ = compute(make_snapshot(facts=facts), make_upstream(gex=make_gex()), ConeMemory())
    assert (result.horizons[0].n, result.horizons[0].coverage) == (100, 0.7)


def test_f46_a_price_that_comes_too_late_decides_nothing() -> None:
    memory = ConeMemory(session="x").issued([horizon("5m", 5, OPEN, 6000.0, SIGMA)])
    late = OPEN + 20 * NANOS_PER_MINUTE
    after = memory.met(make_snapshot(late).prices["SPX"], late // 1_000_000)
    assert (after.counts, after.open) == ({}, {})


def test_the_cone_to_the_close_is_met_after_the_close() -> None:
    _, memory = day(3)
    close = make_snapshot(at("16:00"), spx=6000.0)
    result, after = compute(close, make_upstream(gex=make_gex()), memory)
    assert after.counts["close"].n == 1
    assert result.today.counts["close"].n == 1
    assert result.horizons == ()


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 120))
def test_f46_what_is_counted_at_t_needs_no_later_price(seed: int, cut: int) -> None:
    assert day(seed % 3, minutes=cut)[1] == day(seed % 3, minutes=cut)[1]
    whole = day(seed % 3, minutes=121)[1]
    assert all(whole.counts[name].n >= one.n for name, one in day(seed % 3, minutes=cut)[1].counts.items())
