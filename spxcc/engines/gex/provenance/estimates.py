"""Numbers that are no sums of exposures: band, expected move, at-the-money volatility, forwards, coverage, spot."""

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.front import front_group
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.contracts import contributions
from spxcc.engines.gex.provenance.excluded import excluded
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.provenance.near import legs, neighbours
from spxcc.engines.gex.result import Band, Coverage
from spxcc.engines.gex.surface import FILLED, LAST, MID, UNBID, VENDOR
from spxcc.engines.why.result import Explanation, Fact

SIXTH, FOURTH = 5e-7, 5e-5
"""Half the last digit of shares and volatilities, and of prices in points."""
SETTLED = "every expiry settles within two minutes"


def band(case: Case, field: str) -> Explanation | None:
    """`band.<field>`: what was disturbed and how often; no contracts stand behind a quantile. Raises NoSuchNumber."""
    found = case.result.band
    if field not in Band.__struct_fields__:
        raise case.unknown(f"band.{field}", Band.__struct_fields__)
    unit = {"p10": kinds.PER_PERCENT, "p50": kinds.PER_PERCENT, "p90": kinds.PER_PERCENT, "draws": "draws"}
    unit |= {"flip_p10": kinds.POINTS, "flip_p90": kinds.POINTS}
    kind = Kind(unit.get(field, "share of draws"), kinds.ENSEMBLE.formula, kinds.BAND)
    value = None if found is None else getattr(found, field)
    if not isinstance(value, int | float) and value is not None:
        return None
    facts: tuple[Fact, ...] = (
        Fact("draws", params.DRAWS),
        Fact("sd of a whole side", params.TILT_SD, "of its contracts"),
        Fact("sd of a strike", params.STRIKE_SD, "of its contracts"),
        Fact(
            "seed", f"{case.snapshot.session.date}, the session, and for its noise the strike: the same draws all day"
        ),
    )
    if found is not None:
        facts += tuple(Fact(name, getattr(found, name)) for name in ("p_plus", "p10", "p50", "p90"))
    reason = "under half the draws have a flip" if field.startswith("flip") else None
    return case.answer(kind, None if value is None else float(value), Evidence(facts=facts), reason)


def expected_move(case: Case, field: str) -> Explanation:
    """`expected_move.straddle` and `.one_sd`."""
    found, view = case.result.expected_move, case.view
    kind = kinds.STRADDLE if field == "straddle" else kinds.ONE_SD
    value = None if found is None else getattr(found, field)
    front = None if view is None or view.valuation is None else front_group(view.valuation)
    if found is None or value is None or view is None or view.valuation is None or front is None:
        return case.answer(kind, None, None, None if found else SETTLED)
    sigma = case.result.atm_iv
    facts = (
        Fact("at-the-money volatility", sigma, "per year"),
        Fact("to the settlement of", f"{view.book.roots[front]} {found.expiry}"),
        Fact("time left", found.minutes, "minutes"),
        Fact("forward", float(view.valuation.forward[front]), kinds.POINTS),
    )
    if field == "one_sd":
        return case.answer(kind, value, Evidence(facts=facts))
    rows = legs(view, front)
    return case.answer(
        kind, value, Evidence(rows, kinds.POINTS, "call and put at the forward", value, FOURTH, None, facts)
    )


def atm_iv(case: Case) -> Explanation:
    """`atm_iv`: the strikes on both sides of the forward, each with its weight."""
    value, view = case.result.atm_iv, case.view
    front = None if view is None or view.valuation is None else front_group(view.valuation)
    if value is None or view is None or front is None:
        return case.answer(kinds.ATM_IV, None, None, "no two known strikes beside the forward")
    rows = neighbours(view, front)
    what = "weighted volatilities of the strikes beside the forward"
    return case.answer(kinds.ATM_IV, value, Evidence(rows, "per year", what, value, SIXTH))


def expiry_fact(case: Case, root: str, date: str, field: str) -> Explanation | None:
    """`by_expiry.<root>.<date>.forward`, `forward_sd`, `atm_iv`, `minutes`."""
    row, view = case.expiry(root, date), case.view
    if view is None or view.forwards is None or view.valuation is None:
        return None
    group = case.group(root, date)
    facts = (
        Fact("forward by", view.forwards.source[group]),
        Fact("carry", float(view.forwards.carry[group]), "per year"),
        Fact("strikes of the parity", float(view.parity.pairs[group])),
        Fact("sd of its residuals", row.forward_sd, kinds.POINTS),
        Fact("time left", row.minutes, "minutes"),
    )
    value = getattr(row, field)
    if field != "atm_iv":
        unit = "minutes" if field == "minutes" else kinds.POINTS
        return case.answer(Kind(unit, kinds.FORWARD.formula, kinds.QUOTED), value, Evidence(facts=facts))
    rows = () if value is None else neighbours(view, group)
    what = "weighted volatilities of the strikes beside the forward"
    found = Evidence(rows, "per year", what, value, SIXTH, None, facts)
    return case.answer(kinds.ATM_IV, value, found, "no two known strikes beside the forward")


SHARES = {
    "oi_valid_share": (MID, VENDOR, LAST, UNBID),
    "oi_filled_share": (FILLED,),
    "oi_used_share": (MID, VENDOR, LAST, UNBID, FILLED),
}
"""Fields of `Coverage` that are shares of the open interest, by the sources of volatility that they count."""


def coverage(case: Case, field: str) -> Explanation | None:
    """`coverage.<field>`: contracts with a volatility by their share of the open interest, then those without.

    Raises NoSuchNumber.
    """
    found, view = case.result.coverage, case.view
    if field not in Coverage.__struct_fields__:
        raise case.unknown(f"coverage.{field}", Coverage.__struct_fields__)
    if found is None or view is None:
        return None
    share = field if field in SHARES else "oi_valid_share"
    kind = kinds.COVERED if field == share else kinds.COUNTED
    value = float(getattr(found, field))
    left_out = excluded(view, case.settings)
    facts = tuple(Fact(name, getattr(found, name)) for name in found.__struct_fields__)
    if not case.measured or view.surface is None or not found.oi_total:
        return case.answer(kind, value, Evidence(facts=facts, excluded=left_out))
    contracts = case.contracts()
    interest = np.nan_to_num(contracts.interest)
    known = np.isin(view.surface.source[contracts.positions.row[contracts.position]], SHARES[share])
    held = np.where(known, interest, 0.0)
    rows = contributions(contracts, held, np.ones(held.size), held / found.oi_total)
    return case.answer(
        kind,
        value,
        Evidence(
            rows, "share", "share of the open interest with such a volatility", getattr(found, share), SIXTH,
            1.0 / found.oi_total, facts, left_out,
        ),
    )  # fmt: skip


def spot(case: Case) -> Explanation:
    """`spot`: which source it is."""
    view = case.view
    age = None if view is None or view.spot is None else (case.snapshot.as_of - view.spot.at) / 1e9
    facts = (Fact("source", case.result.spot_source), Fact("age", age, "s"))
    reason = None if view is None else view.reason
    return case.answer(kinds.SPOT, case.result.spot, Evidence(facts=facts), reason)
