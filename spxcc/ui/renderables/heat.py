"""A map of signed values by price and time in half blocks, two prices a row.

Colour says sign and size; the shape says the sign again: a negative cell begins with `▒`, and the line where the sign
changes is drawn as `╌`, as zero gamma is on the chart.
"""

import math
from collections.abc import Sequence
from itertools import pairwise, product

from spxcc.ui import format as words
from spxcc.ui.renderables.cells import Line, Run, fit
from spxcc.ui.renderables.scale import PriceScale, nice_step, ticks

STEPS = 4
"""Classes of size on each side of zero."""
HALF, HATCH, ZERO = "▀", "▒", "╌"
PLAIN = {0: " ", 1: "+", 2: "+", 3: "#", 4: "#", -1: "-", -2: "-", -3: "=", -4: "="}
PLAIN_ZERO = "0"
AXIS = 8
"""Columns of the prices at the left."""
MOST_CELL = 6


def heat_role(top: int, bottom: int) -> str:
    """Role of a cell whose upper and lower half are of these classes (−4…+4)."""
    return f"heat{top:+d}{bottom:+d}"


ROLES = {heat_role(top, bottom): (top, bottom) for top, bottom in product(range(-STEPS, STEPS + 1), repeat=2)}
"""All roles with the classes of both halves."""


def draw_heat(
    levels: Sequence[float],
    times: Sequence[int],
    net: Sequence[Sequence[float]],
    spot: float | None,
    width: int,
    height: int,
    plain: bool = False,
) -> list[Line]:
    """`height` lines of `width` cells: prices at the left, highest first, times below. No room: no lines.

    levels: ascending. times: ms. net: [time][level].
    """
    rows, count = height - 1, len(times)
    room = min(width - AXIS, MOST_CELL * count)
    if rows < 2 or not 0 < count <= room or len(levels) < 2:
        return []
    starts = [at * room // count for at in range(count + 1)]
    cells = [after - before for before, after in pairwise(starts)]
    scale = PriceScale(levels[0], levels[-1], rows)
    peak = max((abs(value) for row in net for value in row), default=0.0)
    columns = [_resampled(levels, values, 2 * rows) for values in net]
    classes = [[class_of(value, peak) for value in column] for column in columns]
    labels = _labels(scale, spot)
    lines: list[Line] = []
    for row in range(rows):
        runs: list[Run] = [labels.get(row, (" " * AXIS, "dim"))]
        for column, sizes, cell in zip(columns, classes, cells, strict=True):
            part = column[2 * row : 2 * row + 3]
            runs += _cell(sizes[2 * row], sizes[2 * row + 1], _changes(part), cell, plain)
        lines.append(fit(tuple(runs), width))
    return [*lines, fit(((" " * AXIS, "dim"), (_clocks(times, starts), "dim")), width)]


def class_of(value: float, peak: float) -> int:
    """0 for nothing, else ±1…±4 by the root of the share of `peak`."""
    if value == 0 or peak <= 0:
        return 0
    size = min(max(math.ceil(STEPS * math.sqrt(abs(value) / peak) - 1e-9), 1), STEPS)
    return size if value > 0 else -size


def _changes(values: Sequence[float]) -> bool:
    """Whether the sign changes within a cell or to the next one below."""
    return any((one > 0) != (other > 0) for one, other in pairwise(values))


def _cell(top: int, bottom: int, changes: bool, cell: int, plain: bool) -> tuple[Run, ...]:
    if plain:
        middle = max(top, bottom, key=abs)
        return (((PLAIN_ZERO if changes else PLAIN[middle]) * cell, "flip" if changes else _plain_role(middle)),)
    if changes:
        return ((ZERO * cell, "flip"),)
    if top >= 0:
        return ((HALF * cell, heat_role(top, bottom)),)
    # On the background of the palette: where both halves are alike, a hatch of their colours would not be seen.
    return (HATCH, heat_role(top, 0)), (HALF * (cell - 1), heat_role(top, bottom))


def _plain_role(size: int) -> str:
    return "gex_pos" if size > 0 else "gex_neg"


def _resampled(levels: Sequence[float], values: Sequence[float], count: int) -> list[float]:
    """Linear in price at the middles of `count` equal parts of the range, highest first."""
    found: list[float] = []
    low, span, last = levels[0], levels[-1] - levels[0], len(levels) - 1
    at = last - 1
    for part in range(count):
        price = low + span * (count - part - 0.5) / count
        while at > 0 and levels[at] > price:
            at -= 1
        share = (price - levels[at]) / (levels[at + 1] - levels[at])
        found.append(values[at] + share * (values[at + 1] - values[at]))
    return found


def _labels(scale: PriceScale, spot: float | None) -> dict[int, Run]:
    """What stands at the left of a row: round prices, and spot with its mark."""
    step = nice_step(scale.high - scale.low, max(scale.rows // 3, 1))
    found: dict[int, Run] = {}
    for price in ticks(scale.low, scale.high, step):
        row = scale.row(price)
        if row is not None:
            found[row] = (f"{words.strike(price):>{AXIS - 1}} ", "dim")
    row = None if spot is None else scale.row(spot)
    if spot is not None and row is not None:
        found[row] = (f"{words.price(spot, 0):>{AXIS - 1}}►", "bright")
    return found


def _clocks(times: Sequence[int], starts: Sequence[int]) -> str:
    """`14:32` under the first and the last column, and under as many between as there is room for."""
    last = words.clock(times[-1], seconds=False)
    end = starts[-1] - len(last)
    text = ""
    for at, start in zip(times, starts[:-1], strict=True):
        label = words.clock(at, seconds=False)
        if (not text or start > len(text)) and start + len(label) < end:
            text = text.ljust(start) + label
    return text.ljust(end) + last if end >= 0 else ""
