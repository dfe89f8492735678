"""Where a stance comes from: the certainty of its alert's side, and the place of its setup."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.setups.result import SETUPS
from spxcc.engines.stances.params import LEAST_CERTAINTY
from spxcc.engines.stances.result import Stance, StancesResult
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs
from spxcc.engines.why.grades import SIDE
from spxcc.engines.why.result import Explanation, Fact, Input

RULE = "The sign of the delta that the customer took by the quote rule, beside the side of the open setup."
CERTAINTY = Kind("share", "Certainty of the alert's side by the quote rule.", SIDE, "certainty")
WORDS = Kind("", RULE, SIDE, "")


def explain(run: Run[StancesResult, object], asked: Asked) -> Explanation | None:
    """`flow:stance.<alert>:<setup>.certainty` and `.words`."""
    name, _, field = asked.path.rpartition(".")
    published: list[Stance] = asked.published() or []
    stance = next((one for one in published if one.id == name), None)
    if stance is None or field not in ("certainty", "words"):
        return None
    own = Input("certainty", stance.certainty, "share", f"flow:alert.{stance.alert_id}.side_confidence")
    facts = (Fact("alert", stance.alert_id), Fact("setup", stance.setup_id), Fact("least", LEAST_CERTAINTY, "share"))
    if field == "certainty":
        return answer(asked, run.snapshot.as_of, CERTAINTY, stance.certainty, Evidence((own,), facts=facts))
    setups = run.upstream.get(SETUPS)
    setup = None if setups is None else next((one for one in setups.setups if one.id == stance.setup_id), None)
    price = None if setup is None else setup.level_price
    level = given("level", price, "index points", f"setups:update.{stance.setup_id}.level_price")
    return answer(asked, run.snapshot.as_of, WORDS, stance.words, Evidence(inputs(own, level), facts=facts))
