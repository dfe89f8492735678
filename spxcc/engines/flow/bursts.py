"""Prints of one contract and side in quick succession, and whether they are a sweep."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from spxcc.engines.flow import params
from spxcc.engines.flow.conditions import SWEEPS, has
from spxcc.engines.flow.prints import Print
from spxcc.market.units import UnixNanos


def bursts(singles: Sequence[Print], horizon: UnixNanos) -> tuple[list[tuple[Print, ...]], tuple[Print, ...]]:
    """Groups of one contract and side within `BURST_NS` of their first, complete before `horizon`; the rest.

    singles: in order of time. Each print is in exactly one group or in the rest.
    """
    runs: dict[tuple[str, str], list[Print]] = defaultdict(list)
    for each in singles:
        runs[each.contract, each.side].append(each)
    groups: list[tuple[Print, ...]] = []
    kept: set[str] = set()
    for run in runs.values():
        begin = 0
        while begin < len(run):
            last = run[begin].ts + params.BURST_NS
            if last >= horizon:
                kept |= {each.key for each in run[begin:]}
                break
            end = begin
            while end < len(run) and run[end].ts <= last:
                end += 1
            groups.append(tuple(run[begin:end]))
            begin = end
    groups.sort(key=lambda group: (group[0].ts, group[0].key))
    return groups, tuple(each for each in singles if each.key in kept)


def is_sweep(group: Sequence[Print]) -> bool:
    """Book sweep where there is one venue: three prints of one known side, none at a better price than the one before.

    Elsewhere: an intermarket sweep condition, or two venues with one known side.
    """
    first = group[0]
    if first.underlying in params.SINGLE_VENUE:
        return len(group) >= params.BOOK_SWEEP_PRINTS and _non_improving(group)
    if any(has(each.conditions, SWEEPS) for each in group):
        return True
    return first.side != "unknown" and len({each.exchange for each in group}) >= 2


def _non_improving(group: Sequence[Print]) -> bool:
    side = group[0].side
    if side == "unknown":
        return False
    worse = 1 if side == "buy" else -1
    return all(worse * (later.price - before.price) >= 0 for before, later in pairwise(group))
