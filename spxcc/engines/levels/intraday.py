"""Levels of today's minutes: opening range, initial balance, VWAP with bands, volume profile."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking, together
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import BarColumns, MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.quant.indicators import volume_profile, vwap_bands


@dataclass(frozen=True, slots=True)
class Volumed:
    """Minutes of regular hours in index points that carry volume, and what they are."""

    bars: BarColumns
    source: str


def regular_hours(columns: BarColumns, session: SessionInfo) -> BarColumns:
    """The minutes that start within the session's hours."""
    chosen = (columns.start >= session.open_at) & (columns.start < session.close_at)
    if bool(np.all(chosen)):
        return columns
    return BarColumns(
        columns.start[chosen],
        columns.open[chosen],
        columns.high[chosen],
        columns.low[chosen],
        columns.close[chosen],
        columns.volume[chosen],
    )


def with_volume(snapshot: MarketSnapshot, ratio: float | None) -> tuple[Volumed | None, str]:
    """The index's own minutes if they have volume, else SPY's times the live ratio; else `None` and the reason."""
    spx, spy = snapshot.bars.get("SPX"), snapshot.bars.get("SPY")
    if spx is not None and float(spx.today.volume.sum()) > 0:
        return Volumed(regular_hours(spx.today, snapshot.session), spx.label or "SPX"), ""
    if spy is None or float(spy.today.volume.sum()) <= 0:
        return None, "the index has no volume and there are no SPY minutes with volume"
    if ratio is None:
        return None, "no live SPX/SPY ratio to map the volume of SPY"
    own = regular_hours(spy.today, snapshot.session)
    mapped = BarColumns(own.start, own.open * ratio, own.high * ratio, own.low * ratio, own.close * ratio, own.volume)
    return Volumed(mapped, f"SPY × {ratio:.4f}"), ""


def range_levels(today: BarColumns, session: SessionInfo) -> Found:
    """High and low of the first 15 and 60 minutes, once these are over and were seen."""
    parts = (
        ("or", "OR", "opening range", params.OPENING_MINUTES, params.WEIGHTS["opening_range"]),
        ("ib", "IB", "initial balance", params.BALANCE_MINUTES, params.WEIGHTS["initial_balance"]),
    )
    found: list[Candidate] = []
    missing: list[tuple[str, str]] = []
    for kind, label, name, minutes, weight in parts:
        end = session.open_at + minutes * NANOS_PER_MINUTE
        chosen = (today.start >= session.open_at) & (today.start < end)
        if not len(today) or int(today.start[-1]) + NANOS_PER_MINUTE < end:
            missing.append((name, f"the first {minutes} minutes are not over"))
        elif int(np.count_nonzero(chosen)) < minutes - params.MISSING_MINUTES:
            missing.append((name, f"some of the first {minutes} minutes were not seen"))
        else:
            high, low = float(today.high[chosen].max()), float(today.low[chosen].min())
            for side, letter, price in (("high", "H", high), ("low", "L", low)):
                found.append(
                    _level(f"{kind}_{side}", f"{label}{letter}", price, weight, f"first {minutes} minutes", end)
                )
    return Found(found, tuple(missing))


def _level(kind: str, label: str, price: float, weight: float, source: str, known_from: int | None = None) -> Candidate:
    return Candidate(kind, label, "intraday", "intraday", round(price, 2), weight, source, known_from=known_from)


def volume_levels(snapshot: MarketSnapshot, ratio: float | None) -> Found:
    """VWAP, its bands at 1, 2 and 3 σ, and POC, VAH, VAL of the session so far."""
    volumed, reason = with_volume(snapshot, ratio)
    if volumed is None:
        return lacking("vwap", reason)
    bars = volumed.bars
    if not len(bars) or int(bars.start[0]) > snapshot.session.open_at + params.MISSING_MINUTES * NANOS_PER_MINUTE:
        return lacking("vwap", "the minutes since 09:30 were not seen")
    return together((_vwap(volumed), _profile(volumed)))


def _vwap(volumed: Volumed) -> Found:
    bars, source = volumed.bars, f"volume of {volumed.source}"
    centres, sigmas = vwap_bands((bars.high + bars.low + bars.close) / 3.0, bars.volume)
    centre, sigma = float(centres[-1]), float(sigmas[-1])
    if not (np.isfinite(centre) and np.isfinite(sigma)):
        return lacking("vwap", "no volume since 09:30")
    weight = params.WEIGHTS["vwap_band"]
    return Found(
        [
            _level("vwap", "VWAP", centre, params.WEIGHTS["vwap"], source),
            _level("vwap_p1", "VW+1", centre + sigma, weight, source),
            _level("vwap_m1", "VW−1", centre - sigma, weight, source),
            _level("vwap_p2", "VW+2", centre + 2 * sigma, weight, source),
            _level("vwap_m2", "VW−2", centre - 2 * sigma, weight, source),
            _level("vwap_p3", "VW+3", centre + 3 * sigma, weight, source),
            _level("vwap_m3", "VW−3", centre - 3 * sigma, weight, source),
        ]
    )


def _profile(volumed: Volumed) -> Found:
    bars, source, weight = volumed.bars, f"volume of {volumed.source}", params.WEIGHTS["profile"]
    profile = volume_profile(bars.low, bars.high, bars.volume, params.PROFILE_BIN)
    return Found(
        [
            _level("poc", "POC", profile.poc, weight, source),
            _level("vah", "VAH", profile.vah, weight, source),
            _level("val", "VAL", profile.val, weight, source),
        ]
    )
