"""Where the parts of the chart stand: plot, volume, time axis, price axis, GEX gutter."""

from dataclasses import dataclass

GUTTER = 11
MIN_PLOT = 8


@dataclass(frozen=True, slots=True)
class Geometry:
    """Rows and columns inside the panel. Row 0 is the title; `plot_top` is 1."""

    width: int
    height: int
    plot_columns: int
    plot_rows: int
    volume_rows: int
    time_row: int | None
    axis_width: int
    gutter: int

    @property
    def plot_top(self) -> int:
        """First row of the plot."""
        return 1

    @property
    def volume_top(self) -> int:
        """First row of the volume pane."""
        return self.plot_top + self.plot_rows

    @property
    def axis_left(self) -> int:
        """First column of the price axis."""
        return self.plot_columns


def geometry(width: int, height: int, axis_width: int, gutter: bool) -> Geometry:
    """Shares the panel out; parts give way in the order gutter, axis, volume, time."""
    inner = max(width, 0)
    axis = axis_width if inner >= axis_width + MIN_PLOT else 0
    side = GUTTER if gutter and inner >= axis + GUTTER + 3 * MIN_PLOT else 0
    rows = max(height - 1, 0)
    time = 1 if rows >= 6 else 0
    volume = 5 if rows >= 36 else 3 if rows >= 18 else 2 if rows >= 12 else 0
    plot = max(rows - time - volume, 0)
    return Geometry(
        width, height, max(inner - axis - side, 0), plot, volume, 1 + plot + volume if time else None, axis, side
    )
