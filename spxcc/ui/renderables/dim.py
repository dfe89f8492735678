"""Lines of values that are no longer true: every hue goes, shapes and words stay."""

from collections.abc import Sequence

from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.heat import ROLES

KEPT = frozenset({"rule", "dim", "stale", "mode_stale", "tag_stale", *ROLES})
FILLED = frozenset({"tag", "mode", "alert", "up_rev", "down_rev"})
"""Drawn on a colour of their own."""


def dimmed(lines: Sequence[Line]) -> list[Line]:
    """The same characters in the ink of what is stale."""
    return [tuple((text, dim_role(role)) for text, role in line) for line in lines]


def dim_role(role: str) -> str:
    """`stale`, or what comes nearest for a role with a background."""
    return role if role in KEPT else "tag_stale" if role in FILLED else "stale"
