"""Numbers that are prices: flips, walls, the strike with the most gamma, max pain. The contracts there are shown."""

from collections.abc import Mapping

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Weights
from spxcc.engines.gex.profile import Repricer
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.contracts import Contracts, contributions
from spxcc.engines.gex.provenance.kinds import PER_PERCENT, Kind
from spxcc.engines.gex.provenance.sums import Amounts, evidence, gamma, part_of, scope_of, weights_of, within
from spxcc.engines.why.result import RELATIVE, Contribution, Explanation, Fact, Input
from spxcc.market.snapshot import Bools, Floats

HUNDREDTH = 0.005
"""Half the step that flips are published in."""
CURVED = 1.5
"""The slope may differ that much within half a step."""


def flip(case: Case) -> Explanation:
    """`flip_point`."""
    return _flip(case, case.result.flip_point, case.result.flip_reason, np.True_, None)


def root(case: Case, at: str) -> Explanation:
    """`flips.<at>`: one of all roots."""
    roots = case.result.flips
    if int(at) >= len(roots):
        raise case.unknown(f"root {at}", [f"{number}" for number in range(len(roots))])
    return _flip(case, roots[int(at)].level, None, np.True_, None)


def scope_flip(case: Case, name: str) -> Explanation:
    """`scopes.<name>.flip`."""
    found, mask = scope_of(case, name)
    return _flip(case, found.flip, f"net gamma of {name} has no root in range", mask, None)


def view_flip(case: Case, name: str) -> Explanation:
    """`volume_view.flip` and `flow_view.flip`."""
    found = case.result.volume_view if name == "volume" else case.result.flow_view
    reason = None if found is None else found.reason or "no root in range"
    return _flip(case, None if found is None else found.flip, reason, np.True_, weights_of(case, name))


def _flip(
    case: Case, level: float | None, reason: str | None, mask: Bools | np.bool_, weights: Weights | None
) -> Explanation:
    if level is None or not case.measured:
        return case.answer(kinds.FLIP_LEVEL, None, None, reason)
    contracts = case.contracts()
    held = contracts.held(case.own.weights if weights is None else weights)
    held = np.where(mask, held, 0.0)
    found = at_price(contracts, held, case.own.curves.repricer, level)
    step = 1e-4 * level
    above, below = (
        float(at_price(contracts, held, case.own.curves.repricer, level + move).value.sum()) for move in (step, -step)
    )
    return case.answer(kinds.FLIP_LEVEL, level, zero_evidence(contracts, found, (above - below) / (2.0 * step)))


def zero_evidence(contracts: Contracts, amounts: Amounts, slope: float) -> Evidence:
    """Contracts at a flip. slope: of net there, USD per 1 % per point."""
    gross = float(np.abs(amounts.value).sum())
    rows = contributions(contracts, amounts.held, amounts.greek, amounts.value)
    return zero_sum(rows, gross, slope, amounts.factor)


def zero_sum(rows: tuple[Contribution, ...], gross: float, slope: float, factor: float | None) -> Evidence:
    """They add up to 0 as closely as the flip is published."""
    facts = (Fact("gross at the flip", gross, PER_PERCENT), Fact("slope", slope, "USD per +1 % a point"))
    rounding = CURVED * HUNDREDTH * abs(slope) + RELATIVE * gross
    return Evidence(rows, PER_PERCENT, "net at the flip, 0 but for its rounding", 0.0, rounding, factor, facts)


def at_price(contracts: Contracts, held: Floats, repricer: Repricer, level: float) -> Amounts:
    """Γ of each contract at another price of the underlying, its volatility unchanged."""
    bells = repricer.bells(np.array([level]))[0] * repricer.unit * level
    factor = params.CONTRACT_SIZE * level * level * 0.01
    return Amounts(held, contracts.of(bells) / factor, factor)


def wall(case: Case, side: str) -> Explanation:
    """`call_wall` and `put_wall`."""
    value = case.result.call_wall if side == "call" else case.result.put_wall
    return _at_strike(case, kinds.NET_WALL, value, value, "net", 0.0, case.result.wall_reason)


def ranked_wall(case: Case, side: str, at: str, field: str) -> Explanation | None:
    """`call_walls.<at>.<field>`: `strike gex share` of one of the ranked walls, by net or by its side alone."""
    walls = case.result.call_walls if side == "call" else case.result.put_walls
    if int(at) >= len(walls):
        return None
    found = walls[int(at)]
    kind = kinds.NET_WALL if found.definition == "net" else kinds.GROSS_WALL
    part = "net" if found.definition == "net" else side
    unit = {"strike": kind.unit, "gex": PER_PERCENT, "share": "share of gross"}[field]
    kind = Kind(unit, kind.formula, kind.grade, kind.greek)
    if field == "share" and case.measured:
        gross = float(case.own.ladder.gross.sum())
        there = (Input("there", found.gex, PER_PERCENT, f"{case.path.rpartition('.')[0]}.gex"),)
        whole = (Input("gross", gross, PER_PERCENT, f"{case.channel}.gross_gex"),)
        shared = Evidence(expression="abs(there) / gross", inputs=there + whole, rounding=5e-7)
        return case.answer(kind, found.share, shared)
    return _at_strike(case, kind, getattr(found, field), found.strike, part, 1.0 if field == "gex" else 0.0)


def peak(case: Case) -> Explanation:
    """`absolute_gamma_strike`."""
    value = case.result.absolute_gamma_strike
    return _at_strike(case, kinds.PEAK, value, value, "gross", 0.0)


def top_level(case: Case, at: str, field: str) -> Explanation | None:
    """`top_levels.<at>.strike` and `.net_gex`."""
    levels = case.result.top_levels
    if int(at) >= len(levels):
        return None
    found = levels[int(at)]
    value = found.strike if field == "strike" else found.net_gex
    kind = Kind(kinds.POINTS if field == "strike" else PER_PERCENT, kinds.NET_GEX.formula, kinds.NET, "Γ")
    return _at_strike(case, kind, value, found.strike, "net", 0.0 if field == "strike" else 1.0)


def _at_strike(
    case: Case, kind: Kind, value: float | None, level: float | None, part: str, rounding: float,
    reason: str | None = None,
) -> Explanation:  # fmt: skip
    """Contracts of one strike; what they add up to is what the ladder of the run has there."""
    if value is None or level is None or not case.measured:
        return case.answer(kind, None, None, reason)
    contracts, ladder = case.contracts(), case.own.ladder
    amounts = part_of(contracts, gamma(case, contracts, case.own.weights), part)
    column: Mapping[str, Floats] = {
        "net": ladder.net, "call": ladder.call, "put": ladder.put, "gross": ladder.gross,
    }  # fmt: skip
    target = float(column[part][int(np.flatnonzero(ladder.strike == level)[0])])
    if kind.unit == PER_PERCENT:
        target = value
    chosen = within(amounts, contracts.strike == level)
    return case.answer(kind, value, evidence(contracts, chosen, PER_PERCENT, f"{part} at {level:g}", target, rounding))


def pain(case: Case, root: str, date: str) -> Explanation:
    """`by_expiry.<root>.<date>.max_pain`: what every contract pays its holders there, and at the strikes beside it."""
    row = case.expiry(root, date)
    if row.max_pain is None:
        return case.answer(kinds.PAIN, None, None, f"{root} {date} has no open interest")
    contracts, group = case.contracts(), case.group(root, date)
    book = contracts.view.book
    mine = contracts.group == group
    interest = np.where(mine, np.nan_to_num(contracts.interest), 0.0)
    listed = book.strike[book.rows_of(group)]
    place = int(np.flatnonzero(listed == row.max_pain)[0])
    beside = [float(listed[at]) for at in (place - 1, place + 1) if 0 <= at < listed.size]
    paid = payout(contracts, row.max_pain)
    rows = contributions(contracts, interest, paid, interest * paid * params.CONTRACT_SIZE)
    facts = tuple(
        Fact(f"paid at {level:g}", float(interest @ payout(contracts, level)) * params.CONTRACT_SIZE, "USD")
        for level in beside
    )
    target = float(interest @ paid) * params.CONTRACT_SIZE
    what = "paid to holders there, the least of all listed prices"
    return case.answer(kinds.PAIN, row.max_pain, Evidence(rows, "USD", what, target, 0.0, params.CONTRACT_SIZE, facts))


def payout(contracts: Contracts, level: float) -> Floats:
    """Points that each contract pays when it settles at `level`."""
    above = level - contracts.strike
    return np.maximum(np.where(contracts.is_call, above, -above), 0.0)
