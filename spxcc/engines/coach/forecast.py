"""What a claim is worth before it is decided: the driftless chance that it stands, moved by this type's own record."""

import math
from collections.abc import Mapping

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.result import Claim, ClaimTally, KindScore
from spxcc.market.units import UnixMillis

Z95 = 1.959963984540054


def chance(away: float, spread: float, step: float) -> float:
    """P(a driftless walk stays within `away` points on one side), its standard deviation over the time being `spread`.

    By the reflection principle. step: standard deviation between two looks; a walk that is only looked at every so
    often passes a barrier that lies 0.5826 steps nearer (Broadie, Glasserman and Kou, 1997); 0 = looked at always.
    """
    if spread <= 0:
        return 1.0
    return math.erf((away + 0.5826 * step) / (spread * math.sqrt(2)))


def forecast(desk: Desk, claim: Claim, expires: UnixMillis, tally: ClaimTally) -> Claim:
    """The claim with p, its null and interval; without a price or a volatility it stays without, and is not scored."""
    spot, e1 = desk.spot(), desk.e(1)
    minutes = (expires - desk.now) / params.MINUTE_MS
    if spot is None or e1 is None or minutes <= 0:
        return claim
    away = claim.price - spot.value if claim.above else spot.value - claim.price
    if away <= 0:
        return claim
    null = chance(away, e1 * math.sqrt(minutes), e1 if claim.on == "close" else 0.0)
    p = min(1.0, max(0.0, null + (tally.stood - tally.null_sum) / (tally.n + params.NULL_STRENGTH)))
    half = Z95 * math.sqrt(p * (1 - p) / (tally.n + params.NULL_STRENGTH))
    return msgspec.structs.replace(
        claim,
        p=round(p, 4),
        p_null=round(null, 4),
        p_low=round(max(0.0, p - half), 4),
        p_high=round(min(1.0, p + half), 4),
        n=tally.n,
    )


def with_outcome(tally: ClaimTally, claim: Claim, stood: bool) -> ClaimTally:
    """The tally with one more decided claim; itself for a claim without a forecast."""
    if claim.p is None or claim.p_null is None:
        return tally
    outcome = 1.0 if stood else 0.0
    return ClaimTally(
        n=tally.n + 1,
        stood=tally.stood + stood,
        null_sum=tally.null_sum + claim.p_null,
        brier_sum=tally.brier_sum + (claim.p - outcome) ** 2,
        null_brier_sum=tally.null_brier_sum + (claim.p_null - outcome) ** 2,
    )


def added(one: ClaimTally, other: ClaimTally) -> ClaimTally:
    """Both together."""
    return ClaimTally(
        n=one.n + other.n,
        stood=one.stood + other.stood,
        null_sum=one.null_sum + other.null_sum,
        brier_sum=one.brier_sum + other.brier_sum,
        null_brier_sum=one.null_brier_sum + other.null_brier_sum,
    )


def together(one: Mapping[str, ClaimTally], other: Mapping[str, ClaimTally]) -> dict[str, ClaimTally]:
    """Sums by type of message."""
    names = sorted({*one, *other})
    return {name: added(one.get(name, ClaimTally()), other.get(name, ClaimTally())) for name in names}


def score_of(kind: str, tally: ClaimTally) -> KindScore:
    """Forward Brier score beside that of the null; skill is absent until a claim was decided."""
    if tally.n == 0:
        return KindScore(kind=kind)
    skill = None if tally.null_brier_sum == 0 else 1 - tally.brier_sum / tally.null_brier_sum
    muted = tally.n >= params.MUTE_FROM and tally.brier_sum > tally.null_brier_sum
    return KindScore(
        kind=kind,
        n=tally.n,
        stood=tally.stood,
        brier=round(tally.brier_sum / tally.n, 4),
        null_brier=round(tally.null_brier_sum / tally.n, 4),
        skill=None if skill is None else round(skill, 4),
        muted=muted,
    )
