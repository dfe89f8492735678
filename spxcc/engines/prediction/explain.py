"""Where the cone and the next zones come from."""

import re
from collections.abc import Mapping

from spxcc.engines.clusters.result import CLUSTERS_KEY
from spxcc.engines.engine import Asked, Run
from spxcc.engines.inputs import inputs_of
from spxcc.engines.prediction.coverage import ConeMemory
from spxcc.engines.prediction.result import Horizon, Prediction, Target
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer, given, inputs
from spxcc.engines.why.grades import MADE, OWN, PRICED, UNPROVEN
from spxcc.engines.why.result import Explanation, Input
from spxcc.market.units import NANOS_PER_MINUTE

POINTS, CENT = "index points", 0.005
SD = "spot * sigma * sqrt(minutes / 525600)"
CONE = {
    "one_sd": ("One standard deviation: S·σ·√T over calendar minutes.", SD),
    "low1": ("Spot less one standard deviation.", f"spot - {SD}"),
    "high1": ("Spot and one standard deviation.", f"spot + {SD}"),
    "low2": ("Spot less two standard deviations.", f"spot - 2 * {SD}"),
    "high2": ("Spot and two standard deviations.", f"spot + 2 * {SD}"),
    "minutes": ("Minutes ahead.", "minutes"),
}
MEASURED = {
    "n": ("Cones of this horizon that were met; one is open at a time, so they do not overlap.", "n"),
    "inside": ("Of these, outcomes within one standard deviation.", "inside"),
    "inside2": ("Of these, outcomes within two standard deviations.", "inside2"),
    "coverage": ("Outcomes within one standard deviation over cones met.", "inside / n"),
    "coverage_low": ("Lower end of its Wilson 95 % interval.", "low"),
    "coverage_high": ("Upper end of its Wilson 95 % interval.", "high"),
    "expected": ("What a normal distribution puts within one standard deviation.", "expected"),
}
TARGET = {
    "price": ("Centre of the nearest zone on that side.", "centre"),
    "distance": ("From spot to the near edge of that zone.", "abs(edge - spot)"),
    "distance_e15": (
        "The distance in expected moves of 15 minutes.", "abs(edge - spot) / (spot * sigma * sqrt(15 / 525600))",
    ),
}  # fmt: skip


def explain(run: Run[Prediction, ConeMemory], asked: Asked) -> Explanation | None:
    """`prediction:update.horizons.<at>.<field>`, `next_up.<field>`, `spot`, `sigma`."""
    found = run.result
    if asked.path in ("spot", "sigma"):
        kind = Kind(POINTS if asked.path == "spot" else "per year", "As the engines use it.", PRICED, asked.path, 5e-7)
        return answer(asked, run.snapshot.as_of, kind, getattr(found, asked.path), Evidence(_base(run)))
    if match := re.fullmatch(r"horizons\.(\d{1,2})\.(\w+)", asked.path):
        at, field = int(match[1]), match[2]
        if at < len(found.horizons) and field in MEASURED:
            return _measured(run, asked, found.horizons[at], field)
        return None if at >= len(found.horizons) or field not in CONE else _cone(run, asked, found.horizons[at], field)
    if match := re.fullmatch(r"today\.(?:sessions|counts\.\w+\.(n|inside2?))", asked.path):
        return _today(run, asked, match[1])
    if match := re.fullmatch(r"next_(up|down)\.(\w+)", asked.path):
        target = found.next_up if match[1] == "up" else found.next_down
        return None if target is None or match[2] not in TARGET else _target(run, asked, target, match[1], match[2])
    return None


def _base(run: Run[Prediction, ConeMemory]) -> tuple[Input, ...]:
    of, last = inputs_of(run.snapshot, run.upstream), run.snapshot.prices.get("SPX")
    age = None if last is None else age_s(run.snapshot.as_of, last.ts_event)
    return inputs(
        given("spot", of.spot, POINTS, "price:SPX.price", age),
        given("sigma", of.sigma, "per year", "gex:SPX.atm_iv, the volatility at the money of the nearest expiry"),
    )


def _cone(run: Run[Prediction, ConeMemory], asked: Asked, one: Horizon, field: str) -> Explanation:
    session, now = run.snapshot.session, run.snapshot.as_of
    left = (session.close_at - now) / NANOS_PER_MINUTE
    minutes = left if one.label == "close" else float(one.label.removesuffix("m"))
    words, expression = CONE[field]
    kind = Kind("minutes" if field == "minutes" else POINTS, words, PRICED, expression, CENT)
    found = (*_base(run), Input("minutes", minutes, "minutes", "the calendar" if one.label == "close" else "fixed"))
    return answer(asked, now, kind, getattr(one, field), Evidence(found))


def _measured(run: Run[Prediction, ConeMemory], asked: Asked, one: Horizon, field: str) -> Explanation:
    formula, expression = MEASURED[field]
    found = inputs(
        given("n", one.n, "cones", "met so far, of this session and of those in the ledger"),
        given("inside", one.inside, "cones"), given("inside2", one.inside2, "cones"),
        given("low", one.coverage_low, "share"), given("high", one.coverage_high, "share"),
        given("expected", one.expected, "share", "within one standard deviation of a normal"),
    )  # fmt: skip
    kind = Kind("cones" if field in ("n", "inside", "inside2") else "share", formula, UNPROVEN, expression, 5e-5)
    return answer(asked, run.snapshot.as_of, kind, getattr(one, field), Evidence(found, reason="no cone was met yet"))


def _today(run: Run[Prediction, ConeMemory], asked: Asked, field: str | None) -> Explanation | None:
    if field is None:
        return answer(asked, run.snapshot.as_of, Kind("sessions", "This session.", OWN, "1"), 1, Evidence())
    count = run.result.today.counts.get(asked.path.split(".")[2])
    if count is None:
        return None
    kind = Kind("cones", "Cones of this session that were met, or their outcomes inside.", OWN, "counted")
    found = inputs(given("counted", getattr(count, field), "cones"))
    return answer(asked, run.snapshot.as_of, kind, getattr(count, field), Evidence(found))


def _target(run: Run[Prediction, ConeMemory], asked: Asked, one: Target, side: str, field: str) -> Explanation:
    words, expression = TARGET[field]
    unit, rounding = ("15-minute moves", 5e-4) if field == "distance_e15" else (POINTS, CENT)
    zones = run.upstream.get(CLUSTERS_KEY)
    at = next((n for n, zone in enumerate(zones.zones if zones else ()) if zone.id == one.zone_id), None)
    edges: Mapping[str, float] = {}
    if zones is not None and at is not None:
        zone = zones.zones[at]
        edges = {"edge": zone.low if side == "up" else zone.high, "centre": zone.price}
    source = f"clusters:update.zones.{at}"
    found = (*_base(run), *(Input(name, value, POINTS, source) for name, value in edges.items()))
    return answer(asked, run.snapshot.as_of, Kind(unit, words, MADE, expression, rounding), getattr(one, field),
                  Evidence(found))  # fmt: skip
