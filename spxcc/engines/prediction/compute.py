"""Cone of one and two standard deviations, and the nearest zones."""

from collections.abc import Iterable, Sequence

import msgspec

from spxcc.engines.clusters.result import CLUSTERS_KEY, Zone
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.facts import fact_of
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import Inputs, inputs_of
from spxcc.engines.prediction import params
from spxcc.engines.prediction.coverage import ConeMemory, added, with_coverage
from spxcc.engines.prediction.result import (
    CONES_FACT,
    PREDICTION,
    PREDICTION_KEY,
    ConeCounts,
    Horizon,
    Prediction,
    Target,
)
from spxcc.engines.volatility import expected_points
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos, to_millis


def horizon(label: str, minutes: float, as_of: UnixNanos, spot: float, sigma: float) -> Horizon:
    """Band at `minutes` ahead: spot ± k·E(minutes), drift zero; calendar minutes, so its width grows with √minutes."""
    sd = expected_points(spot, sigma, minutes)
    return Horizon(
        label=label,
        minutes=round(minutes, 2),
        at=to_millis(as_of + round(minutes * NANOS_PER_MINUTE)),
        one_sd=round(sd, 2),
        low1=round(spot - sd, 2),
        high1=round(spot + sd, 2),
        low2=round(spot - 2 * sd, 2),
        high2=round(spot + 2 * sd, 2),
    )


def nearest(zones: Sequence[Zone], spot: float, e15: float, above: bool) -> Target | None:
    """The nearest zone that lies wholly on one side of spot; distance to its near edge."""
    side = [zone for zone in zones if (zone.low > spot if above else zone.high < spot)]
    if not side:
        return None
    edges = {zone.id: (zone.low - spot if above else spot - zone.high) for zone in side}
    zone = min(side, key=lambda each: (edges[each.id], each.id))
    distance = edges[zone.id]
    return Target(
        zone_id=zone.id,
        label="+".join(zone.labels),
        price=zone.price,
        distance=round(distance, 2),
        distance_e15=round(distance / e15, 3),
    )


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: ConeMemory) -> tuple[Prediction, ConeMemory]:
    """The horizons that end by the close of an open session; none otherwise, with the reason. Old cones are met."""
    if memory.session != snapshot.session.date:
        memory = ConeMemory(session=snapshot.session.date)
    memory = memory.met(snapshot.prices.get("SPX"), to_millis(snapshot.as_of))
    inputs = inputs_of(snapshot, upstream)
    today = ConeCounts(session=memory.session, sessions=1, counts=memory.counts)
    if inputs.spot is None or inputs.sigma is None:
        return _none(inputs, today, inputs.reason or "no inputs"), memory
    if snapshot.session.phase != "open":
        return _none(inputs, today, "the market is not open: a cone is drawn in regular hours only"), memory
    result, memory = _drawn(snapshot, upstream, (inputs.spot, inputs.sigma), memory)
    return msgspec.structs.replace(result, today=today), memory


def _drawn(
    snapshot: MarketSnapshot, upstream: Upstream, known: tuple[float, float], memory: ConeMemory
) -> tuple[Prediction, ConeMemory]:
    spot, sigma = known
    left = (snapshot.session.close_at - snapshot.as_of) / NANOS_PER_MINUTE
    ahead = [(f"{minutes}m", float(minutes)) for minutes in params.HORIZONS if minutes < left]
    ahead.append(("close", left))
    horizons = tuple(horizon(label, minutes, snapshot.as_of, spot, sigma) for label, minutes in ahead)
    before = fact_of(snapshot, CONES_FACT, ConeCounts)
    counts = added({} if before is None else before.counts, memory.counts)
    clusters = upstream.get(CLUSTERS_KEY)
    zones = () if clusters is None else clusters.zones
    e15 = expected_points(spot, sigma, 15)
    result = Prediction(
        spot=spot,
        sigma=round(sigma, 6),
        horizons=tuple(with_coverage(one, counts.get(one.label)) for one in horizons),
        next_up=nearest(zones, spot, e15, above=True),
        next_down=nearest(zones, spot, e15, above=False),
    )
    return result, memory.issued(horizons)


def _none(inputs: Inputs, today: ConeCounts, reason: str) -> Prediction:
    return Prediction(
        spot=inputs.spot, sigma=inputs.sigma, horizons=(), next_up=None, next_down=None, today=today, reason=reason
    )


def _publish(result: Prediction) -> Iterable[Publication]:
    yield Publication(PREDICTION, result)


ENGINE: Engine[Prediction, ConeMemory] = Engine(
    key=PREDICTION_KEY,
    compute=compute,
    initial=ConeMemory,
    publish=_publish,
    channels=(PREDICTION,),
    needs=(GEX, CLUSTERS_KEY),
    every_ms=params.EVERY_MS,
    explain=later("spxcc.engines.prediction.explain:explain"),
)
