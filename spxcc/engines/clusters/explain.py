"""Where the numbers of a zone come from: the levels in it."""

import re
from collections.abc import Mapping

from spxcc.engines.clusters import params
from spxcc.engines.clusters.compute import ZoneMemory
from spxcc.engines.clusters.result import ClustersResult, Zone
from spxcc.engines.engine import Asked, Run
from spxcc.engines.levels.result import LEVELS, Level
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs
from spxcc.engines.why.grades import MADE
from spxcc.engines.why.result import Explanation, Row

POINTS = "index points"
KINDS: Mapping[str, Kind] = {
    "price": Kind(POINTS, "Mean price of its levels, weighted by their strength.", MADE, "weighted(rows, weights)",
                  0.005),
    "low": Kind(POINTS, "Lowest of its levels.", MADE, "lowest(rows)"),
    "high": Kind(POINTS, "Highest of its levels.", MADE, "highest(rows)"),
    "score": Kind(
        "share", "1 − Π(1 − strength) over its families, of each the strongest level.", MADE, "1 - product(rows)", 5e-4
    ),
    "families": Kind("families", "Families of levels in it; each counts once.", MADE, "count(rows)"),
}  # fmt: skip
RADIUS = Kind(
    POINTS, "Half the greatest width of a zone, in moves of 15 minutes; E15 moves on once it is 5 % off.", MADE,
    "share * e15", 0.005,
)  # fmt: skip


def explain(run: Run[ClustersResult, ZoneMemory], asked: Asked) -> Explanation | None:
    """`clusters:update.zones.<at>.<field>` and `radius`; `families` is how many there are."""
    now, result = run.snapshot.as_of, run.result
    if asked.path == "radius":
        found = inputs(given("share", params.RADIUS_E15), given("e15", run.memory.unit.value, POINTS, "S·σ·√(15 min)"))
        return answer(asked, now, RADIUS, result.radius, Evidence(found, reason=result.reason))
    match = re.fullmatch(r"zones\.(\d{1,3})\.(\w+)", asked.path)
    if match is None or int(match[1]) >= len(result.zones) or match[2] not in KINDS:
        return None
    zone, field = result.zones[int(match[1])], match[2]
    members = _members(run, zone)
    value = len(zone.families) if field == "families" else getattr(zone, field)
    several = _families(members, field) if field in ("score", "families") else _levels(members)
    are = "1 − strength of a family" if field == "score" else "a family" if field == "families" else "price of a level"
    return answer(asked, now, KINDS[field], value, Evidence((), several, are))


def _members(run: Run[ClustersResult, ZoneMemory], zone: Zone) -> list[Level]:
    levels = run.upstream.get(LEVELS)
    known = {} if levels is None else {level.id: level for level in levels.levels}
    return [known[name] for name in zone.level_ids if name in known]


def _levels(members: list[Level]) -> tuple[Row, ...]:
    return tuple(Row(level.label, level.price, max(0.01, level.strength)) for level in members)


def _families(members: list[Level], field: str) -> tuple[Row, ...]:
    best: dict[str, float] = {}
    for level in members:
        best[level.family] = max(best.get(level.family, 0.0), min(1.0, max(0.0, level.strength)))
    return tuple(Row(family, 1.0 - most if field == "score" else 1.0) for family, most in sorted(best.items()))
