"""Growth of cost with size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.measure import Given, measure_chain
from spxcc.engines.gex.params import DEFAULTS
from spxcc.runtime.bench import scaling
from spxcc.runtime.bench.chain import snapshot
from spxcc.runtime.bench.figure import TOO_SHORT
from spxcc.runtime.bench.scaling import EXPIRIES, STRIKES, exponent, grown, scaling_figures


@given(st.floats(0.0, 3.0), st.floats(0.01, 100.0))
def test_a_power_is_found_again(power: float, factor: float) -> None:
    points = [(size, factor * size**power) for size in (1e3, 1e4, 1e5)]
    assert exponent(points) == pytest.approx(power, abs=1e-9)


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 3.0)], [(1.0, 0.0), (2.0, 1.0)]])
def test_too_little_is_an_error(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="expected two sizes"):
        exponent(points)


def test_what_takes_no_time_has_no_exponent() -> None:
    assert grown("g", [(1.0, 2.0), (2.0, 4.0)], "how", 1.1).samples == pytest.approx((1.0,))
    nothing = grown("g", [(1.0, 0.0), (2.0, 4.0)], "how", 1.1)
    assert (nothing.samples, nothing.note) == ((), TOO_SHORT)


def test_the_sizes_reach_from_a_thousand_to_a_hundred_thousand() -> None:
    assert round(2 * EXPIRIES * STRIKES[0][0], -3) == 1_000
    assert round(2 * EXPIRIES * STRIKES[-1][0], -3) == 100_000


@pytest.mark.parametrize(("strikes", "spacing"), STRIKES)
def test_every_contract_counts_at_every_size(strikes: int, spacing: float) -> None:
    market = snapshot(1, strikes, spacing)
    chain = market.chains["SPX"]
    parts = measure_chain(market, chain, DEFAULTS, Given(before=view_market(market, chain, None, DEFAULTS))).parts
    assert parts is not None
    assert 2 * len(parts.positions.strike) >= 0.95 * len(chain)


def test_every_size_is_a_figure_and_the_exponent_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "STRIKES", ((16, 25.0), (32, 25.0), (64, 12.5), (128, 6.25)))
    *sizes, last = scaling_figures(True)
    assert [one.name for one in sizes] == ["scaling: gex 992", "scaling: gex 1,984", "scaling: gex 3,968"]
    assert all(len(one.samples) == 7 for one in sizes)
    assert (last.name, last.budget) == ("scaling: gex exponent", 1.1)


def test_a_chain_that_is_refused_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "STRIKES", ((16, 50.0),))
    with pytest.raises(AssertionError, match="the synthetic chain is refused: fewer than 3 strikes"):
        next(iter(scaling_figures(True)))
