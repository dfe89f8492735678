"""Spot implied by put–call parity near the money."""

import math
from statistics import median

import numpy as np

from spxcc.engines.basis import params
from spxcc.engines.volatility import MINUTES_PER_YEAR
from spxcc.market.snapshot import Bools, Floats, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos


def parity_spot(chain: OptionChain, as_of: UnixNanos, age_s: float) -> tuple[float | None, str | None]:
    """Median of S = (C − P + K·e^{−rT})·e^{qT} over the five strikes where |C − P| is least, or `None` and why."""
    found, reason = parity_strikes(chain, as_of, age_s)
    return (None, reason) if reason is not None else (median(spot for _, spot in found), None)


def parity_strikes(
    chain: OptionChain, as_of: UnixNanos, age_s: float
) -> tuple[tuple[tuple[float, float], ...], str | None]:
    """(strike, spot that its call and put imply) of the five strikes where |C − P| is least, or none and why.

    Mids of two-sided quotes not older than `age_s`, of the nearest (root, settlement) that has any.
    """
    soonest = as_of + round(params.MIN_PARITY_MINUTES * NANOS_PER_MINUTE)
    latest = as_of + round(params.MAX_PARITY_DAYS * 1440 * NANOS_PER_MINUTE)
    near = slice(
        int(np.searchsorted(chain.settles_at, soonest)), int(np.searchsorted(chain.settles_at, latest, "right"))
    )
    settling = chain.settles_at[near]
    if not settling.size:
        return (), f"no expiry within {params.MAX_PARITY_DAYS:.0f} days"
    with np.errstate(invalid="ignore"):
        sane = (chain.bid[near] > 0) & (chain.ask[near] >= chain.bid[near])
    fresh = np.flatnonzero(sane & (chain.quoted_at[near] >= as_of - int(age_s * NANOS_PER_SECOND)))
    if not fresh.size:
        return (), f"no two-sided option quotes younger than {age_s:.0f} s"
    settles = int(settling[fresh[0]])
    chosen = near.start + fresh[: np.searchsorted(settling[fresh], settles, "right")]
    mids, strikes, is_call = (chain.bid[chosen] + chain.ask[chosen]) / 2, chain.strike[chosen], chain.is_call[chosen]
    roots = chain.roots[chosen[0] : chosen[-1] + 1]
    names = sorted(set(roots))
    of = np.zeros(len(chosen)) if len(names) == 1 else np.array([names.index(roots[at - chosen[0]]) for at in chosen])
    pairs = [_pairs(strikes[of == at], mids[of == at], is_call[of == at]) for at in range(len(names))]
    strike, gap = (np.concatenate(column) for column in zip(*pairs, strict=True))
    if len(strike) < params.MIN_PARITY_STRIKES:
        return (), f"fewer than {params.MIN_PARITY_STRIKES} strikes with both quotes around the money"
    years = (settles - as_of) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    nearest = np.lexsort((strike, np.abs(gap)))[: params.PARITY_STRIKES]
    grown = math.exp(params.DIVIDEND * years)
    return tuple(
        (strike, (gap + strike * math.exp(-params.RATE * years)) * grown)
        for strike, gap in zip(strike[nearest].tolist(), gap[nearest].tolist(), strict=True)
    ), None


def _pairs(strike: Floats, mid: Floats, is_call: Bools) -> tuple[Floats, Floats]:
    """Strikes with a call and a put of one root and settlement, and C − P."""
    both, calls, puts = np.intersect1d(strike[is_call], strike[~is_call], assume_unique=True, return_indices=True)
    return both, mid[is_call][calls] - mid[~is_call][puts]
