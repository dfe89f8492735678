"""What the numbers of a run stand on: ages, and the forwards by their source."""

import numpy as np

from spxcc.engines.gex.provenance import kinds
from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.why.result import EPOCH_MS, Explanation, Grade, Input, Row
from spxcc.market.units import NANOS_PER_SECOND, to_millis

COUNTED = Grade("A", "counted by this program itself")
HALF_DIGIT = 5e-5


def measured(case: Case, field: str) -> Explanation | None:
    """`quality.spot_age_s`, `quotes_age_s` and `worst_forward_sd`."""
    quality, view = case.result.quality, case.view
    value = None if quality is None else getattr(quality, field)
    if value is None or view is None:
        return None
    if field == "worst_forward_sd":
        rows = tuple(
            Row(f"{view.book.roots[at]} {view.book.expiries[at]}", float(view.parity.sd[at]))
            for at in np.flatnonzero(view.parity.good)
        )
        kind = Kind(kinds.POINTS, "Largest sd of the residuals of put–call parity among the forwards used.", COUNTED)
        evidence = Evidence(expression="highest(rows)", rows=rows, rounding=HALF_DIGIT, rows_are="sd of an expiry")
        return case.answer(kind, value, evidence)
    spot = view.spot
    at = case.result.quotes_at if field == "quotes_age_s" else None if spot is None else to_millis(spot.at)
    if at is None:
        return None
    found = (
        Input("now", case.snapshot.as_of / NANOS_PER_SECOND * 1000.0, EPOCH_MS, "instant of the run"),
        Input("then", float(at), EPOCH_MS, "quotes of the chain" if field == "quotes_age_s" else "the spot"),
    )
    kind = Kind("s", "Instant of the run less that of the input.", COUNTED)
    return case.answer(kind, value, Evidence(expression="(now - then) / 1000", inputs=found, rounding=2e-3))


def forwards(case: Case, name: str) -> Explanation | None:
    """`quality.forwards.<source>`: how many expiries have their forward from there."""
    quality, view = case.result.quality, case.view
    if quality is None or name not in quality.forwards or view is None or view.forwards is None:
        return None
    book = view.book
    rows = tuple(
        Row(f"{book.roots[at]} {book.expiries[at]}", 1.0)
        for at, source in enumerate(view.forwards.source)
        if source == name
    )
    kind = Kind("expiries", f"Expiries whose forward is by {name}.", COUNTED)
    own = (Input("told", float(quality.forwards[name]), "expiries"),)
    expression = "count(rows)" if rows else "told"
    return case.answer(kind, float(quality.forwards[name]), Evidence(expression=expression, rows=rows, inputs=own,
                       rows_are="an expiry"))  # fmt: skip
