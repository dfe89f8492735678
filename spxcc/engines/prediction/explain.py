"""Where the cone and the next zones come from."""

import re
from collections.abc import Mapping

from spxcc.engines.clusters.result import CLUSTERS_KEY
from spxcc.engines.engine import Asked, Run
from spxcc.engines.inputs import inputs_of
from spxcc.engines.prediction.result import Horizon, Prediction, Target
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer, given, inputs
from spxcc.engines.why.grades import MADE, PRICED
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
TARGET = {
    "price": ("Centre of the nearest zone on that side.", "centre"),
    "distance": ("From spot to the near edge of that zone.", "abs(edge - spot)"),
    "distance_e15": (
        "The distance in expected moves of 15 minutes.", "abs(edge - spot) / (spot * sigma * sqrt(15 / 525600))",
    ),
}  # fmt: skip


def explain(run: Run[Prediction, None], asked: Asked) -> Explanation | None:
    """`prediction:update.horizons.<at>.<field>`, `next_up.<field>`, `spot`, `sigma`."""
    found = run.result
    if asked.path in ("spot", "sigma"):
        kind = Kind(POINTS if asked.path == "spot" else "per year", "As the engines use it.", PRICED, asked.path, 5e-7)
        return answer(asked, run.snapshot.as_of, kind, getattr(found, asked.path), Evidence(_base(run)))
    if match := re.fullmatch(r"horizons\.(\d{1,2})\.(\w+)", asked.path):
        at, field = int(match[1]), match[2]
        return None if at >= len(found.horizons) or field not in CONE else _cone(run, asked, found.horizons[at], field)
    if match := re.fullmatch(r"next_(up|down)\.(\w+)", asked.path):
        target = found.next_up if match[1] == "up" else found.next_down
        return None if target is None or match[2] not in TARGET else _target(run, asked, target, match[1], match[2])
    return None


def _base(run: Run[Prediction, None]) -> tuple[Input, ...]:
    of, last = inputs_of(run.snapshot, run.upstream), run.snapshot.prices.get("SPX")
    age = None if last is None else age_s(run.snapshot.as_of, last.ts_event)
    return inputs(
        given("spot", of.spot, POINTS, "price:SPX.price", age),
        given("sigma", of.sigma, "per year", "gex:SPX.atm_iv, the volatility at the money of the nearest expiry"),
    )


def _cone(run: Run[Prediction, None], asked: Asked, one: Horizon, field: str) -> Explanation:
    session, now = run.snapshot.session, run.snapshot.as_of
    left = (session.close_at - now) / NANOS_PER_MINUTE
    minutes = left if one.label == "close" else float(one.label.removesuffix("m"))
    words, expression = CONE[field]
    kind = Kind("minutes" if field == "minutes" else POINTS, words, PRICED, expression, CENT)
    found = (*_base(run), Input("minutes", minutes, "minutes", "the calendar" if one.label == "close" else "fixed"))
    return answer(asked, now, kind, getattr(one, field), Evidence(found))


def _target(run: Run[Prediction, None], asked: Asked, one: Target, side: str, field: str) -> Explanation:
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
