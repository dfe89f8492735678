"""The largest premiums of the day, each with what it was part of: a size, never a view."""

from collections.abc import Sequence

from spxcc.engines.flow import params
from spxcc.engines.flow.alerts import identity
from spxcc.engines.flow.conditions import words
from spxcc.engines.flow.packages import LONE, Package
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.result import LargePrint
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

UNTAGGED = "single print, tag unknown"


def of_package(package: Package) -> list[LargePrint]:
    """Each print of it, tagged as its part."""
    lone = package.structure == LONE
    what = LONE if lone else f"{package.structure}, {len(package.legs)} legs"
    tag = f"part of a package: {what}"
    return [_large(each, tag, identity(package.prints)) for each in package.prints]


def of_single(one: Print) -> LargePrint:
    """Tagged by its conditions; without any its tag is unknown, which is not the same as an order of one leg."""
    said = words(one.conditions)
    return _large(one, f"single print, {said}" if said else UNTAGGED, None)


def merged(before: Sequence[LargePrint], new: Sequence[LargePrint]) -> tuple[LargePrint, ...]:
    """The largest of both, largest first; more than are shown, so that a cancel leaves enough."""
    if not new or (len(before) >= params.LARGEST_KEPT and max(each.premium for each in new) <= before[-1].premium):
        return tuple(before)
    ranked = sorted((*before, *new), key=lambda each: (-each.premium, each.stamp, each.key))
    return tuple(ranked[: params.LARGEST_KEPT])


def stamp(instant: UnixNanos) -> str:
    """`15:19:51.909501482`."""
    return f"{to_exchange(instant):%H:%M:%S}.{instant % NANOS_PER_SECOND:09d}"


def _large(one: Print, tag: str, package: str | None) -> LargePrint:
    return LargePrint(
        key=one.key,
        contract=one.contract,
        strike=one.parts.strike,
        expiry=one.parts.expiry,
        right=one.parts.right,
        price=one.price,
        size=one.size,
        premium=one.cents / 100,
        tag=tag,
        package=package,
        side=one.side,
        stamp=stamp(one.ts),
    )
