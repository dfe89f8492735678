"""Levels of earlier periods: previous day, week, month, overnight, the day's open; pivots from the previous day."""

from collections.abc import Iterable

import numpy as np

from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking
from spxcc.engines.levels.periods import Period, previous_day, previous_month, previous_week
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.quant.indicators import floor_pivots

PRE_MARKET_NS = 330 * NANOS_PER_MINUTE


def structural_levels(bars: SymbolBars, session: SessionInfo) -> Found:
    """PDH PDL PDC, PWH PWL PWC, PMH PML PMC and today's open, of bars in index points.

    The gap's edges are PDC and the open, so that they need no levels of their own.
    """
    found: list[Candidate] = []
    missing: list[tuple[str, str]] = []
    day = previous_day(bars, session.date)
    week, month = previous_week(bars.daily, session.date), previous_month(bars.daily, session.date)
    if day is None:
        missing.append(("previous day", "no bars of an earlier session"))
    else:
        weight = params.WEIGHTS["previous_day"]
        found += _pair("pd", "PD", day, weight, "previous session", session)
        found.append(_level("pdc", "PDC", day.close, weight, "previous session", session))
    for name, short, period in (("week", "pw", week), ("month", "pm", month)):
        if period is None:
            missing.append((f"previous {name}", f"the daily bars do not reach back over a whole {name}"))
        else:
            weight = params.WEIGHTS[f"previous_{name}"]
            source = f"daily bars of the previous {name}"
            found += _pair(short, short.upper(), period, weight, source, session)
            found.append(_level(f"{short}c", f"{short.upper()}C", period.close, weight, source, session))
    if len(bars.today) and int(bars.today.start[0]) == session.open_at:
        weight, opened = params.WEIGHTS["day_open"], round(float(bars.today.open[0]), 2)
        found.append(_level("day_open", "OPN", opened, weight, "first minute", session))
    return Found(found, tuple(missing))


def _pair(
    kind: str, label: str, period: Period, weight: float, source: str, session: SessionInfo
) -> Iterable[Candidate]:
    yield _level(f"{kind}h", f"{label}H", period.high, weight, source, session)
    yield _level(f"{kind}l", f"{label}L", period.low, weight, source, session)


def _level(kind: str, label: str, price: float, weight: float, source: str, session: SessionInfo) -> Candidate:
    return Candidate(
        kind, label, "structural", "structural", round(price, 2), weight, source, known_from=session.open_at
    )


def overnight_levels(spy: SymbolBars | None, ratio: float | None, session: SessionInfo) -> Found:
    """High and low of SPY's pre-market minutes (04:00–09:30) times the ratio; the index itself has no overnight."""
    if spy is None or ratio is None:
        return lacking("overnight", "no SPY bars or no SPX/SPY ratio")
    chosen = (spy.today.start >= session.open_at - PRE_MARKET_NS) & (spy.today.start < session.open_at)
    if not np.any(chosen):
        return lacking("overnight", "the feed has no minutes before 09:30")
    source, weight = f"SPY pre-market × {ratio:.4f}", params.WEIGHTS["overnight"]
    high, low = float(spy.today.high[chosen].max()) * ratio, float(spy.today.low[chosen].min()) * ratio
    return Found(
        [
            _level("onh", "ONH", high, weight, source, session),
            _level("onl", "ONL", low, weight, source, session),
        ]
    )


def pivot_levels(bars: SymbolBars, session: SessionInfo) -> Found:
    """Floor pivots of the previous session: P, R1–R3, S1–S3."""
    day = previous_day(bars, session.date)
    if day is None:
        return lacking("pivots", "no bars of an earlier session")
    found = floor_pivots(day.high, day.low, day.close)
    weight = params.WEIGHTS["pivot"]
    return Found(
        [
            Candidate(
                kind=f"pivot_{name.lower()}",
                label=name.upper(),
                category="tactical",
                family="pivots",
                price=round(price, 2),
                weight=weight,
                source="floor pivots of the previous session",
                known_from=session.open_at,
            )
            for name, price in found.items()
        ]
    )
