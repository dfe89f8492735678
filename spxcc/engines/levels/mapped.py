"""Levels that come from another scale: round numbers of the index, and SPY's levels times the live ratio."""

from collections.abc import Set as AbstractSet

from spxcc.engines.gex.result import GexResult
from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking
from spxcc.engines.levels.periods import previous_day
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import SymbolBars


def round_levels(spot: float | None, anchor: float | None, kept: AbstractSet[int], session: SessionInfo) -> Found:
    """Multiples of 100, 50 and 25 near spot. rank counts 25s from the anchor (the session's first spot, to 100 points).

    kept: ranks listed before, which stay until they are half as far again.
    """
    if spot is None or anchor is None:
        return lacking("round", "no SPX price yet")
    found: list[Candidate] = []
    furthest = max(share for _, share, _ in params.ROUND_STEPS) * params.ROUND_KEEP * spot
    first, last = int((spot - furthest - anchor) // 25), int((spot + furthest - anchor) // 25) + 1
    for rank in range(first, last + 1):
        price = anchor + 25 * rank
        share, weight = next((s, w) for multiple, s, w in params.ROUND_STEPS if round(price) % multiple == 0)
        if abs(price - spot) <= share * spot * (params.ROUND_KEEP if rank in kept else 1.0):
            found.append(
                Candidate(
                    kind="round",
                    label=f"{price:.0f}",
                    category="tactical",
                    family="round",
                    price=price,
                    weight=weight,
                    source="round number",
                    scope=f"25s from {anchor:.0f}",
                    rank=rank,
                    known_from=session.open_at,
                )
            )
    return Found(found)


def spy_levels(gex: GexResult | None, bars: SymbolBars | None, ratio: float | None, session: SessionInfo) -> Found:
    """SPY's walls and flip, and its previous high, low and close, in index points."""
    if ratio is None:
        return lacking("spy", "no live SPX/SPY ratio")
    prices: list[tuple[str, str, float | None]] = []
    if gex is not None:
        prices += [("call_wall", "CW", gex.call_wall), ("put_wall", "PW", gex.put_wall), ("flip", "ZG", gex.flip_point)]
    day = None if bars is None else previous_day(bars, session.date)
    if day is not None:
        prices += [("pdh", "PDH", day.high), ("pdl", "PDL", day.low), ("pdc", "PDC", day.close)]
    found = [
        Candidate(
            kind=f"spy_{kind}",
            label=f"SPY {label}",
            category="spy_derived",
            family="spy",
            price=round(round(price * ratio / params.SPY_STEP) * params.SPY_STEP, 2),
            weight=params.WEIGHTS["spy"],
            source=f"SPY {price:g} × {ratio:.4f}",
        )
        for kind, label, price in prices
        if price is not None
    ]
    return Found(found) if found else lacking("spy", "no SPY chain and no earlier SPY session")
