"""Hedge flows of a scenario, down to the contracts."""

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case
from spxcc.engines.gex.provenance.contracts import Contracts
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.provenance.sums import Amounts, evidence, minutes_to_close, terms
from spxcc.engines.gex.scenario import LEAST_SIGMA_SHARE, Scenario, default_scenarios, later
from spxcc.engines.why.result import Explanation, Fact
from spxcc.market.snapshot import Floats
from spxcc.quant import bsm

WHOLE_DOLLARS = 0.5
CAUSES = {
    "flow": "the whole flow",
    "gamma": "the part of the move of spot: −held · Γ · ΔS · 100 · S after",
    "charm": "the part of the time: −held · ∂Δ/∂t · Δt · 100 · S after",
    "vanna": "the part of the volatility: −held · ∂Δ/∂σ · Δσ · 100 · S after",
    "residual": "what the three first-order parts leave of the flow",
}


def hedge_flow(case: Case, at: str, cause: str) -> Explanation | None:
    """`hedge_flows.<at>.<cause>`."""
    flows = case.result.hedge_flows
    if int(at) >= len(flows) or not case.measured:
        return None
    scenario = default_scenarios(minutes_to_close(case))[int(at)]
    contracts, value = case.contracts(), getattr(flows[int(at)], cause)
    size = -params.CONTRACT_SIZE * case.own.spot * (1.0 + scenario.spot_share)
    amounts = Amounts(contracts.held(case.own.weights), _parts(case, contracts, scenario)[cause], size)
    rounding = WHOLE_DOLLARS * (len(CAUSES) - 1 if cause == "residual" else 1)
    facts = (
        Fact("move of spot", scenario.spot_share, "share"),
        Fact("time passed", scenario.minutes, "minutes"),
        Fact("change of volatility", scenario.vol_points, "points"),
    )
    found = evidence(contracts, amounts, kinds.HEDGE.unit, f"{cause} of the scenario", value, rounding, facts)
    formula = f"{kinds.HEDGE.formula} Here {CAUSES[cause]}."
    return case.answer(Kind(kinds.HEDGE.unit, formula, kinds.HEDGE.grade, kinds.HEDGE.greek), value, found)


def _parts(case: Case, contracts: Contracts, scenario: Scenario) -> dict[str, Floats]:
    """Change of Δ of one contract by cause; × −held · 100 · S after it is the flow."""
    spot, strike, years, sigma, rate, carry = terms(case, contracts)
    is_call = contracts.is_call
    left, alive = later(years, np.array([scenario.minutes]))
    shifted = np.maximum(sigma + 0.01 * scenario.vol_points, LEAST_SIGMA_SHARE * sigma)
    moved = spot * (1.0 + scenario.spot_share)
    after = np.where(alive, bsm.delta(moved, strike, left, shifted, rate, carry, is_call), 0.0)
    now = (spot, strike, years, sigma, rate, carry, is_call)
    parts = {
        "flow": after - bsm.delta(*now),
        "gamma": bsm.gamma(*now) * (moved - spot),
        "charm": bsm.charm(*now) * (years - np.where(alive, left, 0.0)),
        "vanna": bsm.vanna(*now) * (shifted - sigma),
    }
    parts["residual"] = parts["flow"] - parts["gamma"] - parts["charm"] - parts["vanna"]
    return parts
