"""Where the minutes to an event and the edges of its quiet time come from."""

from collections.abc import Sequence

from spxcc.engines.agenda.params import Rule
from spxcc.engines.agenda.result import Agenda, Event
from spxcc.engines.engine import Asked, Run
from spxcc.engines.why.answers import Evidence, Kind, answer, inputs
from spxcc.engines.why.grades import OWN
from spxcc.engines.why.result import EPOCH_MS, Explanation, Fact, Grade, Input
from spxcc.market.units import to_millis

MINUTE_MS = 60_000
USUAL = Grade("C", "a habit of its publisher that was not announced: check the day")
CALENDAR = "the calendar: the shipped rules and the user's file"
MINUTES = f"-floor((now - at) / {MINUTE_MS})"
EDGES = {"at": "at", "quiet_from": f"at - before * {MINUTE_MS}", "quiet_until": f"at + after * {MINUTE_MS}"}
TEXTS = {
    "at": "Instant of the event.",
    "quiet_from": "Instant from which on the rules ask for no new entry.",
    "quiet_until": "Instant until which the rules ask for no new entry.",
}


def explain(rules: Sequence[Rule], run: Run[Agenda, None], asked: Asked) -> Explanation | None:
    """`minutes`; `at`, `quiet_from`, `quiet_until` of `next`, `blackout` or `today.N`; without an event a reason."""
    now = run.snapshot.as_of
    if asked.path == "minutes":
        ahead = run.result.next
        kind = Kind("min", "Minutes until the next event; a begun one counts.", _grade(ahead), MINUTES)
        evidence = Evidence(
            inputs(_at(ahead), Input("now", float(to_millis(now)), EPOCH_MS, "clock of the market")),
            facts=_facts(rules, ahead), reason="no event is known in the weeks ahead",
        )  # fmt: skip
        return answer(asked, now, kind, run.result.minutes, evidence)
    head, _, field = asked.path.rpartition(".")
    if field not in EDGES or not (head in ("next", "blackout") or head.startswith("today.")):
        return None
    event = _found(run.result, head)
    rule = None if event is None else next((one for one in rules if one.id == event.id), None)
    widths = () if rule is None else tuple(
        Input(name, float(value), "min", f"rule {rule.id} of the calendar")
        for name, value in (("before", rule.before), ("after", rule.after)) if name in EDGES[field]
    )  # fmt: skip
    kind = Kind(EPOCH_MS, TEXTS[field], _grade(event), EDGES[field])
    absent = "no quiet time now" if head == "blackout" else "no such event"
    evidence = Evidence(inputs(_at(event), *widths), facts=_facts(rules, event), reason=absent)
    return answer(asked, now, kind, None if event is None else getattr(event, field), evidence)


def _found(agenda: Agenda, head: str) -> Event | None:
    if head.startswith("today."):
        at = head.removeprefix("today.")
        return agenda.today[int(at)] if at.isdecimal() and int(at) < len(agenda.today) else None
    return agenda.next if head == "next" else agenda.blackout


def _at(event: Event | None) -> Input | None:
    return None if event is None else Input("at", float(event.at), EPOCH_MS, CALENDAR)


def _grade(event: Event | None) -> Grade:
    return USUAL if event is not None and event.usual else OWN


def _facts(rules: Sequence[Rule], event: Event | None) -> tuple[Fact, ...]:
    """Which rule put the event on its day."""
    rule = None if event is None else next((one for one in rules if one.id == event.id), None)
    if event is None or rule is None:
        return ()
    days = rule.repeat if rule.repeat and (event.usual or not rule.dates) else "a date that was given"
    return (
        Fact("event", event.name), Fact("importance", event.importance), Fact("days", days),
        Fact("time", rule.time or "the close", "ET" if rule.time else ""),
    )  # fmt: skip
