"""Where the parts of the desk stand at a size: a pure function, so every size can be tested."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from spxcc.ui.state import PanelName, ViewState

LARGE, MEDIUM = 140, 100
TALL, MID = 44, 30
LEAST_WIDTH, LEAST_HEIGHT = 60, 16


class Box(NamedTuple):
    """Cells of a part: column, row, width, height."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Boxes by part; parts that are absent are not shown. borders: panels with a rule at their right edge.

    gutter: whether the chart carries the GEX bars itself. name: `large`, `medium`, `small`, `smallest`.
    """

    name: str
    boxes: dict[str, Box]
    borders: frozenset[str] = frozenset()
    gutter: bool = False


def plan(width: int, height: int, state: ViewState) -> Plan:
    """The layout for `width` × `height`; parts never overlap and never leave the screen."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return Plan("smallest", {"smallest": Box(0, 0, width, height)} if width > 0 and height > 0 else {})
    if state.replay and height > LEAST_HEIGHT:
        whole = plan(width, height - 1, replace(state, replay=False))
        return _with_bar(whole, width, height)
    if state.zoomed:
        return _zoomed(width, height, state.focus)
    if width >= LARGE and height >= MID:
        return _large(width, height, state)
    if width >= MEDIUM and height >= 24:
        return _medium(width, height, state)
    return _small(width, height, state.focus)


def _with_bar(whole: Plan, width: int, height: int) -> Plan:
    """The plan of a desk one row less high, with the replay bar above the status line."""
    status = whole.boxes["status_line"]
    bar, below = Box(0, status.y, width, 1), Box(0, status.y + 1, width, status.height)
    return replace(whole, boxes={**whole.boxes, "status_line": below, "replay_bar": bar})


def _frame(width: int, height: int, status: int) -> tuple[dict[str, Box], int, int]:
    """Header, NOW line and status line; the first row and the number of rows between them."""
    boxes = {
        "header": Box(0, 0, width, 1),
        "now_line": Box(0, 1, width, 1),
        "status_line": Box(0, height - status, width, status),
    }
    return boxes, 2, height - 2 - status


def _zoomed(width: int, height: int, focus: PanelName) -> Plan:
    boxes, top, rows = _frame(width, height, 1)
    boxes[focus] = Box(0, top, width, rows)
    return Plan("zoomed", boxes, gutter=focus == "chart")


def _large(width: int, height: int, state: ViewState) -> Plan:
    boxes, top, rows = _frame(width, height, 2)
    if height >= TALL:
        rows -= 1
        boxes["alerts"] = Box(0, top + rows, width, 1)
    coach = 6 if height >= TALL else 4
    middle = rows - coach
    left = 0 if state.gex == "off" else min(max(31 + state.left, 20), width // 3)
    right = min(max(46 + (width - 160) // 4 + state.right, 34), width // 2 - 10)
    chart = width - left - right
    if left:
        boxes["gex"] = Box(0, top, left, middle)
    boxes["chart"] = Box(left, top, chart, middle)
    shares = (0.6, 0.18, 0.22) if state.card else (0.34, 0.28, 0.38)
    boxes |= _stack(left + chart, top, right, middle, ("setups", "levels", "flow"), shares)
    boxes["coach"] = Box(0, top + middle, width, coach)
    return Plan("large", boxes, frozenset({"gex", "chart"}))


def _medium(width: int, height: int, state: ViewState) -> Plan:
    boxes, top, rows = _frame(width, height, 1)
    coach = 4 if height >= MID else 3
    middle = rows - coach
    right = min(max(38 + (width - 100) // 4 + state.right, 30), width // 2)
    boxes["chart"] = Box(0, top, width - right, middle)
    shares = (0.12, 0.76, 0.12) if state.card else (0.28, 0.34, 0.38)
    boxes |= _stack(width - right, top, right, middle, ("levels", "setups", "flow"), shares)
    boxes["coach"] = Box(0, top + middle, width, coach)
    return Plan("medium", boxes, frozenset({"chart"}), gutter=True)


def _small(width: int, height: int, focus: PanelName) -> Plan:
    boxes, top, rows = _frame(width, height, 1)
    boxes["tabs"] = Box(0, top, width, 1)
    brief = 3 if height >= 20 else 1
    boxes[focus] = Box(0, top + 1, width, rows - 1 - brief)
    boxes["brief"] = Box(0, top + rows - brief, width, brief)
    return Plan("small", boxes, gutter=True)


def _stack(
    x: int, y: int, width: int, height: int, names: tuple[PanelName, ...], shares: tuple[float, ...]
) -> dict[str, Box]:
    """Panels one below the other; the last takes what is left."""
    boxes: dict[str, Box] = {}
    for at, name in enumerate(names):
        rows = height if at == len(names) - 1 else max(round(shares[at] * height / sum(shares[at:])), 3)
        rows = min(rows, height)
        boxes[name] = Box(x, y, width, rows)
        y, height = y + rows, height - rows
    return boxes
