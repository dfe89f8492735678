"""Basis of the cash index against parity and against SPY."""

from collections.abc import Iterable
from typing import Literal

import numpy as np

from spxcc.engines.basis import params
from spxcc.engines.basis.parity import parity_spot
from spxcc.engines.basis.result import BASIS, BASIS_KEY, Basis
from spxcc.engines.basis.tracker import Track
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.inputs import live_ratio, mapped_from_spy
from spxcc.engines.instants import iso_utc
from spxcc.engines.sources import DELAY_S
from spxcc.market.snapshot import LastPrice, MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.quant.indicators import lead_lag


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: Track) -> tuple[Basis, Track]:
    """One step; averages move only when a new pair of prices arrived."""
    spx, spy = snapshot.prices.get("SPX"), snapshot.prices.get("SPY")
    missing: dict[str, str] = {}
    parity = _parity(snapshot, missing)
    ratio, unpaired = live_ratio(snapshot)
    unfit = _unfit(snapshot, spx, parity)
    if unfit is not None:
        missing["SPX"] = unfit
        unpaired = unpaired if spx is None else unfit
    if spy is None:
        missing["SPY"] = "no SPY price yet"
    elif unpaired is not None and "SPX" not in missing:
        missing["SPY"] = unpaired
    track = memory
    if spx is not None and spy is not None and unpaired is None:
        track = memory.observe(max(spx.ts_event, spy.ts_event), spx.price, spy.price)
    leading, correlation = _leading(track, missing)
    smooth = track.ratio.mean
    basis = None
    if spx is not None and spy is not None and unpaired is None and smooth is not None:
        basis = _points(spx.price - spy.price * smooth)
    paired = basis is not None
    result = Basis(
        basis=basis,
        trend=_trend(track) if paired else None,
        leading=leading,
        timestamp=_timestamp(snapshot),
        parity_spot=_points(parity),
        parity_basis=_points(spx.price - parity) if spx is not None and parity is not None else None,
        ratio=None if smooth is None else round(smooth, 6),
        ema_5m=_points(track.fast.mean),
        ema_20m=_points(track.slow.mean),
        z=None if track.z is None or not paired else round(track.z, 3),
        basis10=_points(spx.price - 10.0 * spy.price)
        if spx and spy and ratio is not None and unpaired is None
        else None,
        correlation=correlation,
        missing=missing,
        reason=None if paired else f"no basis: {unpaired}",
    )
    return result, track


def _unfit(snapshot: MarketSnapshot, spx: LastPrice | None, parity: float | None) -> str | None:
    """Why the index cannot be paired with SPY now."""
    if spx is None:
        return "no SPX price yet"
    if _opening_print(snapshot, spx, parity):
        return "the index still shows its opening print: option parity disagrees"
    return "SPX is itself mapped from SPY" if mapped_from_spy(snapshot) else None


def _parity(snapshot: MarketSnapshot, missing: dict[str, str]) -> float | None:
    chain = snapshot.chains.get("SPX")
    if chain is None or not len(chain):
        missing["parity"] = "no SPX option chain yet"
        return None
    age_s = params.QUOTE_AGE_S + (DELAY_S if snapshot.mode == "delayed" else 0.0)
    spot, reason = parity_spot(chain, snapshot.as_of, age_s)
    if reason is not None:
        missing["parity"] = reason
    return spot


def _opening_print(snapshot: MarketSnapshot, spx: LastPrice, parity: float | None) -> bool:
    """Cash far from parity in the first two minutes: constituents have not opened, the value is yesterday's in part."""
    since_open = (snapshot.as_of - snapshot.session.open_at) / NANOS_PER_SECOND
    if parity is None or not 0 <= since_open <= params.STALE_OPENING_S:
        return False
    return abs(spx.price - parity) > params.STALE_OPENING_SHARE * parity


def _trend(track: Track) -> Literal["expanding", "contracting", "stable"] | None:
    """Fast against slow average of the basis, by distance from zero."""
    fast, slow = track.fast.mean, track.slow.mean
    if fast is None or slow is None or track.z is None:
        return None
    away = abs(fast) - abs(slow)
    if abs(away) < max(params.TREND_POINTS, params.TREND_SD * track.slow.variance**0.5):
        return "stable"
    return "expanding" if away > 0 else "contracting"


def _leading(track: Track, missing: dict[str, str]) -> tuple[Literal["SPX", "SPY", "neutral"] | None, float | None]:
    """Leader by lead–lag of 5-second returns over ten minutes, with the correlation at the best lag."""
    if len(track.samples) < params.MIN_SAMPLES:
        missing["lead"] = f"lead-lag needs {params.MIN_SAMPLES} samples in ten minutes"
        return None, None
    columns = np.log(np.array([sample[1:] for sample in track.samples], dtype=np.float64))
    x, y = np.diff(columns[:, 0]), np.diff(columns[:, 1])
    if x.std() == 0 or y.std() == 0:
        missing["lead"] = "one of the prices did not move in ten minutes"
        return None, None
    lag, correlation = lead_lag(x, y, params.MAX_LAG)
    same_time = float(np.corrcoef(x, y)[0, 1])
    clear = correlation >= params.MIN_CORRELATION and correlation - same_time >= params.LEAD_MARGIN
    if lag == 0 or not clear:
        return "neutral", round(float(correlation), 3)
    return ("SPX" if lag > 0 else "SPY"), round(float(correlation), 3)


def _timestamp(snapshot: MarketSnapshot) -> str:
    """Of the newest input, so that a step without news gives the same value."""
    legs = [snapshot.prices[symbol].ts_event for symbol in ("SPX", "SPY") if symbol in snapshot.prices]
    return iso_utc(max(legs, default=snapshot.as_of))


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _publish(result: Basis) -> Iterable[Publication]:
    yield Publication(BASIS, result)


ENGINE: Engine[Basis, Track] = Engine(
    key=BASIS_KEY,
    compute=compute,
    initial=Track,
    publish=_publish,
    channels=(BASIS,),
    explain=later("spxcc.engines.basis.explain:explain"),
)
