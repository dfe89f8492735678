"""How long each hop takes: p50, p95 and maximum over a sliding sample."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

KEPT = 1_024


@dataclass(frozen=True, slots=True)
class HopLatency:
    """Milliseconds over the newest `n` frames (nearest rank); the clocks of both ends count as equal."""

    p50: float
    p95: float
    max: float
    n: int


class LatencyBook:
    """Newest samples per hop (`feed` ts_event → as_of, `publish` as_of → timestamp, `wire` timestamp → received)."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._samples: dict[str, deque[float]] = {}

    def add(self, hop: str, milliseconds: float) -> None:
        """One frame took `milliseconds` over `hop`."""
        self._samples.setdefault(hop, deque(maxlen=self._kept)).append(milliseconds)

    def summary(self) -> Mapping[str, HopLatency]:
        """By hop, those with samples."""
        return {hop: _summary(sorted(samples)) for hop, samples in self._samples.items()}


def _summary(ordered: list[float]) -> HopLatency:
    count = len(ordered)
    return HopLatency(
        p50=ordered[-(-count * 50 // 100) - 1],
        p95=ordered[-(-count * 95 // 100) - 1],
        max=ordered[-1],
        n=count,
    )
