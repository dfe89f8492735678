"""Numbers that are sums over contracts: totals, scopes, expiries, strikes, views, combined products."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params, views
from spxcc.engines.gex.heat import window_of
from spxcc.engines.gex.positions import Weights
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.contracts import Contracts, contributions
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.result import Scope
from spxcc.engines.gex.scenario import later
from spxcc.engines.gex.tables import scope_masks
from spxcc.engines.why.result import Explanation, Fact
from spxcc.market.snapshot import Bools, Floats
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.quant import bsm

PARTS = {"net": kinds.NET_GEX, "call": kinds.CALL_GEX, "put": kinds.PUT_GEX, "gross": kinds.GROSS_GEX}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Per contract: what is counted, the greek, and `factor`, so that value = held · greek · factor."""

    held: Floats
    greek: Floats
    factor: float

    @property
    def value(self) -> Floats:
        return self.held * self.greek * self.factor


Measure = Callable[[Case, Contracts, Weights], Amounts]


def terms(case: Case, contracts: Contracts) -> tuple[float, Floats, Floats, Floats, float, Floats]:
    """Arguments of `quant.bsm`: spot, strike, years, volatility, rate, carry."""
    positions, spot = contracts.positions, case.parts[contracts.view.chain.underlying].spot
    columns = (contracts.of(column) for column in (positions.years, positions.sigma, positions.carry))
    years, sigma, carry = columns
    return spot, contracts.strike, years, sigma, case.settings.rate, carry


def gamma(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    """Γ of each contract; factor 100·S²·1 %."""
    given = terms(case, contracts)
    greek = bsm.gamma(*given, contracts.is_call)
    return Amounts(contracts.held(held), greek, params.CONTRACT_SIZE * given[0] ** 2 * 0.01)


def _delta(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    given = terms(case, contracts)
    return Amounts(contracts.held(held), bsm.delta(*given, contracts.is_call), params.CONTRACT_SIZE * given[0])


def _customers_delta(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    interest = np.nan_to_num(contracts.interest)
    found = _delta(case, contracts, held)
    return Amounts(interest, found.greek, found.factor)


def _vanna(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    given = terms(case, contracts)
    return Amounts(contracts.held(held), bsm.vanna(*given, contracts.is_call), params.CONTRACT_SIZE * given[0] * 0.01)


def _charm(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    given = terms(case, contracts)
    return Amounts(contracts.held(held), bsm.charm(*given, contracts.is_call), params.CONTRACT_SIZE * given[0] / 365.0)


def _speed(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    given = terms(case, contracts)
    spot = given[0]
    greek = 2.0 * bsm.gamma(*given, contracts.is_call) + spot * bsm.speed(*given, contracts.is_call)
    return Amounts(contracts.held(held), greek, params.CONTRACT_SIZE * spot * spot * 1e-4)


def _charm_to_close(case: Case, contracts: Contracts, held: Weights) -> Amounts:
    minutes = max(minutes_to_close(case), 0.0)
    spot, strike, years, sigma, rate, carry = terms(case, contracts)
    left, _ = later(years, np.array([minutes]))
    change = bsm.delta(spot, strike, left, sigma, rate, carry, contracts.is_call)
    change = change - bsm.delta(spot, strike, years, sigma, rate, carry, contracts.is_call)
    return Amounts(contracts.held(held), change, params.CONTRACT_SIZE * spot)


def minutes_to_close(case: Case) -> float:
    """Of the session that the outlook of the run ends with."""
    window = window_of(case.snapshot.session, case.snapshot.as_of)
    return (window[1] - case.snapshot.as_of) / NANOS_PER_MINUTE


MEASURES: dict[str, tuple[Kind, Measure]] = {
    "dex": (kinds.DEX, _customers_delta),
    "dealer_dex": (kinds.DEALER_DEX, _delta),
    "vanna": (kinds.VANNA, _vanna),
    "charm": (kinds.CHARM, _charm),
    "charm_to_close": (kinds.CHARM_TO_CLOSE, _charm_to_close),
    "speed": (kinds.SPEED, _speed),
}


def part_of(contracts: Contracts, amounts: Amounts, part: str) -> Amounts:
    """`net` as it is; of `call` and `put` the other side is not counted; `gross` counts every contract as held long."""
    if part == "gross":
        return Amounts(np.abs(amounts.held), amounts.greek, amounts.factor)
    if part == "net":
        return amounts
    side = contracts.is_call if part == "call" else ~contracts.is_call
    return within(amounts, side)


def within(amounts: Amounts, mask: Bools) -> Amounts:
    """Only the contracts of `mask` are counted."""
    return Amounts(np.where(mask, amounts.held, 0.0), amounts.greek, amounts.factor)


def evidence(
    contracts: Contracts, amounts: Amounts, unit: str, what: str, target: float | None, rounding: float = 0.0,
    facts: tuple[Fact, ...] = (),
) -> Evidence:  # fmt: skip
    """Rows and sum of the contracts that are counted."""
    rows = contributions(contracts, amounts.held, amounts.greek, amounts.value)
    return Evidence(rows, unit, what, target, rounding, amounts.factor, facts)


def total(case: Case, name: str) -> Explanation:
    """`net_gex`, `call_gex`, `put_gex`, `gross_gex`."""
    part, value = name.removesuffix("_gex"), getattr(case.result, name)
    return _gamma_sum(case, part, value, value, np.True_, name)


def measure(case: Case, name: str) -> Explanation:
    """`dex`, `dealer_dex`, `vanna`, `charm`, `charm_to_close`, `speed`."""
    kind, compute = MEASURES[name]
    value = getattr(case.result, name)
    if value is None or not case.measured:
        return case.answer(kind, None, None)
    contracts = case.contracts()
    return case.answer(
        kind, value, evidence(contracts, compute(case, contracts, case.own.weights), kind.unit, name, value)
    )


def scope(case: Case, name: str, part: str) -> Explanation:
    """`scopes.<name>.<part>`."""
    found, mask = scope_of(case, name)
    value = getattr(found, part)
    return _gamma_sum(case, part, value, value, mask, f"{part} of {name}")


def scope_of(case: Case, name: str) -> tuple[Scope, Bools]:
    """Its totals, and which contracts are in it. Raises NoSuchNumber."""
    found, contracts = case.result.scopes.get(name), case.contracts() if case.measured else None
    if found is None or contracts is None:
        raise case.unknown(f"scope {name}", list(case.result.scopes))
    return found, scope_masks(contracts.view.book, case.snapshot.session.date)[name][contracts.group]


def expiry(case: Case, root: str, date: str, part: str) -> Explanation:
    """`by_expiry.<root>.<date>.<part>`, and its `share` of gross."""
    row = case.expiry(root, date)
    contracts = case.contracts()
    mask = contracts.group == case.group(root, date)
    if part != "share":
        value = getattr(row, part)
        return _gamma_sum(case, part, value, value, mask, f"{part} of {root} {date}")
    amounts = part_of(contracts, gamma(case, contracts, case.own.weights), "gross")
    whole = float(amounts.value.sum())
    scaled = Amounts(within(amounts, mask).held, amounts.greek, amounts.factor / whole)
    return case.answer(kinds.SHARE, row.share, evidence(contracts, scaled, "share", "share of gross", row.share, 5e-7))


def strike(case: Case, strike_text: str, part: str) -> Explanation:
    """`by_strike.<strike>.<part>`: `net call put call_oi put_oi`."""
    level = float(strike_text)
    row = next((one for one in case.result.by_strike if one.strike == level), None)
    if row is None:
        near = sorted(case.result.by_strike, key=lambda one: abs(one.strike - level))[:8]
        raise case.unknown(f"strike {strike_text}", [f"{one.strike:g}" for one in near])
    contracts = case.contracts()
    mask = contracts.strike == level
    if part in ("net", "call", "put"):
        value = getattr(row, part)
        return _gamma_sum(case, part, value, value, mask, f"{part} at {strike_text}")
    side = contracts.is_call if part == "call_oi" else ~contracts.is_call
    interest = np.where(mask & side, np.nan_to_num(contracts.interest), 0.0)
    counted = Amounts(interest, np.ones(interest.size), 1.0)
    found = evidence(contracts, counted, "contracts", f"open interest at {strike_text}", float(getattr(row, part)), 0.5)
    return case.answer(kinds.COUNT, float(getattr(row, part)), found)


def view(case: Case, name: str, part: str) -> Explanation:
    """`volume_view.<part>` and `flow_view.<part>`: the same gammas over another count."""
    found = case.result.volume_view if name == "volume" else case.result.flow_view
    value = None if found is None else getattr(found, part)
    kind = kinds.TRADED if part == "contracts" else PARTS[part]
    weights = weights_of(case, name)
    if found is None or value is None or weights is None:
        return case.answer(kind, None, None, None if found is None else found.reason)
    contracts = case.contracts()
    if part == "contracts":
        return case.answer(kind, float(value), _counted(case, contracts, name, float(value)))
    amounts = part_of(contracts, gamma(case, contracts, weights), part)
    return case.answer(kind, value, evidence(contracts, amounts, kind.unit, f"{part} by {found.name}", value))


def weights_of(case: Case, name: str) -> Weights | None:
    """Of the view `volume` or `flow`, as the run counted."""
    if not case.measured or case.view is None:
        return None
    if name == "volume":
        return views.by_volume(case.view.book, case.own.positions).weights
    return views.by_flow(case.view.book, case.own.positions, case.own.weights).weights


def _counted(case: Case, contracts: Contracts, name: str, value: float) -> Evidence:
    side = contracts.view.book
    pick = "volume" if name == "volume" else "bought"
    row = contracts.positions.row[contracts.position]
    column = np.where(contracts.is_call, getattr(side.call, pick)[row], getattr(side.put, pick)[row])
    counted = Amounts(np.abs(np.nan_to_num(column)), np.ones(column.size), 1.0)
    return evidence(contracts, counted, "contracts", f"contracts of the {name} view", value, 0.5)


def _gamma_sum(
    case: Case, part: str, value: float | None, target: float | None, mask: Bools | np.bool_, what: str
) -> Explanation:
    kind = PARTS[part]
    if value is None or not case.measured:
        return case.answer(kind, None, None)
    contracts = case.contracts()
    amounts = part_of(contracts, gamma(case, contracts, case.own.weights), part)
    chosen = within(amounts, np.broadcast_to(mask, amounts.held.shape))
    return case.answer(kind, value, evidence(contracts, chosen, kind.unit, what, target))
