"""Prints of one instant: the legs of one order are netted, the rest are prints of their own."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from math import gcd

import msgspec

from spxcc.engines.flow import params
from spxcc.engines.flow.moneyness import deep
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.structure import Leg, is_financing, name_of
from spxcc.market.units import UnixNanos

LONE = "one leg, the others not seen"


class Package(msgspec.Struct, frozen=True):
    """One order of several legs. `net_cents`: least |Σ ± leg premium| over all choices of sides, since no leg has one.

    financing: a box, a jelly roll, a synthetic, or most of its premium in deep legs: nothing to rank.
    """

    prints: tuple[Print, ...]
    legs: tuple[Leg, ...]
    structure: str
    net_cents: int
    financing: bool


def instants(prints: Sequence[Print], horizon: UnixNanos) -> tuple[list[tuple[Print, ...]], tuple[Print, ...]]:
    """Groups of prints within `PACKAGE_NS` of their first, as far as they are complete before `horizon`; the rest.

    prints: in order of time.
    """
    groups: list[tuple[Print, ...]] = []
    begin = 0
    while begin < len(prints):
        last = prints[begin].ts + params.PACKAGE_NS
        if last >= horizon:
            break
        end = begin
        while end < len(prints) and prints[end].ts <= last:
            end += 1
        groups.append(tuple(prints[begin:end]))
        begin = end
    return groups, tuple(prints[begin:])


def split(group: Sequence[Print]) -> tuple[list[Package], list[Print]]:
    """Packages and single prints of one instant; a leg by condition without its like is a package of one."""
    packages: list[Package] = []
    singles: list[Print] = []
    by_underlying: dict[str, list[Print]] = defaultdict(list)
    for each in group:
        by_underlying[each.underlying].append(each)
    for own in by_underlying.values():
        if in_ratio(own):
            packages.append(package_of(own))
            continue
        for flagged in (True, False):
            found, left = _alike([each for each in own if each.multi_leg is flagged])
            packages += found
            if flagged:
                packages += [package_of([each]) for each in left]
            else:
                singles += left
    return packages, singles


def _alike(prints: list[Print]) -> tuple[list[Package], list[Print]]:
    """All as one package if they stand in one ratio; else those of equal size together."""
    if in_ratio(prints):
        return [package_of(prints)], []
    by_size: dict[int, list[Print]] = defaultdict(list)
    for each in prints:
        by_size[each.size].append(each)
    packages = [package_of(same) for same in by_size.values() if in_ratio(same)]
    taken = {each.key for package in packages for each in package.prints}
    return packages, [each for each in prints if each.key not in taken]


def in_ratio(prints: Sequence[Print]) -> bool:
    """Two or more contracts, each filled in as many pieces, and piece by piece in one ratio of small numbers."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for each in prints:
        sizes[each.contract].append(each.size)
    if len(sizes) < 2:
        return False
    pieces = [sorted(own) for own in sizes.values()]
    totals = [sum(own) for own in pieces]
    unit = gcd(*totals)
    ratio = [total // unit for total in totals]
    if max(ratio) > params.RATIO_MOST or len({len(own) for own in pieces}) > 1:
        return False
    return all(
        one * ratio[0] == first * part
        for own, part in zip(pieces, ratio, strict=True)
        for one, first in zip(own, pieces[0], strict=True)
    )


def package_of(prints: Sequence[Print]) -> Package:
    """The legs by contract, what they form, and their least net premium."""
    own: dict[str, list[Print]] = defaultdict(list)
    for each in prints:
        own[each.contract].append(each)
    legs = tuple(
        Leg(contract, sum(each.size for each in own[contract]), sum(each.cents for each in own[contract]))
        for contract in sorted(own)
    )
    if len(legs) < 2:
        return Package(tuple(prints), legs, LONE, 0, False)
    far = sum(each.cents for each in prints if deep(each))
    financing = is_financing(legs) or 2 * far > sum(each.cents for each in prints)
    return Package(tuple(prints), legs, name_of(legs), 0 if financing else least_net(legs), financing)


def least_net(legs: Sequence[Leg]) -> int:
    """Least |Σ ± premium| in cents; 0 for more legs than can be tried."""
    if len(legs) > params.LEGS_MOST:
        return 0
    first, rest = legs[0].cents, [leg.cents for leg in legs[1:]]
    return min(
        abs(first + sum(sign * cents for sign, cents in zip(signs, rest, strict=True)))
        for signs in product((1, -1), repeat=len(rest))
    )
