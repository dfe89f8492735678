"""How long each wall has stood where it is."""

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.params import BLIND_BARS, MINUTE_MS


class WallSeen(msgspec.Struct, frozen=True):
    """A wall within one strike of `anchor` since `since`, last published at `last` (both ms)."""

    anchor: float
    since: UnixMillis
    last: UnixMillis


def follow(seen: WallSeen | None, wall: float | None, at: UnixMillis, strike_pts: float) -> WallSeen | None:
    """With the wall as published at `at`.

    One that is not published keeps its record for `BLIND_BARS` minutes; one that moved, or that nobody saw for longer,
    starts anew.
    """
    if seen is not None and at - seen.last > BLIND_BARS * MINUTE_MS:
        seen = None
    if wall is None:
        return seen
    if seen is not None and abs(wall - seen.anchor) <= strike_pts:
        return msgspec.structs.replace(seen, last=at)
    return WallSeen(wall, at, at)
