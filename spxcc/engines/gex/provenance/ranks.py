"""Where the rank of the net among earlier days comes from."""

from spxcc.engines.gex.provenance.case import Case, Evidence
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.provenance.quality import COUNTED
from spxcc.engines.gex.rank import past_of
from spxcc.engines.why.result import Explanation, Fact, Grade, Input, Row

UNPROVEN = Grade("C", "a share of few days; that it foretells anything is not shown")


def rank(case: Case, field: str) -> Explanation | None:
    """`rank.percentile`, `rank.below` and `rank.days`."""
    one, net = case.result.rank, case.result.net_gex
    if one is None or net is None:
        return None
    rows = tuple(Row(f"day {at + 1}", value) for at, value in enumerate(past_of(case.snapshot, one.minute)))
    found = (
        Input("net", net, "USD per +1 %", f"{case.channel}.net_gex"),
        Input("below", float(one.below), "days", "earlier days of this minute with a lower net"),
        Input("days", float(one.days), "days", "earlier days of this minute"),
    )
    kind, expression = {
        "percentile": (
            Kind("share", "Days with a lower net over days known; none under five.", UNPROVEN),
            "below / days",
        ),
        "below": (Kind("days", "Earlier days of this minute with a lower net.", COUNTED), "below"),
        "days": (
            Kind("days", "Earlier days of which this minute is kept.", COUNTED),
            "count(rows)" if rows else "days",
        ),
    }[field]
    evidence = Evidence(
        expression=expression,
        inputs=found,
        rows=rows,
        rows_are="net of this minute, USD per +1 %",
        facts=(Fact("minute", f"{one.minute} ET"),),
        rounding=5e-4,
    )
    value = one.percentile if field == "percentile" else float(getattr(one, field))
    return case.answer(kind, value, evidence, one.reason)
