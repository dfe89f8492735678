"""Cone of one and two standard deviations, and the nearest zones."""

from collections.abc import Iterable, Sequence

from spxcc.engines.clusters.result import CLUSTERS_KEY, Zone
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import inputs_of
from spxcc.engines.prediction import params
from spxcc.engines.prediction.result import PREDICTION, PREDICTION_KEY, Horizon, Prediction, Target
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


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[Prediction, None]:
    """The horizons that end by the close of an open session; none otherwise, with the reason."""
    inputs = inputs_of(snapshot, upstream)
    spot, sigma = inputs.spot, inputs.sigma
    if spot is None or sigma is None:
        return _none(spot, sigma, inputs.reason or "no inputs"), None
    if snapshot.session.phase != "open":
        return _none(spot, sigma, "the market is not open: a cone is drawn in regular hours only"), None
    left = (snapshot.session.close_at - snapshot.as_of) / NANOS_PER_MINUTE
    ahead = [(f"{minutes}m", float(minutes)) for minutes in params.HORIZONS if minutes < left]
    ahead.append(("close", left))
    clusters = upstream.get(CLUSTERS_KEY)
    zones = () if clusters is None else clusters.zones
    e15 = expected_points(spot, sigma, 15)
    result = Prediction(
        spot=spot,
        sigma=round(sigma, 6),
        horizons=tuple(horizon(label, minutes, snapshot.as_of, spot, sigma) for label, minutes in ahead),
        next_up=nearest(zones, spot, e15, above=True),
        next_down=nearest(zones, spot, e15, above=False),
    )
    return result, None


def _none(spot: float | None, sigma: float | None, reason: str) -> Prediction:
    return Prediction(spot=spot, sigma=sigma, horizons=(), next_up=None, next_down=None, reason=reason)


def _publish(result: Prediction) -> Iterable[Publication]:
    yield Publication(PREDICTION, result)


def _initial() -> None:
    return None


ENGINE: Engine[Prediction, None] = Engine(
    key=PREDICTION_KEY,
    compute=compute,
    initial=_initial,
    publish=_publish,
    channels=(PREDICTION,),
    needs=(GEX, CLUSTERS_KEY),
    every_ms=params.EVERY_MS,
    explain=later("spxcc.engines.prediction.explain:explain"),
)
