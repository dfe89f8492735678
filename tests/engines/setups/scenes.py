"""Scenes at the close of the last of some minutes, for tests of single rules."""

from collections.abc import Sequence

from spxcc.engines.inputs import inputs_of
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene, scene_at
from spxcc.engines.setups.walls import WallSeen
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, World, bars_of, columns_of, snapshot_of, upstream_of


def scene_of(world: World, closes: Sequence[float], *, wick: float = 0.3, walls_since: int | None = None) -> Scene:
    """The scene after `closes` from 09:30 on. walls_since: both walls stand since this instant (ms)."""
    today = columns_of(bars_of(closes, wick))
    snapshot = snapshot_of(today, OPEN + len(closes) * NANOS_PER_MINUTE)
    upstream = upstream_of(world, closes[-1], snapshot.as_of)
    walls = {1: world.call_wall, -1: world.put_wall}
    seen = {
        sign: WallSeen(wall, walls_since, walls_since)
        for sign, wall in walls.items()
        if wall is not None and walls_since is not None
    }
    scene = scene_at(today, len(closes) - 1, upstream, inputs_of(snapshot, upstream), seen, RULES)
    assert scene is not None
    return scene


def check(checks: Sequence[Check], name: str) -> Check:
    """The one of that name."""
    return next(one for one in checks if one.name == name)
