"""What pointing at a chart does, for every screen that has one."""

from typing import Protocol

from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.screens.moves import move, pan, zoom
from spxcc.ui.state import ViewState
from spxcc.ui.theme import Palette

CURSOR_FIELDS = frozenset({"crosshair", "cross_price", "hovering"})
"""Choices that only the chart shows, so that the pointer may change them many times a second."""


class Cover(Protocol):
    """A view that stands before the desk and draws in its place."""

    def update_frame(self, dirty: frozenset[str], everything: bool = False) -> None: ...
    def recolour(self, palette: Palette) -> None: ...
    def frame(self) -> Frame: ...


class ChartHands:
    """Handlers of the chart's messages; the screen gives the frame and takes the next state."""

    def frame(self) -> Frame:
        """Data and choices as of now."""
        raise NotImplementedError

    def become(self, state: ViewState) -> None:
        """Another state."""
        raise NotImplementedError

    def on_chart_panel_moved(self, event: ChartPanel.Moved) -> None:
        """Wheel and drag."""
        if event.zoom:
            self.become(zoom(event.zoom, self.frame()))
        if event.bars:
            self.become(pan(event.bars, self.frame()))

    def on_chart_panel_picked(self, event: ChartPanel.Picked) -> None:
        """A timeframe, or the scales reset."""
        frame = self.frame()
        reset = move(frame, "chart.reset")
        chosen = reset if event.timeframe is None else frame.state.with_timeframe(event.timeframe)
        if chosen is not None:
            self.become(chosen)

    def on_chart_panel_pointed(self, event: ChartPanel.Pointed) -> None:
        """The crosshair goes with the pointer until it is set by a press; then it stays."""
        state = self.frame().state
        if event.pressed and event.at is not None:
            self.become(state.crossed(event.at, event.price))
        elif state.crosshair is None or state.hovering:
            at = event.at
            self.become(state.uncrossed() if at is None else state.crossed(at, event.price, hovering=True))
