"""Max pain of one expiry."""

import numpy as np

from spxcc.market.snapshot import Floats


def max_pain(strike: Floats, calls: Floats, puts: Floats, spot: float) -> float | None:
    """The listed settlement price at which holders get least: argmin over k of Σ OI_C·(k−K)⁺ + OI_P·(K−k)⁺.

    strike: ascending, distinct. calls, puts: open interest, NaN = none. By prefix sums, O(n); ties go to the strike
    nearest `spot`. `None` without open interest.
    """
    calls, puts = np.nan_to_num(calls), np.nan_to_num(puts)
    if float(calls.sum() + puts.sum()) <= 0:
        return None
    below, above = np.cumsum(calls), puts.sum() - np.cumsum(puts)
    paid = below * strike - np.cumsum(calls * strike)
    paid += float((puts * strike).sum()) - np.cumsum(puts * strike) - above * strike
    least = paid <= paid.min() + 1e-9 * max(1.0, float(np.abs(paid).max()))
    chosen = strike[least]
    return float(chosen[int(np.argmin(np.abs(chosen - spot)))])
