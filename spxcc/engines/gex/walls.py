"""Walls: the strikes with the largest exposure on their side of spot, and the hysteresis that keeps them still."""

import msgspec
import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.result import Wall
from spxcc.engines.gex.tables import Ladder
from spxcc.market.snapshot import Floats
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

REFRESH_NS = NANOS_PER_MINUTE
"""Runs closer than this are one refresh: vendors renew a chain about so often."""


class WallMemory(msgspec.Struct, frozen=True):
    """The wall as published, which other strike leads it, and for how many refreshes in a row, the last one at `at`."""

    strike: float | None = None
    challenger: float | None = None
    led: int = 0
    at: UnixNanos = 0


def ranked(
    strike: Floats, gex: Floats, spot: float, side: int, definition: str, gross: float, count: int
) -> tuple[Wall, ...]:
    """The `count` largest of `side·gex` > 0 at strikes on that side of spot (+1 at or above, −1 at or below).

    Ties go to the strike nearest spot. share: of the gross exposure of the whole book.
    """
    there = np.flatnonzero((side * (strike - spot) >= 0) & (side * gex > 0))
    order = there[np.lexsort((np.abs(strike[there] - spot), -side * gex[there]))][:count]
    return tuple(
        Wall(
            strike=float(strike[at]),
            gex=round(float(gex[at]), 0),
            share=round(abs(float(gex[at])) / gross, 6),
            definition=definition,
        )
        for at in order
    )


def hold(
    memory: WallMemory, ladder: Ladder, spot: float, side: int, now: UnixNanos, settings: GexSettings
) -> tuple[float | None, WallMemory]:
    """The wall of net exposure at `now`.

    A challenger takes over if it is larger by the margin, or after it has led for so many refreshes, a minute apart. A
    wall that spot has crossed, or that lost its sign, falls at once.
    """
    strike, gex = ladder.strike, ladder.net
    best = ranked(strike, gex, spot, side, "net", 1.0, 1)
    if not best:
        return None, WallMemory()
    leader = best[0].strike
    kept = np.flatnonzero(strike == memory.strike)
    if memory.strike is None or leader == memory.strike or not kept.size:
        return leader, WallMemory(leader)
    held, new = side * float(gex[kept[0]]), side * float(gex[np.flatnonzero(strike == leader)[0]])
    crossed = side * (memory.strike - spot) < 0
    led, at = (memory.led, memory.at) if memory.challenger == leader else (0, 0)
    if led == 0 or now - at >= REFRESH_NS:
        led, at = led + 1, now
    if crossed or held <= 0 or new >= (1.0 + settings.wall_margin) * held or led >= settings.wall_runs:
        return leader, WallMemory(leader)
    return memory.strike, WallMemory(memory.strike, leader, led, at)


def both_definitions(ladder: Ladder, gross: Floats, spot: float, side: int) -> tuple[Wall, ...]:
    """The three largest by net, then by `gross` (calls or puts alone), on one side of spot."""
    whole = float(ladder.gross.sum())
    if whole <= 0:
        return ()
    net = ranked(ladder.strike, ladder.net, spot, side, "net", whole, params.WALLS)
    return net + ranked(ladder.strike, gross, spot, side, "gross", whole, params.WALLS)


def wall_reason(call_wall: float | None, put_wall: float | None) -> str | None:
    """Why a wall is absent."""
    lacking: list[str] = []
    if call_wall is None:
        lacking.append("no strike at or above spot has positive net gamma")
    if put_wall is None:
        lacking.append("no strike at or below spot has negative net gamma")
    return "; ".join(lacking) or None
