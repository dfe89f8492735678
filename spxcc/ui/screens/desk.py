"""The desk: six panels and three lines, fed once a frame."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from spxcc.engines.health.result import HEALTH, ChannelHealth
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui.actions import bindings, hint_pairs, keyed
from spxcc.ui.channels import NAMES
from spxcc.ui.controller import Controller
from spxcc.ui.courier import Courier
from spxcc.ui.frame import Frame
from spxcc.ui.freeze import Still
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.alerts.panel import AlertStrip
from spxcc.ui.panels.base import CLOCK, REASONS, Panel
from spxcc.ui.panels.brief.panel import Brief, Smallest, Tabs
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.panels.coach.panel import CoachPanel
from spxcc.ui.panels.flow.panel import FlowPanel
from spxcc.ui.panels.gex.panel import GexPanel
from spxcc.ui.panels.header.panel import Header
from spxcc.ui.panels.levels.panel import LevelsPanel
from spxcc.ui.panels.now_line.panel import NowLine
from spxcc.ui.panels.replay.panel import ReplayBar
from spxcc.ui.panels.setups.panel import SetupsPanel
from spxcc.ui.panels.status_line.panel import StatusLine
from spxcc.ui.safe import CHOICE, CURSOR, FRESHNESS, SafeStrip
from spxcc.ui.screens.board import Board
from spxcc.ui.screens.chart_hands import CURSOR_FIELDS, ChartHands, Cover
from spxcc.ui.screens.layout import Plan
from spxcc.ui.screens.moves import choose, choose_level, move, scroll
from spxcc.ui.screens.told import told
from spxcc.ui.source import Source
from spxcc.ui.state import PanelName, ViewState
from spxcc.ui.theme import Palette, styles
from spxcc.ui.why import freshness

AXIS = "axis"
LINES_EVERY_MS = 250
FROZEN = ("brief", "tabs")
"""Lines that stand still while the display is frozen, as the panels do whose place they take."""
PLAN_FIELDS = ("focus", "zoomed", "gex", "left", "right", "replay", "card")


def _unasked(refusal: str) -> None:
    """What was acknowledged here counts as such, also where the server cannot keep it."""


class Desk(ChartHands, Screen[None]):
    """Holds the one `ViewState`; hands each panel a `Frame`; turns keys and pointing into the next state."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    BLANK = True

    class Wish(Message):
        """Something only the app can do: the id of an action, and its argument."""

        def __init__(self, action: str, argument: str = "") -> None:
            super().__init__()
            self.action = action
            self.argument = argument

    def __init__(self, source: Source, controller: Controller, options: UiOptions, palette: Palette) -> None:
        super().__init__()
        self.state = ViewState(dense=options.dense)
        self.cover: Cover | None = None
        self._still: Frame | None = None
        self.source = source
        self.controller = controller
        self.options = options
        inks = styles(palette)
        self._dirty: set[str] = set()
        self.courier = Courier(options.alerts, options.reduced_motion)
        self._flash: frozenset[PanelName] = frozenset()
        self._later: set[str] = set()
        self._second = -1
        self._slot = -1
        self._stale = True
        self._reasons: Mapping[str, ChannelHealth] = {}
        self.chart = ChartPanel(inks, palette, options.symbol)
        self.panels: tuple[Panel, ...] = (
            self.chart, GexPanel(inks, options.symbol), SetupsPanel(inks), LevelsPanel(inks, options.symbol),
            FlowPanel(inks), CoachPanel(inks),
        )  # fmt: skip
        self.lines: tuple[SafeStrip, ...] = (
            Header(inks, options.symbol), NowLine(inks), StatusLine(inks, hint_pairs(keyed(options.keymap))),
            Brief(inks, options.symbol), Tabs(inks), Smallest(inks, options.symbol), AlertStrip(inks), ReplayBar(inks),
        )  # fmt: skip
        self.board = Board(*self.panels, *self.lines)

    def compose(self) -> ComposeResult:
        """Everything sits on the board."""
        yield self.board

    @property
    def plan(self) -> Plan:
        """The layout of the last arrangement."""
        return self.board.seats.plan

    def frame(self) -> Frame:
        """Data, choices and time as of now; of the moment of the freeze while the display is frozen."""
        if self._still is not None:
            return replace(self._still, state=self.state, axis=self.chart.axis, gutter=self.plan.gutter)
        return self.live_frame()

    def live_frame(self) -> Frame:
        """Data, choices and time as of now."""
        now = self.controller.now()
        return Frame(
            self.source, self.state, self.options, now, self.controller.session_now_ms(), self.chart.axis,
            self.plan.gutter, self.controller.alerts.book, self.controller.day.plan,
            self.courier.flashing(now // NANOS_PER_MILLI),
        )  # fmt: skip

    def update_frame(self, dirty: frozenset[str], everything: bool = False) -> None:
        """One frame: what listens to something that changed draws; the lines also four times a second, for the ages.

        Under a cover that one draws instead, and what changed is kept for the moment the desk is seen again.
        """
        frame = self.live_frame()
        self._dirty |= dirty
        if self.cover is not None:
            known = set(self._dirty)
            self._judge(frame)
            self.cover.update_frame(dirty | (self._dirty - known), everything)
            return
        second = frame.now // (1000 * NANOS_PER_MILLI)
        if second != self._second:
            self._second = second
            self._dirty.add(CLOCK)
        slot = frame.now // (LINES_EVERY_MS * NANOS_PER_MILLI)
        due = everything or slot != self._slot
        self._slot = slot
        drawn: list[SafeStrip] = []
        ended = {line.part for line in self.lines if line.due_ns is not None and frame.now >= line.due_ns}
        if self._dirty or due or ended:
            self._judge(frame)
            for line in self.lines:
                if line.part in self.plan.boxes and (due or line.part in ended or line.channels & self._dirty):
                    line.draw(self.frame() if line.part in FROZEN else frame)
                    drawn.append(line)
        self._later |= self._dirty
        drawn += self._draw_panels(frame if self._still is None else self.frame(), everything, due)
        self.board.repaint(drawn)
        self._dirty.clear()
        if due:
            self._later.clear()

    def _judge(self, frame: Frame) -> None:
        """Every panel says so when the data became stale or fresh again, or what it lacks changed."""
        health = self.source.get(HEALTH) if HEALTH.name in self._dirty else None
        if health is not None and health.channels != self._reasons:
            self._reasons = health.channels
            self._dirty.add(REASONS)
        if frame.flash != self._flash:
            self._flash = frame.flash
            self._dirty.add(FRESHNESS)
        stale = freshness(frame).stale
        if stale != self._stale:
            self._stale = stale
            self._dirty.add(FRESHNESS)

    def _draw_panels(self, frame: Frame, everything: bool, due: bool) -> list[SafeStrip]:
        """The chart first, because the GEX panel may share its axis. due: what is heard slowly counts too."""
        drawn: list[SafeStrip] = []
        for panel in self.panels:
            if panel.panel not in self.plan.boxes:
                continue
            heard = self._dirty & {CHOICE, CURSOR, AXIS} if self._still is not None else self._dirty
            late = due and self._still is None and panel.slowly & self._later
            if not everything and not late and not panel.channels & heard:
                continue
            panel.draw(frame)
            drawn.append(panel)
            if panel is self.chart and self.chart.axis != frame.axis:
                self._dirty.add(AXIS)
                frame = replace(frame, axis=self.chart.axis)
        return drawn

    def become(self, state: ViewState) -> None:
        """Another state: lay out again if the plan depends on what changed, and draw."""
        before = self.state
        if state.frozen != before.frozen:
            self._still = replace(self.live_frame(), source=Still(self.source)) if state.frozen else None
            self._dirty |= set(NAMES)
        if seen := state.seen - before.seen:
            self.controller.alerts.change("alert.ack", {"ids": sorted(seen)}, _unasked)
        self.state = state
        self.board.seats.state = state
        chosen = {name for name in ViewState.__slots__ if getattr(before, name) != getattr(state, name)}
        self._dirty.add(CURSOR if chosen and chosen <= CURSOR_FIELDS else CHOICE)
        if not chosen.isdisjoint(PLAN_FIELDS):
            self.board.rearrange()
            self.call_after_refresh(self.update_frame, frozenset(), True)
        else:
            self.update_frame(frozenset())

    def action_perform(self, action: str, argument: str = "") -> None:
        """An action by its id; the ones that concern the program go up as a wish."""
        state = told(self.frame(), action, argument) if argument else move(self.frame(), action)
        if state is not None:
            self.become(state)
        elif action == "stream.retry":
            self.controller.retry_now()
        else:
            self.post_message(self.Wish(action, argument))

    def recolour(self, palette: Palette) -> None:
        """Another palette for every widget."""
        inks: Mapping[str, Style] = styles(palette)
        self.chart.palette = palette
        for widget in (*self.panels, *self.lines):
            widget.recolour(inks)
        if self.cover is not None:
            self.cover.recolour(palette)
        self._dirty.add(CHOICE)
        self.update_frame(frozenset(), everything=True)

    def on_resize(self) -> None:
        """Draw everything at the new size."""
        self.call_after_refresh(self.update_frame, frozenset(), True)

    def on_panel_clicked(self, event: Panel.Clicked) -> None:
        """Focus by pointing, zoom by pointing twice."""
        if event.double:
            self.become(replace(self.state, focus=event.panel, zoomed=not self.state.zoomed))
        elif self.state.focus != event.panel:
            self.become(self.state.focused(event.panel))

    def on_panel_wheeled(self, event: Panel.Wheeled) -> None:
        """The list under the pointer scrolls."""
        self.become(scroll(event.panel, event.rows, self.frame()))

    def on_setups_panel_picked(self, event: SetupsPanel.Picked) -> None:
        """Select by pointing."""
        self.become(choose(event.setup_id, self.frame()))

    def on_levels_panel_picked(self, event: LevelsPanel.Picked) -> None:
        """Select by pointing."""
        self.become(choose_level(event.level_id, self.frame()))
