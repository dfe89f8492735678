"""Where levels come from."""

from spxcc.engines.levels.result import Level
from tests.engines.stood import faults_of, stood


def levels() -> tuple[Level, ...]:
    found: tuple[Level, ...] = stood().published["levels:update"]
    return found


def test_f33_price_band_strength_and_touches_follow_by_the_kind() -> None:
    faults = {
        (level.kind, level.id): faults_of("levels:update", level, but="first_seen|as_of", prefix=f"{level.id}.")
        for level in levels()
    }
    assert len({kind for kind, _ in faults}) > 20
    assert {where: found for where, found in faults.items() if found} == {}


def test_the_touches_are_told_one_by_one() -> None:
    level = max(levels(), key=lambda one: one.touches)
    found = stood().why("levels:update", f"{level.id}.touches")
    assert found is not None
    assert len(found.rows) == level.touches > 1
    assert found.rows[0].label.endswith("touch")
    assert stood().why("levels:update", "nobody.price") is None
    assert stood().why("levels:update", f"{level.id}.label") is None
