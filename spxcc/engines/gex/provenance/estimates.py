"""Numbers that are no sums of exposures: band, expected move, at-the-money volatility, forwards, coverage, spot."""

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.band import Drawn, draw, walls_of
from spxcc.engines.gex.front import atm_iv as atm_of
from spxcc.engines.gex.front import front_group
from spxcc.engines.gex.measure import ensemble_of
from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.contracts import contributions
from spxcc.engines.gex.provenance.excluded import excluded
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.provenance.near import legs, neighbours
from spxcc.engines.gex.result import Band, Coverage
from spxcc.engines.gex.surface import FILLED, LAST, MID, UNBID, VENDOR
from spxcc.engines.why.result import Explanation, Fact, Input, Row

SIXTH, FOURTH = 5e-7, 5e-5
"""Half the last digit of shares and volatilities, and of prices in points."""
DRAWN = {
    "p_plus": ("share_above(rows, 0)", SIXTH),
    "p10": ("quantile(rows, 0.1)", 0.5),
    "p50": ("quantile(rows, 0.5)", 0.5),
    "p90": ("quantile(rows, 0.9)", 0.5),
    "flip_p10": ("quantile(rows, 0.1)", 0.005),
    "flip_p90": ("quantile(rows, 0.9)", 0.005),
    "draws": ("count(rows)", 0.0),
    "flip_share": ("count(rows) / draws", SIXTH),
    "call_wall_share": ("highest(rows)", SIXTH),
    "put_wall_share": ("highest(rows)", SIXTH),
}
"""How each field of the band follows from the draws, and what it is rounded by."""
SETTLED = "every expiry settles within two minutes"


def band(case: Case, field: str) -> Explanation | None:
    """`band.<field>`: what was disturbed and how often, with the draws. Raises NoSuchNumber."""
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
    if value is None or found is None:
        return case.answer(kind, None, None, reason)
    return case.answer(kind, float(value), _drawn(case, field, found, facts), reason)


def _drawn(case: Case, field: str, found: Band, facts: tuple[Fact, ...]) -> Evidence:
    """The draws of the run again, as they depend on nothing but the session and the book."""
    if not case.measured or case.view is None:
        return Evidence(facts=facts)
    if field in ("call_wall_share", "put_wall_share"):
        shares = found.call_walls if field.startswith("call") else found.put_walls
        rows = tuple(Row(f"{each.strike:g}", each.share) for each in shares)
        are = "share of the draws that have their wall at a strike"
    else:
        own = case.own
        drawn = draw(own.positions, own.spot, ensemble_of(case.snapshot, case.view, own, case.settings), own.weights)
        rows, are = _of_draws(drawn, field.startswith("flip"))
    expression, rounding = DRAWN[field]
    counted = (Input("draws", float(found.draws), "draws"),)
    return Evidence(facts=facts, expression=expression, rounding=rounding, rows=rows, rows_are=are, inputs=counted)


def drawn_wall(case: Case, side: str, at: str) -> Explanation | None:
    """`band.<side>_walls.<at>.share`: the draws that have their wall at that strike."""
    found = case.result.band
    walls = () if found is None else found.call_walls if side == "call" else found.put_walls
    if int(at) >= len(walls) or not case.measured or case.view is None:
        return None
    own, wall = case.own, walls[int(at)]
    drawn = draw(own.positions, own.spot, ensemble_of(case.snapshot, case.view, own, case.settings), own.weights)
    strikes = walls_of(drawn, own.spot, 1 if side == "call" else -1)
    rows = tuple(Row(f"draw {at}", float(np.nan_to_num(strike))) for at, strike in enumerate(strikes))
    kind = Kind("share of draws", f"Draws of the sign ensemble whose {side} wall is that strike.", kinds.BAND)
    there = (Input("strike", wall.strike, kinds.POINTS, f"{case.channel}.{case.path.rpartition('.')[0]}.strike"),)
    expression = "share_equal(rows, strike)"
    return case.answer(kind, wall.share, Evidence(expression=expression, inputs=there, rows=rows, rounding=SIXTH,
                       rows_are="wall of a draw, 0 = none"))  # fmt: skip


def _of_draws(drawn: Drawn, flips: bool) -> tuple[tuple[Row, ...], str]:
    values = drawn.flips if flips else drawn.at_spot
    rows = tuple(Row(f"draw {at}", float(value)) for at, value in enumerate(values) if np.isfinite(value))
    return rows, "flip of a draw" if flips else "net of a draw"


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
        exact = atm_of(view.book, view.surface, view.valuation, front) if view.surface is not None else None
        found_by = (
            Input(
                "sigma", float(sigma or 0.0) if exact is None else exact, "per year", f"{case.channel}.atm_iv, exact"
            ),
            Input("spot", view.valuation.spot, kinds.POINTS, f"{case.channel}.spot"),
            Input("years", float(view.valuation.years[front]), "years", "to the settlement"),
        )
        return case.answer(kind, value, Evidence(facts=facts, expression="sigma * spot * sqrt(years)", inputs=found_by,
                           rounding=FOURTH))  # fmt: skip
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
        found_by = _forward(case, group, field)
        expression, rounding = FORWARDS[field]
        found = Evidence(facts=facts, expression=expression, inputs=found_by, rounding=rounding)
        return case.answer(Kind(unit, kinds.FORWARD.formula, kinds.QUOTED), value, found)
    rows = () if value is None else neighbours(view, group)
    what = "weighted volatilities of the strikes beside the forward"
    found = Evidence(rows, "per year", what, value, SIXTH, None, facts)
    return case.answer(kinds.ATM_IV, value, found, "no two known strikes beside the forward")


FORWARDS = {
    "forward": ("spot * exp(carry * years)", FOURTH),
    "forward_sd": ("sd", FOURTH),
    "minutes": ("years * 525600", 5e-4),
}


def _forward(case: Case, group: int, field: str) -> tuple[Input, ...]:
    view = case.view
    if view is None or view.forwards is None or view.valuation is None:
        return ()
    years = Input("years", float(view.valuation.years[group]), "years", "to the settlement")
    if field == "minutes":
        return (years,)
    if field == "forward_sd":
        sd = float(view.parity.sd[group])
        return (Input("sd", sd, kinds.POINTS, "residuals of the parity"),) if np.isfinite(sd) else ()
    return (
        years, Input("spot", view.valuation.spot, kinds.POINTS, f"{case.channel}.spot"),
        Input("carry", float(view.forwards.carry[group]), "per year", str(view.forwards.source[group])),
    )  # fmt: skip


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
    own = () if view is None or view.spot is None else (
        Input("seen", view.spot.value, kinds.POINTS, case.result.spot_source or "", age),
    )  # fmt: skip
    found = Evidence(facts=facts, expression="seen" if own else "", inputs=own)
    return case.answer(kinds.SPOT, case.result.spot, found, reason)
