"""Where the numerals of a message come from: the cites it was made from."""

import re

from spxcc.engines.coach.compute import CoachMemory
from spxcc.engines.coach.lint import says
from spxcc.engines.coach.numerals import Numeral, numerals
from spxcc.engines.coach.result import COACH_RECORD, Cite, CoachMessage, CoachResult, KindScore
from spxcc.engines.coach.told import clock_of
from spxcc.engines.engine import Asked, Run
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs
from spxcc.engines.why.grades import MADE, OWN, UNPROVEN
from spxcc.engines.why.result import Explanation, Fact, Input, Row

TEXTS = ("content", "falsifier")
SENTENCE = Kind(
    "", "A sentence filled with cited values; each of its numerals equals one of them as written.", MADE, ""
)


def explain(run: Run[CoachResult, CoachMemory], asked: Asked) -> Explanation | None:
    """`coach:message.<id>.content` and `falsifier`: all cites; `.<text>.<n>`: its n-th numeral by the one behind it."""
    if asked.channel == COACH_RECORD.name:
        return _record(run, asked)
    name, _, rest = asked.path.partition(".")
    message = next((one for one in asked.published() or () if one.id == name), None)
    if message is not None and (cited := re.fullmatch(r"cites\.(\d{1,2})\.(value|age_ms)", rest)):
        at = int(cited[1])
        return None if at >= len(message.cites) else _cited(run, asked, message.cites[at], cited[2])
    match = re.fullmatch(r"(content|falsifier)(?:\.(\d{1,2}))?", rest)
    text = None if message is None or match is None else getattr(message, match[1])
    if message is None or match is None or text is None:
        return None
    spoken = numerals(text)
    if match[2] is None:
        return _sentence(run, asked, message, text, spoken)
    return None if int(match[2]) >= len(spoken) else _numeral(run, asked, message, spoken[int(match[2])])


def _sentence(
    run: Run[CoachResult, CoachMemory], asked: Asked, message: CoachMessage, text: str, spoken: list[Numeral]
) -> Explanation:
    found = tuple(_input(f"c{at}", cite) for at, cite in enumerate(message.cites))
    rows = tuple(Row(each.text, each.value) for each in spoken)
    facts = (Fact("kind", message.type), Fact("priority", message.priority))
    return answer(asked, run.snapshot.as_of, SENTENCE, text, Evidence(found, rows, "a numeral of the sentence", facts))


def _numeral(
    run: Run[CoachResult, CoachMemory], asked: Asked, message: CoachMessage, each: Numeral
) -> Explanation | None:
    cite = next((one for one in message.cites if says(one, each)), None)
    if cite is None or each.clock:
        return None
    hundred = each.percent and abs(cite.value - each.value) > each.half * (1 + 1e-9)
    formula = f"As written ({each.text}); cited from {cite.channel} {cite.id}, {cite.age_ms / 1000:.1f} s old then."
    kind = Kind("percent" if each.percent else "", formula, MADE, "100 * cited" if hundred else "cited", each.half)
    return answer(asked, run.snapshot.as_of, kind, each.value, Evidence((_input("cited", cite),)))


def _cited(run: Run[CoachResult, CoachMemory], asked: Asked, cite: Cite, field: str) -> Explanation:
    kind = Kind("ms" if field == "age_ms" else "", f"{cite.channel} {cite.id}, as it was when this was said.", MADE,
                "then")  # fmt: skip
    value = getattr(cite, field)
    found = Input("then", float(value), kind.unit, f"{cite.channel}.{cite.id}", cite.age_ms / 1000.0)
    return answer(asked, run.snapshot.as_of, kind, value, Evidence((found,)))


def _record(run: Run[CoachResult, CoachMemory], asked: Asked) -> Explanation | None:
    record = run.result.record
    if match := re.fullmatch(r"scores\.(\d{1,2})\.(\w+)", asked.path):
        at = int(match[1])
        return None if at >= len(record.scores) else _score(run, asked, record.scores[at], match[2])
    if asked.path == "muted":
        kind = Kind("messages", "Messages of the session that were not said: their type is muted.", OWN, "told")
        return answer(asked, run.snapshot.as_of, kind, record.muted, Evidence((Input("told", float(record.muted)),)))
    if asked.path not in COUNTS:
        return None
    chosen = [one for one in record.grades if asked.path == "claims" or one.outcome == asked.path]
    rows = tuple(Row(f"{clock_of(one.ts)} {one.outcome}", 1.0) for one in chosen)
    kind = Kind(
        "claims", COUNTS[asked.path], OWN, "count(rows)" if len(rows) == getattr(record, asked.path) else "told"
    )
    own = () if kind.expression == "count(rows)" else (Input("told", float(getattr(record, asked.path)), "claims"),)
    evidence = Evidence(own, rows, "a claim of this session")
    return answer(asked, run.snapshot.as_of, kind, getattr(record, asked.path), evidence)


SCORES = {
    "n": ("claims", "Decided claims of this type, over all sessions.", "n"),
    "stood": ("claims", "Of these, those that stood.", "stood"),
    "brier": ("", "Mean squared error of the forecasts.", "brier"),
    "null_brier": ("", "The same of the driftless null.", "null"),
    "skill": ("", "1 − Brier over the null's.", "1 - brier / null"),
}


def _score(run: Run[CoachResult, CoachMemory], asked: Asked, one: KindScore, field: str) -> Explanation | None:
    if field not in SCORES:
        return None
    unit, formula, expression = SCORES[field]
    found = inputs(
        given("n", one.n, "claims"), given("stood", one.stood, "claims"), given("brier", one.brier),
        given("null", one.null_brier),
    )  # fmt: skip
    kind = Kind(unit, formula, UNPROVEN, expression, 0.01 if field == "skill" else 0.0)
    evidence = Evidence(found, facts=(Fact("type", one.kind),), reason="no claim decided yet")
    return answer(asked, run.snapshot.as_of, kind, getattr(one, field), evidence)


COUNTS = {
    "claims": "Messages of the session with a falsifier that minutes decide.",
    "open": "Of these, not decided yet.",
    "false": "Of these, their falsifier happened.",
    "stood": "Of these, their falsifier did not happen until they expired.",
    "void": "Of these, not known: minutes are missing.",
}


def _input(name: str, cite: Cite) -> Input:
    return Input(name, cite.value, "", f"{cite.channel}.{cite.id}", cite.age_ms / 1000.0)
