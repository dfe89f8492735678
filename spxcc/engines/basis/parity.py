"""Spot implied by put–call parity near the money."""

import math
from statistics import median

import numpy as np

from spxcc.engines.basis import params
from spxcc.engines.volatility import MINUTES_PER_YEAR
from spxcc.market.snapshot import OptionChain
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
    minutes = (chain.settles_at - as_of) / NANOS_PER_MINUTE
    near = (minutes >= params.MIN_PARITY_MINUTES) & (minutes <= params.MAX_PARITY_DAYS * 1440)
    if not near.any():
        return (), f"no expiry within {params.MAX_PARITY_DAYS:.0f} days"
    with np.errstate(invalid="ignore"):
        sane = (chain.bid > 0) & (chain.ask >= chain.bid)
    fresh = near & sane & (chain.quoted_at >= as_of - int(age_s * NANOS_PER_SECOND))
    if not fresh.any():
        return (), f"no two-sided option quotes younger than {age_s:.0f} s"
    settles = int(chain.settles_at[fresh].min())
    chosen = np.flatnonzero(fresh & (chain.settles_at == settles))
    mids = ((chain.bid[chosen] + chain.ask[chosen]) / 2).tolist()
    sides: dict[str, tuple[dict[float, float], dict[float, float]]] = {}
    for at, strike, mid, is_call in zip(
        chosen.tolist(), chain.strike[chosen].tolist(), mids, chain.is_call[chosen].tolist(), strict=True
    ):
        sides.setdefault(chain.roots[at], ({}, {}))[0 if is_call else 1][strike] = mid
    found = [
        (strike, calls[strike] - puts[strike])
        for _, (calls, puts) in sorted(sides.items())
        for strike in sorted(calls.keys() & puts.keys())
    ]
    if len(found) < params.MIN_PARITY_STRIKES:
        return (), f"fewer than {params.MIN_PARITY_STRIKES} strikes with both quotes around the money"
    years = (settles - as_of) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    nearest = sorted(found, key=lambda pair: (abs(pair[1]), pair[0]))[: params.PARITY_STRIKES]
    grown = math.exp(params.DIVIDEND * years)
    return tuple((strike, (gap + strike * math.exp(-params.RATE * years)) * grown) for strike, gap in nearest), None
