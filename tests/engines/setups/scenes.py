"""Scenes at the close of the last of some minutes, for tests of single rules."""

from collections.abc import Sequence
from dataclasses import replace

from spxcc.engines.inputs import inputs_of
from spxcc.engines.setups.noted import Noted, noted, tape_of
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene, scene_at
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, World, bars_of, columns_of, snapshot_of, upstream_of


def scene_of(
    world: World, closes: Sequence[float], *, wick: float = 0.3, before: World | None = None, unseen: int = 0
) -> Scene:
    """The scene after `closes` from 09:30 on. before: the world of all minutes but the last; unseen: the first ones."""
    today = columns_of(bars_of(closes, wick))
    snapshot = snapshot_of(today, OPEN + len(closes) * NANOS_PER_MINUTE)
    notes, scene = tuple[Noted, ...](), None
    for index in range(unseen, len(closes)):
        now = world if index == len(closes) - 1 or before is None else before
        upstream = upstream_of(now, closes[index], snapshot.as_of)
        scene = scene_at(today, index, upstream, inputs_of(snapshot, upstream), RULES)
        assert scene is not None
        notes = (*notes, noted(scene, notes))
    assert scene is not None
    return replace(scene, stage=Stage(tape_of(today, len(closes), snapshot.session, notes)))


def check(checks: Sequence[Check], name: str) -> Check:
    """The one of that name."""
    return next(one for one in checks if one.name == name)
