"""From a cell under the pointer to a bar and a price."""

from dataclasses import dataclass

from spxcc.market.units import UnixNanos
from spxcc.ui.panels.chart.picture import Scene, column


@dataclass(frozen=True, slots=True)
class Drag:
    """Column where the pointer was last while it is pressed, and whether it moved since."""

    x: int | None = None
    moved: bool = False


def cell_of(scene: Scene, x: int, y: int) -> tuple[UnixNanos, float] | None:
    """Start of the bar nearest to column `x` and the price of row `y` of the panel; `None` outside the plot."""
    place, row = scene.geometry, y - scene.geometry.plot_top
    starts = scene.starts
    if not (0 <= row < place.plot_rows and 0 <= x < place.plot_columns and starts):
        return None
    at = min(max((x - column(scene, 0)) // scene.pitch, 0), len(starts) - 1)
    start = starts[at] if starts[at] is not None else starts[at + 1]
    return None if start is None else (start, round(scene.scale.price_at(row), 2))
