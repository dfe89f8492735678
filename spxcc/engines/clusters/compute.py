"""Zones: windows of bounded width over the levels, the ones with most families first."""

import math
from collections.abc import Iterable, Sequence
from hashlib import blake2s

import msgspec

from spxcc.engines.clusters import params
from spxcc.engines.clusters.result import CLUSTERS, CLUSTERS_KEY, ClustersResult, Zone
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import Drift, inputs_of
from spxcc.engines.levels.result import LEVELS, Level
from spxcc.market.snapshot import MarketSnapshot


class ZoneMemory(msgspec.Struct, frozen=True):
    """The unit in use, and the zones of the previous step with what they were made from."""

    unit: Drift = Drift()
    zones: tuple[Zone, ...] = ()
    levels: tuple[Level, ...] | None = None
    radius: float | None = None


def score(members: Sequence[Level]) -> float:
    """1 − Π(1 − w) over distinct families, w the strongest member of each: a family counts once (ENGINES.md 13)."""
    best: dict[str, float] = {}
    for level in members:
        best[level.family] = max(best.get(level.family, 0.0), min(1.0, max(0.0, level.strength)))
    return round(1.0 - math.prod(1.0 - weight for weight in best.values()), 3)


def windows(levels: Sequence[Level], radius: float) -> list[tuple[Level, ...]]:
    """Disjoint groups of at least two levels, none wider than 2·radius; at each turn the window with most families.

    Ties: the higher score, then the narrower, then the higher price. The order of `levels` does not matter.
    """
    rest = sorted(levels, key=lambda level: (level.price, level.id))
    groups: list[tuple[Level, ...]] = []
    while True:
        best: tuple[tuple[float, ...], tuple[Level, ...]] | None = None
        end = 0
        for begin, first in enumerate(rest):
            end = max(end, begin)
            while end < len(rest) and rest[end].price - first.price <= 2 * radius:
                end += 1
            if end - begin < max(2.0, 0.0 if best is None else best[0][0]):
                continue
            group = tuple(rest[begin:end])
            families = len({level.family for level in group})
            if best is not None and families < best[0][0]:
                continue
            rank = (float(families), score(group), first.price - group[-1].price, first.price)
            if best is None or rank > best[0]:
                best = (rank, group)
        if best is None:
            return groups
        groups.append(best[1])
        taken = {level.id for level in best[1]}
        rest = [level for level in rest if level.id not in taken]


def zone_of(members: Sequence[Level], known: Sequence[Zone]) -> Zone:
    """A zone of `members`; it keeps the id of the known zone with which it shares at least half of all members."""
    ids = tuple(level.id for level in members)
    families = tuple(sorted({level.family for level in members}))
    weights = [max(0.01, level.strength) for level in members]
    price = sum(weight * level.price for weight, level in zip(weights, members, strict=True)) / sum(weights)
    kin = max(known, key=lambda zone: (_shared(zone.level_ids, ids), zone.id), default=None)
    inherited = kin is not None and _shared(kin.level_ids, ids) >= params.SAME_ZONE
    return Zone(
        id=kin.id
        if kin is not None and inherited
        else blake2s(" ".join(sorted(ids)).encode(), digest_size=6).hexdigest(),
        low=members[0].price,
        high=members[-1].price,
        price=round(price, 2),
        families=families,
        level_ids=ids,
        labels=tuple(level.label for level in members),
        score=score(members),
        type=next(word for least, word in params.TYPES if len(families) >= least),
    )


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    return len(set(one) & set(other)) / len(set(one) | set(other))


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: ZoneMemory) -> tuple[ClustersResult, ZoneMemory]:
    """Zones of the current levels; without levels or E15 none, with the reason."""
    inputs = inputs_of(snapshot, upstream)
    found = upstream.get(LEVELS)
    unit = memory.unit.follow(inputs.e(15))
    if found is None or not found.levels or unit.value is None:
        reason = inputs.reason or "no levels yet"
        return ClustersResult(zones=(), radius=None, reason=reason), ZoneMemory(unit)
    radius = round(params.RADIUS_E15 * unit.value, 2)
    zones = memory.zones
    if found.levels is not memory.levels or radius != memory.radius:
        zones = _zones(found.levels, radius, memory.zones)
    return ClustersResult(zones=zones, radius=radius), ZoneMemory(unit, zones, found.levels, radius)


def _zones(levels: Sequence[Level], radius: float, before: Sequence[Zone]) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    for group in windows(levels, radius):
        taken = {zone.id for zone in zones}
        zones.append(zone_of(group, [zone for zone in before if zone.id not in taken]))
    return tuple(sorted(zones, key=lambda zone: (-zone.price, zone.id)))


def _publish(result: ClustersResult) -> Iterable[Publication]:
    yield Publication(CLUSTERS, result)


ENGINE: Engine[ClustersResult, ZoneMemory] = Engine(
    key=CLUSTERS_KEY,
    compute=compute,
    initial=ZoneMemory,
    publish=_publish,
    channels=(CLUSTERS,),
    needs=(LEVELS, GEX),
    explain=later("spxcc.engines.clusters.explain:explain"),
)
