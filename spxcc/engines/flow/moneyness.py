"""Deep in the money: a print that is financing or delta, whatever its premium."""

from spxcc.engines.flow import params
from spxcc.engines.flow.prints import Print


def deep(one: Print) -> bool:
    """Intrinsic value of at least `DEEP_SHARE` of spot; without a spot, a price of `DEEP_PRICE_SHARE` of the strike."""
    parts = one.parts
    if one.spot is None:
        return one.price >= params.DEEP_PRICE_SHARE * parts.strike
    inside = one.spot - parts.strike if parts.is_call else parts.strike - one.spot
    return inside >= params.DEEP_SHARE * one.spot
