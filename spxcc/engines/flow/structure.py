"""What the legs of a package form."""

from collections.abc import Sequence

import msgspec

from spxcc.market.contract import OptionContract, parse_contract


class Leg(msgspec.Struct, frozen=True):
    """One contract of a package: size in contracts and premium in cents over all its prints."""

    contract: str
    size: int
    cents: int

    @property
    def parts(self) -> OptionContract:
        """Root, expiry, right and strike."""
        return parse_contract(self.contract)


def name_of(legs: Sequence[Leg]) -> str:
    """Name of the structure; without sides some stay open ("straddle or synthetic")."""
    if len(legs) == 2:
        return _pair(*legs)
    expiries = {(leg.parts.root, leg.parts.expiry) for leg in legs}
    if twinned(legs):
        return "box" if len(expiries) == 1 else "jelly roll"
    rights = {leg.parts.right for leg in legs}
    if len(expiries) == 1 and len(legs) == 3 and len(rights) == 1:
        return "butterfly"
    if len(expiries) == 1 and len(legs) == 4:
        return "condor" if len(rights) == 1 else "iron condor"
    return "combination"


def _pair(one: Leg, other: Leg) -> str:
    first, second = one.parts, other.parts
    same_expiry = (first.root, first.expiry) == (second.root, second.expiry)
    if first.right == second.right:
        if same_expiry:
            return "vertical" if one.size == other.size else "ratio spread"
        return "calendar" if first.strike == second.strike else "diagonal"
    if not same_expiry:
        return "two rights, two expiries"
    return "straddle or synthetic" if first.strike == second.strike else "strangle or risk reversal"


def twinned(legs: Sequence[Leg]) -> bool:
    """Four or more legs, each with the other right of its strike and expiry at its size: no delta but financing."""
    seen = {(leg.parts.root, leg.parts.expiry, leg.parts.strike, leg.parts.right): leg.size for leg in legs}
    return len(legs) >= 4 and all(
        seen.get((root, expiry, strike, "P" if right == "C" else "C")) == size
        for (root, expiry, strike, right), size in seen.items()
    )


def is_financing(legs: Sequence[Leg]) -> bool:
    """A box or a jelly roll, or a pair of one strike so far from the money that it can only be a synthetic."""
    if twinned(legs):
        return True
    if len(legs) != 2 or name_of(legs) != "straddle or synthetic":
        return False
    return abs(legs[0].cents - legs[1].cents) > (legs[0].cents + legs[1].cents) / 2
