"""Where a level comes from: its price by what it is, its band, its touches and its strength."""

import re
from collections.abc import Callable, Mapping

from spxcc.engines.engine import Asked, Run
from spxcc.engines.levels import params, sources
from spxcc.engines.levels.candidate import Candidate
from spxcc.engines.levels.compute import LevelsMemory
from spxcc.engines.levels.result import LEVELS_SCORES, Level, LevelsResult
from spxcc.engines.levels.scores import group_of
from spxcc.engines.levels.sources import POINTS, Origin
from spxcc.engines.levels.touches import Touches
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs
from spxcc.engines.why.grades import MADE
from spxcc.engines.why.result import Explanation, Fact, Row
from spxcc.market.session import to_exchange

LevelsRun = Run[LevelsResult, LevelsMemory]
STRENGTH = Kind(
    "share",
    "Prior weight of its kind, moved by the touches of the day: (k · weight + held) / (k + resolved).",
    MADE, "(k * weight + held) / (k + resolved)", 5e-4,
)  # fmt: skip
BAND = Kind(
    POINTS, "Half width within which a bar touches it: a tenth of E15, to quarter points, within bounds.", MADE,
    "min(most, max(least, round(4 * share * e15) / 4))",
)  # fmt: skip
COUNTS = {
    "touches": ("touch", "Closed minutes that came to within its band from away, since it was known."),
    "resolved": ("resolved", "Touches whose outcome is known."),
    "held": ("held", "Touches without a close beyond it within 15 minutes."),
}


SCORED = {
    "levels": "Levels of the group.",
    "touches": "Their touches today.",
    "resolved": "Those whose outcome is known.",
    "held": "Those that held.",
    "null_resolved": "Touches of their placebos whose outcome is known.",
    "null_held": "Those that held.",
}


def explain(run: LevelsRun, asked: Asked) -> Explanation | None:
    """`levels:update.<id>.<field>`: `price band strength touches held resolved previous source`."""
    name, _, field = asked.path.partition(".")
    level = next((one for one in run.result.levels if one.id == name), None)
    candidate, record = _candidate(run.memory, name), run.memory.records.get(name)
    if asked.channel == LEVELS_SCORES.name:
        return _score(run, asked)
    if level is None or candidate is None or record is None or field not in MAKERS:
        return None
    return MAKERS[field](run, asked, level, candidate, record)


def _candidate(memory: LevelsMemory, name: str) -> Candidate | None:
    every = (*memory.timed.candidates, *memory.optional.candidates)
    return next((one for one in every if one.id(memory.session) == name), None)


def _price(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    origin = sources.origin_of(run, candidate) or Origin(
        "As its source gives it.", "own", inputs(given("own", candidate.price, POINTS, candidate.source))
    )
    kind = Kind(POINTS, origin.formula, MADE, origin.expression, origin.rounding)
    facts = (Fact("source", level.source), Fact("scope", level.scope))
    return answer(
        asked, run.snapshot.as_of, kind, level.price, Evidence(origin.inputs, origin.rows, origin.rows_are, facts)
    )


def _strength(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    found = inputs(
        given("k", params.PRIOR_TOUCHES, "touches", "what the prior counts like"),
        given("weight", candidate.weight, "share", f"prior of a level of kind {candidate.kind}"),
        given("held", record.held, "touches"),
        given("resolved", record.resolved, "touches"),
    )
    return answer(asked, run.snapshot.as_of, STRENGTH, level.strength, Evidence(found, _story(record, "held", "broke")))


def _band(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    e15 = run.memory.unit.value
    bounds = inputs(
        given("least", params.BAND_LEAST, POINTS), given("most", params.BAND_MOST, POINTS),
        given("share", params.BAND_E15), given("e15", 0.0 if e15 is None else e15, POINTS, "S·σ·√(15 min)"),
    )  # fmt: skip
    return answer(asked, run.snapshot.as_of, BAND, level.band, Evidence(bounds))


def _count(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    field = asked.path.rpartition(".")[2]
    word, formula = COUNTS[field]
    kind = Kind("touches", formula, MADE, "count(rows)")
    chosen = ("held", "broke") if word == "resolved" else (word,)
    evidence = Evidence((), _story(record, *chosen), "minute in which it happened")
    return answer(asked, run.snapshot.as_of, kind, getattr(level, field), evidence)


def _null(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    control = run.memory.controls[level.id]
    field = asked.path.rpartition(".")[2]
    of = [(f"placebo at {one.price:,.2f}", one) for one in control.records]
    rows = tuple(Row(name, float(one.held if field == "null_held" else one.resolved)) for name, one in of)
    what = "that held" if field == "null_held" else "whose outcome is known"
    kind = Kind("touches", f"Touches {what}, of random levels as far from the market as this one.", MADE,
                "sum(rows)" if rows else "none")  # fmt: skip
    none = () if rows else inputs(given("none", 0.0, "touches", "no closed minute yet"))
    return answer(asked, run.snapshot.as_of, kind, getattr(level, field), Evidence(none, rows, "touches of a placebo"))


def _score(run: LevelsRun, asked: Asked) -> Explanation | None:
    """`groups.<at>.<field>`: a sum over the levels of the group."""
    match = re.fullmatch(r"groups\.(\d{1,3})\.(\w+)", asked.path)
    groups = run.result.scores.groups
    if match is None or int(match[1]) >= len(groups) or match[2] not in SCORED:
        return None
    group, field = groups[int(match[1])], match[2]
    own = [level for level in run.result.levels if group_of(level) == group.group]
    rows = tuple(Row(level.label, 1.0 if field == "levels" else float(getattr(level, field))) for level in own)
    kind = Kind("levels" if field == "levels" else "touches", SCORED[field], MADE, "sum(rows)")
    return answer(asked, run.snapshot.as_of, kind, getattr(group, field), Evidence((), rows, "a level of the group"))


def _previous(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    seen = inputs(given("seen", run.memory.previous.get(candidate.name), POINTS, "the end of the session before"))
    kind = Kind(POINTS, "Where the same level stood last in the session before.", MADE, "seen")
    return answer(
        asked, run.snapshot.as_of, kind, level.previous, Evidence(seen, reason="the session before was not seen")
    )


def _source(run: LevelsRun, asked: Asked, level: Level, candidate: Candidate, record: Touches) -> Explanation:
    origin = sources.origin_of(run, candidate)
    kind = Kind("", "What the price was made from.", MADE, "")
    return answer(asked, run.snapshot.as_of, kind, level.source, Evidence(() if origin is None else origin.inputs))


def _story(record: Touches, *words: str) -> tuple[Row, ...]:
    told = ((at, word) for at, word in record.story if word in words)
    return tuple(Row(f"{to_exchange(at):%H:%M} {word}", 0.0 if word == "broke" else 1.0) for at, word in told)


MAKERS: Mapping[str, Callable[[LevelsRun, Asked, Level, Candidate, Touches], Explanation]] = {
    "price": _price,
    "strength": _strength,
    "band": _band,
    "touches": _count,
    "held": _count,
    "resolved": _count,
    "null_resolved": _null,
    "null_held": _null,
    "previous": _previous,
    "source": _source,
}
