"""Walls: the strikes with the largest exposure on their side of spot, and the hysteresis that keeps them still."""

import msgspec
import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.result import Wall
from spxcc.engines.gex.tables import Ladder
from spxcc.market.snapshot import Floats


class WallMemory(msgspec.Struct, frozen=True):
    """The wall as published and how many runs in a row some other strike led."""

    strike: float | None = None
    led: int = 0


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
    memory: WallMemory, strike: Floats, gex: Floats, spot: float, side: int, margin: float, runs: int
) -> tuple[float | None, WallMemory]:
    """The wall after this run: a challenger takes over if larger by `margin`, or after leading `runs` runs in a row.

    A wall that spot has crossed, or that lost its sign, falls at once.
    """
    best = ranked(strike, gex, spot, side, "net", 1.0, 1)
    if not best:
        return None, WallMemory()
    leader = best[0].strike
    kept = np.flatnonzero(strike == memory.strike)
    if memory.strike is None or leader == memory.strike or not kept.size:
        return leader, WallMemory(leader)
    held, new = side * float(gex[kept[0]]), side * float(gex[np.flatnonzero(strike == leader)[0]])
    crossed = side * (memory.strike - spot) < 0
    if crossed or held <= 0 or new >= (1.0 + margin) * held or memory.led + 1 >= runs:
        return leader, WallMemory(leader)
    return memory.strike, WallMemory(memory.strike, memory.led + 1)


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
