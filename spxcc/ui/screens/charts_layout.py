"""Where the charts of the grid stand at a size: a pure function."""

from spxcc.ui.screens.layout import Box, Plan

LEAST_WIDTH, LEAST_HEIGHT = 50, 14
"""A chart smaller than this is not worth its place beside another."""
LINES_HEIGHT = 10
"""From here on there is room for the header and the hints."""


def charts_plan(width: int, height: int, count: int, focused: int, zoomed: bool) -> Plan:
    """Boxes of `chart_0` … `chart_{count-1}`: 2×2, two, or the focused one alone; header and hints where they fit."""
    if width <= 0 or height <= 0:
        return Plan("charts", {})
    lined = height >= LINES_HEIGHT
    boxes = {"header": Box(0, 0, width, 1), "status_line": Box(0, height - 1, width, 1)} if lined else {}
    top, rows = (1, height - 2) if lined else (0, height)
    columns, lines = (1, 1) if zoomed else (min(max(width // LEAST_WIDTH, 1), 2), min(max(rows // LEAST_HEIGHT, 1), 2))
    first = focused // (columns * lines) * columns * lines
    if columns * lines >= count:
        first = 0
    borders: set[str] = set()
    for at in range(min(columns * lines, count)):
        x, y = at % columns, at // columns
        left, above = width * x // columns, rows * y // lines
        right, below = width * (x + 1) // columns, rows * (y + 1) // lines
        name = f"chart_{first + at}"
        boxes[name] = Box(left, top + above, right - left, below - above)
        if x < columns - 1:
            borders.add(name)
    return Plan("charts", boxes, frozenset(borders))
