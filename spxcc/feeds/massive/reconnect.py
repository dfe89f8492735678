"""How long to stay away after a connection ended: for each kind of end its own rule."""

from dataclasses import dataclass
from typing import Literal, TypeAlias
from zlib import crc32

EndKind: TypeAlias = Literal["unreachable", "closed", "evicted", "refused", "forced", "slow", "silent"]
POLICY_VIOLATION = 1008
_LONG_S = 600.0


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a connection ended. code: of the close frame, 0 without one. evicted: another connection took the place."""

    kind: EndKind
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Rule:
    first_s: float
    max_s: float


_RULES: dict[EndKind, _Rule] = {
    "unreachable": _Rule(1.0, 7.0),
    "closed": _Rule(1.0, 7.0),
    "slow": _Rule(1.0, 7.0),
    "silent": _Rule(1.0, 7.0),
    "forced": _Rule(15.0, 60.0),
    "evicted": _Rule(60.0, 600.0),
    "refused": _Rule(8.0, 300.0),
}
_POLICY = _Rule(15.0, 120.0)


class Backoff:
    """Pauses of one cluster, never shorter than the rule of the last end and twice as long each time in a row."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row = 0
        self._evictions = 0

    def pause_s(self, ending: Ending, *, stable: bool, lasted_s: float) -> float:
        """Seconds to stay away. stable: the connection was good before it ended; an eviction forgets only slowly."""
        self._row = 1 if stable else self._row + 1
        if lasted_s >= _LONG_S:
            self._evictions = 0
        if ending.kind == "evicted":
            self._evictions += 1
        policy = ending.kind == "closed" and ending.code == POLICY_VIOLATION
        rule = _POLICY if policy else _RULES[ending.kind]
        times = self._evictions if ending.kind == "evicted" else self._row
        pause = min(rule.max_s, rule.first_s * 2.0 ** min(times - 1, 16))
        return pause * (1.0 + 0.3 * crc32(f"{self._name}:{self._row}:{self._evictions}".encode()) / 2**32)
