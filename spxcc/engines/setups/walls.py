"""How long each wall has stood where it is."""

import msgspec

from spxcc.engines.common import UnixMillis


class WallSeen(msgspec.Struct, frozen=True):
    """A wall within one strike of `anchor` since `since` (ms)."""

    anchor: float
    since: UnixMillis


def follow(seen: WallSeen | None, wall: float | None, at: UnixMillis, strike_pts: float) -> WallSeen | None:
    """With the wall as published at `at`. One that is not published keeps its record; one that moved starts anew."""
    if wall is None:
        return seen
    if seen is not None and abs(wall - seen.anchor) <= strike_pts:
        return seen
    return WallSeen(wall, at)
