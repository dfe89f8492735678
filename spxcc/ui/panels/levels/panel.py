"""The levels panel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.style import Style
from textual import events
from textual.message import Message

from spxcc.engines.bars.result import bars_channel
from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION
from spxcc.engines.price.result import price_channel
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import REASONS, Panel
from spxcc.ui.panels.levels.full import FOOT_FROM, draw_full, foot_words
from spxcc.ui.panels.levels.view_model import LevelRow, LevelsView, build
from spxcc.ui.renderables.cells import Line, block, spread, wrap
from spxcc.ui.renderables.mini import sparkline
from spxcc.ui.safe import CONNECTION

BAR = "█"
SPARK = 12
CONE_HEIGHT = 7
"""Rows from which the range ahead gets one."""
LEFT = 18
"""Columns of distance and price."""


class LevelsPanel(Panel):
    """Nearest levels first; the one pointed at is marked."""

    class Picked(Message):
        """The user pointed at a level."""

        def __init__(self, level_id: str) -> None:
            super().__init__()
            self.level_id = level_id

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        names = {LEVELS_UPDATE.name, CLUSTERS.name, PREDICTION.name, REASONS, CONNECTION}
        ticking = {price_channel(symbol).name, bars_channel(symbol).name}
        super().__init__("levels", inks, frozenset(names), frozenset(ticking))
        self._view: LevelsView | None = None
        self._ids: tuple[str | None, ...] = ()

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Order and filter."""
        view = self._view = build(frame, frame.state.row("levels") + max(self.size.height, 1))
        filtered = "" if view.filtered == "all" else f"{view.filtered} "
        return (
            "LEVELS",
            ((f"{view.total} ", "dim"), (self._spark(frame), "text")),
            (((f"{filtered}nearest first", "dim"),),),
        )

    def _spark(self, frame: Frame) -> str:
        """The last closes of the chart's series."""
        candles = frame.source.book(frame.options.symbol).candles(frame.state.timeframe)
        return sparkline(candles, SPARK, frame.options.glyphs == "ascii")

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """One row a level."""
        view, first = self._view or build(frame), frame.state.row("levels")
        head: tuple[str | None, ...] = (None,) if frame.state.zoomed else ()
        lines = draw_full(view, first, width, height) if frame.state.zoomed else draw(view, first, width, height)
        shown = view.rows[min(first, max(len(view.rows) - 1, 0)) :]
        foot = foot_height(view, width, height, frame.state.zoomed)
        self._ids = (*head, *(row.id for row in shown))[: max(height - foot, 0)] if view.reason is None else ()
        return lines

    def on_click(self, event: events.Click) -> None:
        """Select by pointing."""
        row = event.y - 1
        chosen = self._ids[row] if 0 <= row < len(self._ids) else None
        if chosen is not None and event.chain == 1:
            self.post_message(self.Picked(chosen))


def foot_height(view: LevelsView, width: int, height: int, zoomed: bool) -> int:
    """Lines under the list."""
    if zoomed:
        return len(foot_words(view, width)) if height >= FOOT_FROM else 0
    return int(bool(view.cone) and height >= CONE_HEIGHT)


def draw(view: LevelsView, first: int, width: int, height: int) -> list[Line]:
    """Rows from `first`; the reason where there are none."""
    if view.reason is not None:
        return [((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))]
    if not view.rows:
        return [((f" no {view.filtered} level", "dim"),)]
    if view.cone and height >= CONE_HEIGHT:
        rows = block(draw(replace(view, cone=""), first, width, height - 1), width, height - 1)
        return [*rows, spread(((f" {view.cone}", "dim"),), (), width)]
    first = min(first, max(len(view.rows) - 1, 0))
    shown = view.rows[first : first + height]
    columns = columns_for(shown, width)
    return [row_line(row, columns, width) for row in shown]


def columns_for(rows: Sequence[LevelRow], width: int) -> int:
    """How many columns at the right all `rows` have room for: 3 bar, tests and age; 2 bar and tests; 1 tests; 0."""
    label = max((len(row.label) for row in rows), default=0)
    tests = max((len(row.tests) for row in rows), default=15)
    tests = max(tests, 15)
    room = width - LEFT - label
    needs = ((3, 7 + tests + 7), (2, 7 + tests + 2), (1, tests + 2), (0, 0))
    return next((count for count, need in needs if need <= room), 0)


def row_line(row: LevelRow, columns: int, width: int) -> Line:
    """`   +19.1  6,905.0 CALL WALL     ████  4 tests, 3 held  1h`."""
    side = "text" if row.distance is None else "up" if row.distance >= 0 else "down"
    left: Line = (
        (f"{'►' if row.selected else ' '}{words.signed(row.distance, 1):>7} ", "select" if row.selected else side),
        (f"{words.price(row.price, 1):>8} ", "bright"),
        (row.label, row.role),
    )
    bar = BAR * max(round(min(max(row.strength, 0.0), 1.0) * 5), 1)
    right: list[tuple[str, str]] = []
    if columns >= 2:
        right.append((f" {bar:<5} ", row.role))
    if columns >= 1:
        right.append((f"{row.tests:>15} " if columns >= 2 else f"{row.tests} ", "dim"))
    if columns >= 3:
        right.append((f"{row.age:>4} ", "dim"))
    return spread(left, tuple(right), width)
