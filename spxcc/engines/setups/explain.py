"""Where the numbers of a setup come from: its rule's places, and the arithmetic of risk and reward."""

import re
from collections.abc import Callable, Mapping

from spxcc.engines.engine import Asked, Run
from spxcc.engines.setups.lifecycle import Tracked
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.result import Setup, SetupsResult
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer, given, inputs, rows
from spxcc.engines.why.grades import MADE, OWN, PRICED, UNPROVEN
from spxcc.engines.why.result import EPOCH_MS, Explanation, Fact, Input, Row
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE

MODELLED = {
    "volatility": ("per year", "Volatility of its mid, by Black's formula on the forward of its expiry."),
    "forward": ("index points", "Forward of its expiry, by put-call parity."),
    "minutes": ("minutes", "Time to its settlement."),
    "spot": ("index points", "Index as of the idea; the forward moves with it, point by point."),
    "at_entry": ("index points", "Its mid by the model with the index at the setup's entry, all else as now."),
    "at_stop": ("index points", "Its mid by the model with the index at the setup's stop, all else as now."),
}
"""Unit and words of what the model says of a contract."""
SetupsRun = Run[SetupsResult, SetupsMemory]
POINTS, CENT = "index points", 0.005
RISKS = "risks"
STOPS = {
    "fade_at_wall": "beyond the wall by 0.30 E15, or the extreme since the touch by 0.05 E15, the further one",
    "breakout_vacuum": "behind the edge of the gap by 0.35 E15",
    "mean_reversion": "beyond the extreme by 0.10 E15",
    "trend_continuation": "behind the swing by 0.10 E15",
}


def explain(run: SetupsRun, asked: Asked) -> Explanation | None:
    """`setups:update.<id>.<field>`: prices, ratios, chances, counts, the deadline, `checks.<at>.value` and `.need`."""
    name, _, field = asked.path.partition(".")
    tracked = next((one for one in run.memory.tracked if one.setup.id == name), None)
    if tracked is None:
        return None
    if match := re.fullmatch(r"checks\.(\d{1,2})\.(value|need)", field):
        at = int(match[1])
        return None if at >= len(tracked.setup.checks) else _check(run, asked, tracked.setup, at, match[2])
    if match := re.fullmatch(r"history\.(\d{1,3})\.price", field):
        at = int(match[1])
        return None if at >= len(tracked.setup.history) else _step(run, asked, tracked, at)
    if field.startswith("idea."):
        return _idea(run, asked, tracked, field.removeprefix("idea."))
    return MAKERS[field](run, asked, tracked) if field in MAKERS else None


def _step(run: SetupsRun, asked: Asked, one: Tracked, at: int) -> Explanation:
    """The price of a step, by the bar of its minute where today's bars have it."""
    step, bars = one.setup.history[at], run.snapshot.bars.get("SPX")
    kind = Kind(POINTS, f"Price at which it became {step.state}: {step.reason}.", MADE, "then", CENT)
    source = f"{to_exchange(step.at * 1_000_000):%H:%M:%S}, recorded with the step"
    value = step.price
    if bars is not None and step.state in ("forming", "ready"):
        place = int(bars.today.start.searchsorted(step.at * 1_000_000 - NANOS_PER_MINUTE))
        if place < len(bars.today) and int(bars.today.start[place]) == step.at * 1_000_000 - NANOS_PER_MINUTE:
            value, source = float(bars.today.close[place]), f"close of the minute before {source}"
    return _told(run, asked, one, kind, step.price, (Input("then", value, POINTS, source),))


def _idea(run: SetupsRun, asked: Asked, one: Tracked, field: str) -> Explanation | None:
    """A contract by its quote; `spread_share` by bid and ask."""
    idea, chain = one.setup.idea, run.snapshot.chains.get("SPX")
    if idea is not None and field in MODELLED:
        unit, words = MODELLED[field]
        kept = inputs(given("kept", getattr(idea, field), unit, f"made from the quote of {idea.contract}"))
        return _told(run, asked, one, Kind(unit, words, PRICED, "kept", 5e-5), getattr(idea, field), kept)
    if idea is None or field not in ("strike", "bid", "ask", "delta", "spread_share"):
        return None
    source = f"quote of {idea.contract}"
    if field == "spread_share":
        kind = Kind("share", "Ask less bid over their middle.", PRICED, "(ask - bid) / ((ask + bid) / 2)", 5e-5)
        return _told(run, asked, one, kind, idea.spread_share, (Input("bid", idea.bid, POINTS, source),
                     Input("ask", idea.ask, POINTS, source)))  # fmt: skip
    quoted = {"strike": idea.strike, "bid": idea.bid, "ask": idea.ask, "delta": idea.delta}[field]
    age = age_s(run.snapshot.as_of, idea.quoted_at * 1_000_000)
    same = chain is not None and idea.contract in chain.contracts and field in ("bid", "ask")
    if chain is not None and same:
        at = chain.contracts.index(idea.contract)
        if int(chain.quoted_at[at]) // 1_000_000 == idea.quoted_at:
            quoted = float((chain.bid if field == "bid" else chain.ask)[at])
    words = "Delta by the volatility of its mid." if field == "delta" else f"{field.capitalize()} of the contract."
    kind = Kind("" if field == "delta" else POINTS, words, PRICED, "quoted", 5e-4)
    return _told(run, asked, one, kind, getattr(idea, field), (Input("quoted", quoted, POINTS, source, age),))


def _entry(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    words = "Open of the minute after the trigger, with slip." if one.trade else "Where the rule expects to get in."
    base = None if one.blueprint is None else one.blueprint.entry
    return _told(run, asked, one, Kind(POINTS, words, MADE, "place", CENT), one.setup.entry,
                 inputs(given("place", base, POINTS, "the rule at the last closed minute")))  # fmt: skip


def _stop(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    base = None if one.blueprint is None else one.blueprint.stop
    where = STOPS.get(one.setup.kind, "where its definition says")
    kind = Kind(POINTS, f"Where the rule is wrong: {where}.", MADE, "place", CENT)
    found = inputs(given("place", base, POINTS, "the rule at the last closed minute"))
    return _told(run, asked, one, kind, one.setup.stop, found)


def _t1(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    risk = _risk(one)
    bound = "entry + sign * least * risk"
    base = () if one.blueprint is None else _targets(one, one.blueprint.t1, one.blueprint.t1_r)
    pick = f"least_from(rows, {bound})" if one.sign > 0 else f"most_to(rows, {bound})"
    kind = Kind(POINTS, "The nearest target with a reward of at least 0.8 risks.", MADE, pick, CENT)
    found = (*_plan(one), *risk, Input("least", RULES.common.least_r, RISKS, "the rules"))
    return _told(run, asked, one, kind, one.setup.t1, found, base)


def _t2(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    blueprint = one.blueprint
    base = () if blueprint is None else _targets(one, blueprint.t2, blueprint.t2_r)
    pick = "least_from(rows, t1 + apart)" if one.sign > 0 else "most_to(rows, t1 - apart)"
    kind = Kind(POINTS, "The nearest target beyond the first one.", MADE, pick, CENT)
    found = inputs(
        given("t1", one.setup.t1, POINTS, f"setups:update.{one.setup.id}.t1"),
        given("apart", None if blueprint is None else blueprint.apart - CENT, POINTS, "least distance, to half a cent"),
    )
    return _told(run, asked, one, kind, one.setup.t2, found, base)


def _reward(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    at = asked.path[-1]
    target, value = (one.setup.t1, one.setup.r1) if at == "1" else (one.setup.t2, one.setup.r2)
    kind = Kind(RISKS, f"Reward at T{at} over the risk to the stop.", MADE, "(target - entry) / (entry - stop)",
                CENT + _slack(one))  # fmt: skip
    found = (*_plan(one), *inputs(given("target", target, POINTS, f"setups:update.{one.setup.id}.t{at}")))
    return _told(run, asked, one, kind, value, found)


def _null(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    kind = Kind("share", "Chance of T1 before the stop of a path without drift: risk / (risk + reward).", MADE,
                "(entry - stop) / (target - stop)", 5e-4 + _slack(one))  # fmt: skip
    found = (*_plan(one), *inputs(given("target", one.setup.t1, POINTS, f"setups:update.{one.setup.id}.t1")))
    return _told(run, asked, one, kind, one.setup.null_probability, found)


def _score(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    passed = asked.path.endswith("passed")
    checks = one.setup.checks
    told = rows((f"{check.name}: {check.value} (needs {check.need})", float(check.ok is True)) for check in checks)
    words = "Conditions that hold at the last closed minute." if passed else "Conditions that are looked at."
    kind = Kind("conditions", words, OWN, "sum(rows)" if passed else "count(rows)")
    value = one.setup.passed if passed else one.setup.total
    if not told:
        kind = Kind("conditions", words, OWN, "none")
        return _told(run, asked, one, kind, value, (Input("none", 0.0),))
    return _told(run, asked, one, kind, value, (), told, "1 = holds")


def _expires(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    kind = Kind(EPOCH_MS, "When it ends without a trigger, or by its time stop; by the regime and the clock.", OWN,
                "deadline")  # fmt: skip
    found = (Input("deadline", float(one.setup.expires), EPOCH_MS, f"rules {one.setup.rules_version}"),)
    return _told(run, asked, one, kind, one.setup.expires, found)


def _level(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    kind = Kind(POINTS, "Price of its level as the rule holds it; frozen once it is armed.", MADE, "held")
    held = one.setup.level_price
    return _told(
        run, asked, one, kind, held, (Input("held", held, POINTS, f"levels:update.{one.setup.level_id}.price"),)
    )


def _sample(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    kind = Kind("outcomes", "Resolved outcomes of this kind under these rules.", OWN, "resolved")
    return _told(run, asked, one, kind, one.setup.n, (Input("resolved", float(one.setup.n), "", "outcomes"),))


def _probability(run: SetupsRun, asked: Asked, one: Tracked) -> Explanation:
    """Beside it what a share is never told without: its sample, interval and null."""
    setup = one.setup
    kind = Kind("share", "Share of resolved outcomes that reached T1, shrunk to the null.", UNPROVEN, "measured", 5e-4)
    company = inputs(
        given("n", setup.n, "outcomes", "the ledger"), given("low", setup.low, "share", "Wilson 95 %"),
        given("high", setup.high, "share", "Wilson 95 %"), given("null", setup.null_probability, "share", "no drift"),
    )  # fmt: skip
    found = inputs(given("measured", setup.probability, "share", "outcomes")) + company
    evidence = Evidence(found, reason="no outcome of these rules was resolved yet")
    return answer(asked, run.snapshot.as_of, kind, setup.probability, evidence)


def _check(run: SetupsRun, asked: Asked, setup: Setup, at: int, part: str) -> Explanation:
    check = setup.checks[at]
    kind = Kind(
        "", f"{check.name}: found {check.value}, needs {check.need}, as read at the close of a minute.", MADE, ""
    )
    facts = (Fact("holds", "unknown" if check.ok is None else "yes" if check.ok else "no"),)
    return answer(asked, run.snapshot.as_of, kind, getattr(check, part), Evidence(facts=facts))


MAKERS: Mapping[str, Callable[[SetupsRun, Asked, Tracked], Explanation]] = {
    "entry": _entry,
    "stop": _stop,
    "t1": _t1,
    "t2": _t2,
    "r1": _reward,
    "r2": _reward,
    "null_probability": _null,
    "passed": _score,
    "total": _score,
    "expires": _expires,
    "level_price": _level,
    "n": _sample,
    "probability": _probability,
}


def _plan(one: Tracked) -> tuple[Input, ...]:
    source = f"setups:update.{one.setup.id}"
    return inputs(
        given("entry", one.setup.entry, POINTS, f"{source}.entry"),
        given("stop", one.setup.stop, POINTS, f"{source}.stop"),
    )


def _risk(one: Tracked) -> tuple[Input, ...]:
    if one.setup.entry is None or one.setup.stop is None:
        return ()
    risk = one.sign * (one.setup.entry - one.setup.stop)
    return Input("sign", float(one.sign), "", one.setup.side), Input("risk", risk, POINTS, "entry to stop")


def _targets(one: Tracked, prices: tuple[float, ...], multiple: float | None) -> tuple[Row, ...]:
    told = rows((f"candidate {price:.2f}", price) for price in prices)
    if multiple is None or one.setup.entry is None or one.setup.stop is None:
        return told
    risk = one.sign * (one.setup.entry - one.setup.stop)
    return (*told, Row(f"{multiple:g} R", one.setup.entry + one.sign * multiple * risk))


def _slack(one: Tracked) -> float:
    """What half a cent in the target does to a ratio of risks."""
    risk = 0.0 if one.setup.entry is None or one.setup.stop is None else abs(one.setup.entry - one.setup.stop)
    return CENT / risk if risk else 0.0


def _told(
    run: SetupsRun, asked: Asked, one: Tracked, kind: Kind, value: float | None, found: tuple[Input, ...],
    several: tuple[Row, ...] = (), are: str = "a price that may be the target",
) -> Explanation:  # fmt: skip
    facts = (Fact("state", one.setup.state), Fact("rules", one.setup.rules_version), Fact("why", one.setup.reason))
    evidence = Evidence(found, several, are if several else "", facts, "the rule has set no such price yet")
    return answer(asked, run.snapshot.as_of, kind, value, evidence)
