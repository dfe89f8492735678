"""Where the words of the session and the time to its edges come from."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.session.result import Status
from spxcc.engines.why.answers import Evidence, Kind, answer
from spxcc.engines.why.grades import OWN
from spxcc.engines.why.result import EPOCH_MS, Explanation, Fact, Input
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, to_millis

EDGES = {"minutes_to_close": "next_close", "minutes_to_open": "next_open"}
TEXTS = {
    "message": "State of the session by the exchange calendar, in exchange time.",
    "next_open": "Next open of regular hours by the exchange calendar, UTC.",
    "next_close": "Next close of regular hours by the exchange calendar, UTC.",
}


def explain(run: Run[Status, None], asked: Asked) -> Explanation | None:
    """`status.message`, `next_open`, `next_close`, and the minutes to these at the instant of the step."""
    now, session = run.snapshot.as_of, run.snapshot.session
    instants = {"next_open": session.next_open, "next_close": session.next_close}
    if (edge := EDGES.get(asked.path)) is not None:
        found = (
            Input("edge", float(to_millis(instants[edge])), EPOCH_MS, "the exchange calendar"),
            Input("now", float(to_millis(now)), EPOCH_MS, "clock of the market"),
        )
        kind = Kind("minutes", f"Time from this step to the {edge.removeprefix('next_')}.", OWN, "(edge - now) / 60000")
        return answer(asked, now, kind, (instants[edge] - now) / NANOS_PER_MINUTE, Evidence(found))
    if asked.path not in TEXTS:
        return None
    facts = tuple(Fact(name, f"{to_exchange(at):%Y-%m-%d %H:%M}", "ET") for name, at in instants.items())
    kind = Kind("", TEXTS[asked.path], OWN, "")
    hour = tuple(Input(name, float(to_millis(at)), EPOCH_MS, "the exchange calendar") for name, at in instants.items())
    return answer(asked, now, kind, getattr(run.result, asked.path), Evidence(hour, facts=facts))
