"""Result of the clusters engine, on `clusters:update`."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """Levels of distinct families within a bounded width. `type` by number of families, `score` 0–1."""

    id: str
    low: float
    high: float
    price: float
    families: tuple[str, ...]
    level_ids: tuple[str, ...]
    labels: tuple[str, ...]
    score: float
    type: Literal["fortress", "defended", "moderate", "minor"]


class ClustersResult(msgspec.Struct, frozen=True, kw_only=True):
    """Zones, highest price first."""

    zones: tuple[Zone, ...]
    radius: float | None
    reason: str | None = None


CLUSTERS_KEY: ResultKey[ClustersResult] = ResultKey("clusters")
CLUSTERS: StateChannel[ClustersResult] = StateChannel("clusters:update", "spx_clusters", ClustersResult)
