"""Sums: against loops over contracts that know nothing of the columns."""

import numpy as np
import pytest
from scipy.stats import norm

from spxcc.engines.gex.params import DEFAULTS, MIN_MINUTES, MINUTES_PER_YEAR
from spxcc.engines.gex.provenance.contracts import contracts_of
from spxcc.engines.gex.provenance.sums import Amounts, part_of, within
from tests.engines.gex.provenance.boards import both


def test_gamma_of_a_contract_is_the_textbooks_at_the_volatility_in_its_row() -> None:
    """Γ = e^{(b−r)T}·φ(d1) / (S·σ·√T), Haug 2nd ed. 2.1; the carry and time are those of its expiry."""
    run = both()
    view, parts = run.memory.views["SPX"], run.memory.parts["SPX"]
    assert view.valuation is not None
    assert view.forwards is not None
    spot = parts.spot
    for row in run.why("net_gex").contributions[::53]:
        group = list(zip(view.book.roots, view.book.expiries, strict=True)).index((row.root, row.expiry))
        years = max(float(view.valuation.years[group]), MIN_MINUTES / MINUTES_PER_YEAR)
        carry, total = float(view.forwards.carry[group]), row.iv * np.sqrt(years)
        d1 = (np.log(spot / row.strike) + carry * years) / total + total / 2
        gamma = np.exp((carry - DEFAULTS.rate) * years) * norm.pdf(d1) / (spot * total)
        assert row.greek == pytest.approx(gamma, rel=1e-9)
        assert row.value == pytest.approx(row.held * gamma * 100 * spot**2 * 0.01, rel=1e-9)


def test_the_sign_of_a_contract_is_that_of_the_model_and_gross_has_none() -> None:
    run = both()
    assert all((row.held > 0) == (row.right == "C") for row in run.why("net_gex").contributions)
    assert all(row.held > 0 and row.value >= 0 for row in run.why("gross_gex").contributions)
    assert {row.right for row in run.why("put_gex").contributions} == {"P"}
    assert {row.right for row in run.why("scopes.0dte.call").contributions} == {"C"}


def test_dex_is_the_customers_and_dealer_dex_the_dealers() -> None:
    run = both()
    customers = {row.contract: row for row in run.why("dex").contributions}
    for row in run.why("dealer_dex").contributions[::41]:
        twin = customers[row.contract]
        assert twin.greek == row.greek
        assert twin.held == abs(row.held)
        assert (row.greek > 0) == (row.right == "C")


def test_views_count_what_they_say() -> None:
    run = both()
    volume = run.board.symbols["SPX"].volume_view
    assert volume is not None
    found = run.why("volume_view.contracts")
    assert found.total == volume.contracts
    assert all(abs(row.held) == 40 for row in run.why("volume_view.net").contributions)
    bought = run.why("flow_view.contracts")
    assert bought.total == bought.target
    assert {row.held for row in bought.contributions} <= {20.0, 60.0}


def test_shares_of_the_expiries_add_up_to_one() -> None:
    run = both()
    rows = run.board.symbols["SPX"].by_expiry
    shares = [run.why(f"by_expiry.{row.root}.{row.expiry}.share").total or 0.0 for row in rows]
    assert sum(shares) == pytest.approx(1.0, rel=1e-12)


def test_open_interest_of_a_strike_is_counted_in_contracts() -> None:
    run = both()
    row = run.board.symbols["SPX"].by_strike[60]
    found = run.why(f"by_strike.{row.strike:g}.call_oi")
    assert found.total == row.call_oi
    assert {one.right for one in found.contributions} == {"C"}


def test_parts_of_amounts() -> None:
    run = both()
    contracts = contracts_of(run.memory.views["SPX"], run.memory.parts["SPX"].positions)
    signs = np.where(contracts.is_call, 2.0, -3.0)
    amounts = Amounts(signs, np.ones(signs.size), 10.0)
    calls, puts = np.count_nonzero(contracts.is_call), np.count_nonzero(~contracts.is_call)
    totals = {name: float(part_of(contracts, amounts, name).value.sum()) for name in ("net", "call", "put", "gross")}
    assert totals == {
        "net": 20.0 * calls - 30.0 * puts, "call": 20.0 * calls, "put": -30.0 * puts,
        "gross": 20.0 * calls + 30.0 * puts,
    }  # fmt: skip
    assert within(amounts, np.zeros(signs.size, dtype=np.bool_)).value.sum() == 0
