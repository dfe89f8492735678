"""Hold counts of today by where the levels come from, beside those of their placebos."""

from collections.abc import Iterable

from spxcc.engines.levels.result import FamilyScore, Level


def group_of(level: Level) -> str:
    """Family, of imported levels with the vendor's name: `vendor:acme`."""
    return f"vendor:{level.source}" if level.family == "vendor" else level.family


def scores_of(levels: Iterable[Level]) -> tuple[FamilyScore, ...]:
    """One row a group, by name."""
    sums: dict[str, list[int]] = {}
    for level in levels:
        row = sums.setdefault(group_of(level), [0] * 6)
        for at, count in enumerate(
            (1, level.touches, level.resolved, level.held, level.null_resolved, level.null_held)
        ):
            row[at] += count
    return tuple(FamilyScore(name, *row) for name, row in sorted(sums.items()))
