"""Where levels come from."""

import pytest

from spxcc.engines.levels.result import Level
from tests.engines.stood import faults_of, stood


def levels() -> tuple[Level, ...]:
    found: tuple[Level, ...] = stood().published["levels:update"]
    return found


@pytest.mark.parametrize("kind", sorted({level.kind for level in levels()}))
def test_f33_price_band_strength_and_touches_follow_by_the_kind(kind: str) -> None:
    for level in levels():
        if level.kind == kind:
            assert faults_of("levels:update", level, but="first_seen|as_of", prefix=f"{level.id}.") == []


def test_the_touches_are_told_one_by_one() -> None:
    level = max(levels(), key=lambda one: one.touches)
    found = stood().why("levels:update", f"{level.id}.touches")
    assert found is not None
    assert len(found.rows) == level.touches > 1
    assert found.rows[0].label.endswith("touch")
    assert stood().why("levels:update", "nobody.price") is None
    assert stood().why("levels:update", f"{level.id}.label") is None
