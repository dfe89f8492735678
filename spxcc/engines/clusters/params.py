"""Constants of the clusters engine."""

from typing import Literal

RADIUS_E15 = 0.25
"""Half of the greatest width of a zone, in E15."""
TYPES: tuple[tuple[int, Literal["fortress", "defended", "moderate", "minor"]], ...] = (
    (4, "fortress"),
    (3, "defended"),
    (2, "moderate"),
    (1, "minor"),
)
"""Type by the least number of distinct families."""
SAME_ZONE = 0.5
"""Share of common members from which a zone keeps its id."""
