"""Result of the bars engine: wire bars per symbol, on `bars:<SYM>`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import Changes, DeltaChannel

PART_SIZE = 400
"""Bars per snapshot frame: keeps a frame below 64 kB."""


class WireBar(msgspec.Struct, frozen=True):
    """One bar. `start` ms; `source` says what the prices and the volume are ("sim", "SPY × 10.0359")."""

    tf: Literal["1m", "1D"]
    start: int
    o: float
    h: float
    l: float  # noqa: E741
    c: float
    v: float
    source: str


class BarsFrame(msgspec.Struct, frozen=True):
    """`data` of a bars frame: bars to upsert by (tf, start)."""

    bars: tuple[WireBar, ...]


class BarsResult(msgspec.Struct, frozen=True, kw_only=True):
    """Every bar of every symbol, oldest first; unchanged bars are the same objects as in the previous result."""

    bars: dict[str, tuple[WireBar, ...]]
    reason: str | None = None


BARS: ResultKey[BarsResult] = ResultKey("bars")


def bar_key(bar: WireBar) -> str:
    """Identity on the channel."""
    return f"{bar.tf}:{bar.start}"


def _encode(changes: Changes[WireBar]) -> Iterable[BarsFrame]:
    bars = (*changes.added, *changes.modified)
    for at in range(0, len(bars), PART_SIZE):
        yield BarsFrame(bars[at : at + PART_SIZE])


def _decode(frame: BarsFrame) -> Changes[WireBar]:
    return Changes(added=frame.bars)


@lru_cache(maxsize=1024)
def bars_channel(symbol: str) -> DeltaChannel[WireBar]:
    """`bars:<SYM>`; bars are never removed within a run."""
    return DeltaChannel(f"bars:{symbol}", "bars", WireBar, bar_key, BarsFrame, _encode, _decode)
