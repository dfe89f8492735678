"""Levels of the option chain: walls, flip, absolute gamma, max pain, bounds of the expected move."""

from collections.abc import Sequence
from dataclasses import dataclass

from spxcc.engines.gex.result import GexResult, Wall
from spxcc.engines.inputs import quoted_before_open
from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking
from spxcc.engines.volatility import over_longer
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class ExpectedBounds:
    """Spot and straddle as first seen in the session's regular hours; the bounds stay where they were then."""

    spot: float
    straddle: float
    source: str


def anchored(snapshot: MarketSnapshot, gex: GexResult | None, clock: str) -> ExpectedBounds | None:
    """Bounds of this moment: the ATM straddle around spot, or `None` outside regular hours or without a straddle.

    From quotes made before the open: the straddle of the moment they were made.
    """
    if gex is None or gex.spot is None or gex.expected_move is None or gex.expected_move.straddle is None:
        return None
    if snapshot.session.phase != "open":
        return None
    straddle, minutes, when = gex.expected_move.straddle, gex.expected_move.minutes, f"at {clock} ET"
    quoted = quoted_before_open(snapshot, gex)
    if quoted is not None and minutes > 0:
        straddle = over_longer(straddle, minutes, minutes + (snapshot.as_of - quoted) / NANOS_PER_MINUTE)
        when = f"quoted {to_exchange(quoted):%Y-%m-%d %H:%M} ET"
    return ExpectedBounds(gex.spot, straddle, f"ATM straddle {straddle:.2f} {when}")


def gamma_levels(gex: GexResult | None, bounds: ExpectedBounds | None) -> Found:
    """All that the gex result of SPX supports."""
    if gex is None:
        return lacking("gamma", "no gex result for SPX yet")
    source = f"GEX {gex.definition}"
    found = [
        *_walls("call_wall", "CW", gex.call_wall, gex.call_walls, source),
        *_walls("put_wall", "PW", gex.put_wall, gex.put_walls, source),
        *_single("flip", "ZG", _flip(gex), source),
        *_single("abs_gamma", "AG", gex.absolute_gamma_strike, source),
        *_max_pain(gex),
    ]
    missing = [("gamma", gex.reason)] if gex.reason is not None else []
    if gex.flip_point is None and gex.flip_reason is not None:
        missing.append(("flip", gex.flip_reason))
    if gex.wall_reason is not None:
        missing.append(("walls", gex.wall_reason))
    if bounds is None:
        missing.append(("expected move", "no ATM straddle seen in regular hours yet"))
    else:
        for kind, label, away in (("em_high", "EM+", bounds.straddle), ("em_low", "EM−", -bounds.straddle)):
            found.append(_option(kind, label, round(bounds.spot + away, 2), params.WEIGHTS["em"], bounds.source))
    return Found(found, tuple(missing))


def _option(
    kind: str, label: str, price: float, weight: float, source: str, rank: int = 1, scope: str = "all"
) -> Candidate:
    return Candidate(kind, label, "options", "gamma", price, weight, source, scope, rank)


def _walls(kind: str, label: str, main: float | None, walls: Sequence[Wall], source: str) -> list[Candidate]:
    if main is None:
        return []
    share = {wall.strike: wall.share for wall in reversed(walls)}
    definition = next((wall.definition for wall in walls if wall.strike == main), None)
    strikes = [main]
    strikes += [wall.strike for wall in walls if wall.definition == definition and wall.strike not in strikes]
    return [
        _option(kind, label if rank == 1 else f"{label}{rank}", strike, wall_weight(share.get(strike)), source, rank)
        for rank, strike in enumerate(strikes[:3], start=1)
    ]


def wall_weight(share: float | None) -> float:
    """Prior of a wall from its share of gross exposure, in steps of 0.05 so that it does not flicker."""
    return min(0.9, round((params.WALL_WEIGHT + (share or 0.0)) * 20) / 20)


def _flip(gex: GexResult) -> float | None:
    return None if gex.flip_point is None else round(gex.flip_point / params.FLIP_STEP) * params.FLIP_STEP


def _single(kind: str, label: str, price: float | None, source: str) -> list[Candidate]:
    return [] if price is None else [_option(kind, label, price, params.WEIGHTS[kind], source)]


def _max_pain(gex: GexResult) -> list[Candidate]:
    """Of the nearest expiry that has one; never over mixed expiries."""
    for row in sorted(gex.by_expiry, key=lambda each: (each.settles_at, each.root)):
        if row.max_pain is not None:
            weight, source = params.WEIGHTS["max_pain"], f"open interest of {row.root} {row.expiry}"
            return [_option("max_pain", "MP", row.max_pain, weight, source, scope=f"{row.root} {row.expiry}")]
    return []
