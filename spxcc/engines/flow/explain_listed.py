"""Where the numbers of the largest prints, of the rank of this minute, and of a contract's day come from."""

import re

from spxcc.engines.engine import Asked, Run
from spxcc.engines.facts import fact_of
from spxcc.engines.flow import params
from spxcc.engines.flow.compute import FlowMemory
from spxcc.engines.flow.rank import premium_of
from spxcc.engines.flow.result import HISTORY_FACT, FlowAlert, FlowHistory, FlowRank, FlowResult
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs
from spxcc.engines.why.grades import EXCHANGE, OWN, UNPROVEN
from spxcc.engines.why.result import Explanation, Fact, Grade, Row

FlowRun = Run[FlowResult, FlowMemory]
DATED = Grade("B", "true, but as of a close before: what was opened today is not in it")
OF_PRINT = {
    "strike": ("index points", "Strike of the contract.", "strike"),
    "price": ("USD", "Price of the print.", "price"),
    "size": ("contracts", "Contracts of the print.", "size"),
    "premium": ("USD", f"price · size · {params.CONTRACT_SIZE}.", f"price * size * {params.CONTRACT_SIZE}"),
}


def of_contract(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    """Volume and open interest of the alert's contract when it was said."""
    volume = asked.path.endswith(".volume")
    value = alert.volume if volume else alert.open_interest
    date = alert.open_interest_date or "an unknown date"
    words = "Volume of the day when it was said." if volume else f"Open interest as of the close of {date}."
    kind = Kind("contracts", words, EXCHANGE if volume else DATED, "own")
    facts = (Fact("contract", alert.contract),)
    found = inputs(given("own", value, "contracts", f"chain of {alert.symbol}"))
    return answer(asked, run.snapshot.as_of, kind, value, Evidence(found, facts=facts, reason="not in the chain"))


def of_listed(run: FlowRun, asked: Asked) -> Explanation | None:
    """`largest.<at>.<field>` and `rank.<field>` of `flow:summary`."""
    summary = run.result.summary
    if match := re.fullmatch(r"largest\.(\d)\.(\w+)", asked.path):
        at, field = int(match[1]), match[2]
        if at >= len(summary.largest) or field not in OF_PRINT:
            return None
        one, (unit, words, expression) = summary.largest[at], OF_PRINT[field]
        found = inputs(
            given("price", one.price, "USD", one.contract), given("size", one.size, "contracts"),
            given("strike", one.strike, "index points"),
        )  # fmt: skip
        facts = (Fact("tag", one.tag), Fact("stamp", one.stamp), Fact("customer's side", one.side))
        kind = Kind(unit, words, EXCHANGE, expression, 0.01)
        return answer(asked, run.snapshot.as_of, kind, getattr(one, field), Evidence(found, facts=facts))
    rank, field = summary.rank, asked.path.removeprefix("rank.")
    return None if rank is None or field not in OF_RANK else _rank(run, asked, rank, field)


OF_RANK = {
    "premium": ("USD", "Premium of the last five minutes, whatever its side.", "premium", OWN),
    "days": ("days", "Earlier days of which this minute is kept.", "count(rows)", OWN),
    "below": ("days", "Of these, how many had less premium.", "below", OWN),
    "percentile": ("share", "Days with less premium over days known; none under five.", "below / days", UNPROVEN),
    "low": ("share", "Lower end of its Wilson 95 % interval.", "low", UNPROVEN),
    "high": ("share", "Upper end of its Wilson 95 % interval.", "high", UNPROVEN),
}


def _rank(run: FlowRun, asked: Asked, rank: FlowRank, field: str) -> Explanation:
    unit, words, expression, grade = OF_RANK[field]
    history = fact_of(run.snapshot, HISTORY_FACT, FlowHistory)
    past = () if history is None else history.minutes.get(rank.minute, ())
    window = run.result.summary.windows[0]
    found = inputs(
        given("premium", premium_of(window), "USD", "flow:summary.windows.0"), given("below", rank.below, "days"),
        given("days", rank.days, "days"), given("low", rank.low, "share"), given("high", rank.high, "share"),
    )  # fmt: skip
    rows = tuple(Row(f"day {at + 1}", premium) for at, premium in enumerate(past))
    if field == "days" and not rows:
        expression = "days"
    kind = Kind(unit, words, grade, expression, 0.01 if field == "premium" else 5e-4)
    facts = (Fact("minute", f"{rank.minute} ET"),)
    evidence = Evidence(found, rows, "premium of this minute, USD", facts, reason=rank.reason)
    return answer(asked, run.snapshot.as_of, kind, getattr(rank, field), evidence)
