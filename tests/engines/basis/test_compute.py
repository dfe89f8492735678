"""The basis: by time, robust to a missing leg."""

import numpy as np
import pytest

from spxcc.engines.basis.compute import ENGINE, compute
from spxcc.engines.basis.result import Basis
from spxcc.engines.basis.tracker import Track
from spxcc.engines.engine import Upstream
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_bars, make_chain, make_price, make_snapshot

NOW = at("10:30")


def step(snapshot: MarketSnapshot, memory: Track | None = None) -> tuple[Basis, Track]:
    return compute(snapshot, Upstream(), memory or Track())


def walk(pairs: list[tuple[float, float]], every_s: int = 5) -> Basis:
    memory, result = Track(), None
    for at_step, (spx, spy) in enumerate(pairs):
        result, memory = step(make_snapshot(NOW + at_step * every_s * NANOS_PER_SECOND, spx=spx, spy=spy), memory)
    assert result is not None
    return result


def test_f36_seed_vector() -> None:
    result, _ = step(make_snapshot(spx=6032.4, spy=603.05))
    assert result.basis10 == 1.9
    assert result.basis == 0.0
    assert result.ratio == pytest.approx(6032.4 / 603.05, abs=1e-6)
    assert result.missing == {"parity": "no SPX option chain yet", "lead": result.missing["lead"]}


def test_f36_parity_beside_the_ratio() -> None:
    result, _ = step(make_snapshot(spx=6001.0, chains={"SPX": make_chain(6000.0)}))
    assert result.parity_spot == pytest.approx(6000.0, abs=0.02)
    assert result.parity_basis == pytest.approx(1.0, abs=0.02)
    assert "parity" not in result.missing


def test_f36_a_missing_leg_leaves_the_others() -> None:
    chains = {"SPX": make_chain(6000.0)}
    no_spy, _ = step(make_snapshot(spy=None, chains=chains))
    assert no_spy.basis is None
    assert no_spy.basis10 is None
    assert no_spy.parity_basis is not None
    assert no_spy.missing["SPY"] == "no SPY price yet"
    assert no_spy.reason == "no basis: no SPY price yet"
    no_spx, _ = step(make_snapshot(spx=None, chains=chains))
    assert no_spx.parity_spot is not None
    assert no_spx.parity_basis is None
    assert no_spx.missing["SPX"] == "no SPX price yet"
    nothing, _ = step(make_snapshot(spx=None, spy=None))
    assert nothing.basis is None
    assert nothing.ratio is None


def test_f36_prices_far_apart_in_time_are_not_compared() -> None:
    old = make_price("SPY", 600.0, NOW - 120 * NANOS_PER_SECOND)
    result, memory = step(make_snapshot(prices={"SPX": make_price("SPX", 6000.0, NOW), "SPY": old}))
    assert result.basis is None
    assert result.missing["SPY"] == "the SPX and SPY prices are more than 90 s apart"
    assert memory.last is None


def test_f36_the_step_rate_does_not_change_the_averages() -> None:
    """Asked ten times per price or once: the same averages and z."""
    once, often = Track(), Track()
    for second in range(0, 600, 10):
        now = NOW + second * NANOS_PER_SECOND
        prices = {
            "SPX": make_price("SPX", 6000.0 + second % 7, now),
            "SPY": make_price("SPY", 600.0, now),
        }
        single, once = step(make_snapshot(now, prices=prices), once)
        for tick in range(10):
            repeated, often = step(make_snapshot(now + tick * NANOS_PER_SECOND, prices=prices), often)
        assert repeated == single
    assert often == once


def test_the_stale_opening_print_is_seen() -> None:
    now = at("09:30:30")
    stale, memory = step(make_snapshot(now, spx=5980.0, chains={"SPX": make_chain(6000.0, as_of=now)}))
    assert stale.basis is None
    assert "opening print" in stale.missing["SPX"]
    assert memory.last is None
    later = at("09:33")
    fine, _ = step(make_snapshot(later, spx=5980.0, chains={"SPX": make_chain(6000.0, as_of=later)}))
    assert fine.basis is not None


def test_the_leader_is_the_one_that_moves_first() -> None:
    steps = np.cumsum(np.random.default_rng(7).normal(0, 1.0, 120))
    late = np.concatenate((np.zeros(2), steps[:-2]))
    spx_first = [(6000.0 + a, 600.0 + b / 10) for a, b in zip(steps, late, strict=True)]
    spy_first = [(6000.0 + b, 600.0 + a / 10) for a, b in zip(steps, late, strict=True)]
    together = [(6000.0 + a, 600.0 + a / 10) for a in steps]
    assert walk(spx_first).leading == "SPX"
    assert walk(spy_first).leading == "SPY"
    both = walk(together)
    assert both.leading == "neutral"
    assert both.correlation == pytest.approx(1.0, abs=0.01)


def test_no_leader_without_samples() -> None:
    result = walk([(6000.0, 600.0)] * 10)
    assert (result.leading, result.correlation) == (None, None)
    assert "lead" in result.missing
    assert walk([(6000.0, 600.0)] * 60).missing["lead"] == "one of the prices did not move in ten minutes"


def test_trend_expands_when_the_basis_leaves_zero() -> None:
    flat = [(6000.0 + 0.2 * (at_step % 3), 600.0) for at_step in range(240)]
    growing = [(6000.0 + 0.05 * at_step, 600.0) for at_step in range(240)]
    assert walk([*flat, *growing]).trend == "expanding"
    assert walk(flat).trend == "stable"


def test_the_same_input_gives_the_same_frame() -> None:
    prices = {"SPX": make_price("SPX", 6000.0, NOW), "SPY": make_price("SPY", 600.0, NOW)}
    first, memory = step(make_snapshot(NOW, prices=prices))
    again, _ = step(make_snapshot(NOW + NANOS_PER_SECOND, prices=prices), memory)
    assert again == first
    assert [item.channel.name for item in ENGINE.publish(first)] == ["basis:update"]


def test_f36_an_index_that_is_mapped_from_spy_has_no_basis_against_it() -> None:
    bars = {"SPX": make_bars([6000.0], label="SPY × 10.0359")}
    result, _ = compute(make_snapshot(bars=bars), Upstream(), Track())
    assert (result.basis, result.basis10, result.z) == (None, None, None)
    assert result.reason == "no basis: SPX is itself mapped from SPY"
