"""What a contract would be worth with the index at the entry and at the stop of its setup, at the same instant."""

import msgspec
import numpy as np

from spxcc.engines.setups.result import ContractIdea
from spxcc.quant import bsm
from spxcc.quant.implied import implied_vol

MINUTES_PER_YEAR = 525_600.0
LEAST_MINUTES = 1.0
UNKNOWN_INDEX, UNKNOWN_STOP, UNKNOWN_VOLATILITY = (
    "no index level",
    "the setup has no stop yet",
    "its mid has no volatility",
)


def with_model(
    idea: ContractIdea, forward: float, minutes: float, spot: float | None, entry: float | None, stop: float | None
) -> ContractIdea:
    """`idea` with its mids at `entry` and `stop` (index points), or with the reason why there are none.

    forward: of its expiry, with the index at `spot`. minutes: to its settlement.
    """
    if spot is None:
        return msgspec.structs.replace(idea, model_reason=UNKNOWN_INDEX)
    if entry is None or stop is None:
        return msgspec.structs.replace(idea, model_reason=UNKNOWN_STOP)
    years, call = max(minutes, LEAST_MINUTES) / MINUTES_PER_YEAR, idea.right == "C"
    strike, flags = np.array([idea.strike]), np.array([call])
    sigma = float(implied_vol(np.array([0.5 * (idea.bid + idea.ask)]), forward, strike, years, 1.0, call)[0])
    if not np.isfinite(sigma):
        return msgspec.structs.replace(idea, model_reason=UNKNOWN_VOLATILITY)
    moved = forward + np.array([entry - spot, stop - spot])
    if not (moved > 0).all():
        return msgspec.structs.replace(idea, model_reason=UNKNOWN_STOP)
    at_entry, at_stop = bsm.price(moved, strike, years, sigma, 0.0, 0.0, flags).tolist()
    return msgspec.structs.replace(
        idea,
        volatility=round(sigma, 6),
        forward=round(forward, 4),
        minutes=round(minutes, 2),
        spot=spot,
        at_entry=round(at_entry, 4),
        at_stop=round(at_stop, 4),
    )
