"""The chart grid: one market in four timeframes, with the same levels and one crosshair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui.actions import ActionDef, bindings, hint_pairs, key_name, keyed
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import CLOCK, Panel
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.panels.header.panel import Header
from spxcc.ui.panels.status_line.panel import StatusLine
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.safe import CHOICE, CURSOR, SafeStrip
from spxcc.ui.screens.board import Board
from spxcc.ui.screens.chart_hands import CURSOR_FIELDS, ChartHands
from spxcc.ui.screens.charts_layout import charts_plan
from spxcc.ui.screens.desk import LINES_EVERY_MS, Desk
from spxcc.ui.screens.layout import Plan
from spxcc.ui.screens.moves import move
from spxcc.ui.screens.told import told
from spxcc.ui.state import PanelName, ViewState
from spxcc.ui.theme import Palette, styles

GRID = ("1m", "5m", "15m", "1h")
OWN = ("timeframe", "viewport", "focus", "zoomed")
"""Choices that are the desk's own; all others are shared with it."""
CELLS = ("panel.gex", "panel.chart", "panel.setups", "panel.levels")
"""Actions whose keys stand for the charts of the grid, in their order."""
HINTS = frozenset(
    {
        "panel.zoom", "app.help", "chart.tf_next", "chart.pan_left", "chart.zoom_in", "chart.follow", "chart.overlays",
        "chart.crosshair", "chart.spy", "alert.here", "setup.next", "view.freeze", "view.palette", "app.quit",
        "view.why",
    }
)  # fmt: skip
LEAVE = ("mode.charts", "view.back")
OF_THE_DESK = ("setup.open",)
"""Actions whose answer stands on the desk: the grid gives way."""
SLOTS = 1000 // LINES_EVERY_MS
"""Of the lines, in a second."""


def grid_hints(actions: Sequence[ActionDef]) -> tuple[tuple[str, str], ...]:
    """Keys for the status line that do something here: the charts first, then what they share with the desk."""
    table = {action.id: action.keys for action in actions}
    digits = [key_name(table[name][0]) for name in CELLS]
    charts = (f"{digits[0]}-{digits[-1]}" if digits == list("1234") else " ".join(digits), "chart")
    shared = hint_pairs([action for action in actions if action.id in HINTS])
    return (charts, (key_name(table["mode.charts"][0]), "desk"), *shared)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one chart of the grid shows."""

    timeframe: str
    viewport: Viewport = field(default_factory=Viewport)


class ChartsScreen(ChartHands, Screen[None]):
    """Covers the desk, which keeps its choices and what it hears but draws nothing meanwhile.

    A choice that concerns one chart is that of the focused cell; every other one is the desk's, so levels, selection
    and crosshair are the same in all charts and stay when the grid is left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    BLANK = True

    def __init__(self, desk: Desk, palette: Palette) -> None:
        super().__init__()
        self.desk = desk
        self.cells = [Cell(timeframe) for timeframe in GRID]
        self.focused_cell, self.zoomed = 0, False
        inks = styles(palette)
        symbol = desk.options.symbol
        self.charts = [ChartPanel(inks, palette, symbol, part=f"chart_{at}") for at in range(len(GRID))]
        for at, chart in enumerate(self.charts):
            chart.number = at + 1
        hints = grid_hints(keyed(desk.options.keymap))
        self.lines: tuple[SafeStrip, ...] = (Header(inks, symbol), StatusLine(inks, hints))
        self.board = Board(*self.charts, *self.lines, planner=self._planned)
        self._dirty: set[str] = set()
        self._slot = -1

    def compose(self) -> ComposeResult:
        """Everything sits on the board."""
        yield self.board

    def on_mount(self) -> None:
        """From now on the desk does not draw."""
        self.desk.cover = self

    def on_unmount(self) -> None:
        """The desk draws all that it heard meanwhile."""
        self.desk.cover = None
        self.desk.call_after_refresh(self.desk.update_frame, frozenset(), True)

    def frame(self) -> Frame:
        """Data and choices of the focused chart."""
        return self.frame_of(self.focused_cell)

    def frame_of(self, at: int) -> Frame:
        """Data and choices of the chart number `at`."""
        cell, frame = self.cells[at], self.desk.frame()
        focus: PanelName = "chart" if at == self.focused_cell else "gex"
        state = replace(frame.state, timeframe=cell.timeframe, viewport=cell.viewport, focus=focus)
        return replace(frame, state=state, axis=self.charts[at].axis, gutter=False)

    def update_frame(self, dirty: frozenset[str], everything: bool = False) -> None:
        """One frame: the charts that listen to something that changed, the lines four times a second."""
        self._dirty |= dirty
        slot = self.desk.controller.now() // (LINES_EVERY_MS * NANOS_PER_MILLI)
        due = everything or slot != self._slot
        if slot // SLOTS != self._slot // SLOTS:
            self._dirty.add(CLOCK)
        self._slot = slot
        boxes, drawn = self.board.seats.plan.boxes, list[SafeStrip]()
        for line in self.lines:
            if line.part in boxes and (due or line.channels & self._dirty):
                line.draw(self.desk.frame())
                drawn.append(line)
        heard = self._dirty & {CHOICE, CURSOR} if self.desk.state.frozen else self._dirty
        for at, chart in enumerate(self.charts):
            if chart.part in boxes and (everything or chart.channels & heard):
                chart.draw(self.frame_of(at))
                drawn.append(chart)
        self.board.repaint(drawn)
        self._dirty.clear()

    def become(self, state: ViewState) -> None:
        """Another state: the focused chart takes its own part, the desk the rest."""
        before = self.frame().state
        changed = {one.name for one in fields(ViewState) if getattr(before, one.name) != getattr(state, one.name)}
        self.cells[self.focused_cell] = Cell(state.timeframe, state.viewport)
        self._dirty.add(CURSOR if changed and changed <= CURSOR_FIELDS else CHOICE)
        self.desk.become(replace(state, **{name: getattr(self.desk.state, name) for name in OWN}))

    def focus_cell(self, at: int) -> None:
        """Keys go to the chart number `at`."""
        if at != self.focused_cell and 0 <= at < len(self.charts):
            self.focused_cell = at
            self._arrange()

    def action_perform(self, action: str, argument: str = "") -> None:
        """As on the desk; digits and `z` are about the charts of the grid, and `w` about the focused one."""
        if action.startswith("panel."):
            self._panel(action.removeprefix("panel."))
        elif action == "view.back" and self._step_back():
            return
        elif action in LEAVE:
            self.dismiss()
        elif action in OF_THE_DESK:
            self.dismiss()
            self.desk.action_perform(action, argument)
        elif (state := told(self.frame(), action, argument) if argument else move(self.frame(), action)) is not None:
            self.become(state)
        else:
            self.desk.action_perform(action, argument)

    def recolour(self, palette: Palette) -> None:
        """Another palette."""
        inks: Mapping[str, Style] = styles(palette)
        for chart in self.charts:
            chart.palette = palette
        for widget in (*self.charts, *self.lines):
            widget.recolour(inks)
        self.update_frame(frozenset(), everything=True)

    def on_resize(self) -> None:
        """Draw everything at the new size."""
        self.call_after_refresh(self.update_frame, frozenset(), True)

    def on_panel_clicked(self, event: Panel.Clicked) -> None:
        """Focus by pointing, zoom by pointing at the title twice."""
        self.focus_cell(next(at for at, chart in enumerate(self.charts) if chart.part == event.part))
        if event.double:
            self._panel("zoom")

    def on_chart_panel_moved(self, event: ChartPanel.Moved) -> None:
        """The chart under the pointer is the one that moves."""
        self._focus_of(event.chart)

    def on_chart_panel_picked(self, event: ChartPanel.Picked) -> None:
        """The chart under the pointer is the one that is meant."""
        self._focus_of(event.chart)

    def _focus_of(self, chart: ChartPanel | None) -> None:
        if chart is not None:
            self.focus_cell(self.charts.index(chart))

    def _panel(self, name: str) -> None:
        digits = tuple(one.removeprefix("panel.") for one in CELLS)
        if name == "zoom" or (name in digits and digits.index(name) == self.focused_cell):
            self.zoomed = not self.zoomed
            self._arrange()
        elif name in digits:
            self.focus_cell(digits.index(name))

    def _step_back(self) -> bool:
        """`esc` ends the zoom, then the crosshair; whether there was one of them."""
        if self.zoomed:
            self.zoomed = False
            self._arrange()
            return True
        if self.desk.state.crosshair is not None:
            self.become(self.frame().state.uncrossed())
            return True
        return False

    def _planned(self, width: int, height: int, state: ViewState) -> Plan:
        return charts_plan(width, height, len(self.charts), self.focused_cell, self.zoomed)

    def _arrange(self) -> None:
        self.board.rearrange()
        self.call_after_refresh(self.update_frame, frozenset(), True)
