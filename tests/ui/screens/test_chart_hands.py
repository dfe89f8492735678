"""Pointing at a chart."""

from dataclasses import fields

from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.screens.chart_hands import CURSOR_FIELDS, ChartHands
from spxcc.ui.state import ViewState
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import full_desk, minutes
from tests.fakes.screens import INKS, make_frame

CHART = ChartPanel(INKS, PALETTES["classic"], "SPX")
AT = minutes()[-9].start


class Hands(ChartHands):
    """A screen that is nothing but its state."""

    def __init__(self) -> None:
        self.desk = full_desk()
        self.state = ViewState()

    def frame(self) -> Frame:
        return make_frame(self.desk, **{one.name: getattr(self.state, one.name) for one in fields(ViewState)})

    def become(self, state: ViewState) -> None:
        self.state = state


def test_wheel_and_drag() -> None:
    hands = Hands()
    hands.on_chart_panel_moved(ChartPanel.Moved(zoom=1, bars=-5))
    assert hands.state.viewport == Viewport(2, minutes()[-6].start)


def test_the_crosshair_goes_with_the_pointer_until_it_is_set() -> None:
    hands = Hands()
    hands.on_chart_panel_pointed(ChartPanel.Pointed(AT, 6880.0))
    assert hands.state == ViewState().crossed(AT, 6880.0, hovering=True)
    hands.on_chart_panel_pointed(ChartPanel.Pointed(None, None))
    assert hands.state == ViewState()
    hands.on_chart_panel_pointed(ChartPanel.Pointed(AT, 6881.0, pressed=True))
    hands.on_chart_panel_pointed(ChartPanel.Pointed(minutes()[-3].start, 6890.0))
    hands.on_chart_panel_pointed(ChartPanel.Pointed(None, None))
    assert hands.state == ViewState().crossed(AT, 6881.0)


def test_a_timeframe_or_a_reset_is_picked() -> None:
    hands = Hands()
    hands.on_chart_panel_moved(ChartPanel.Moved(zoom=2, bars=-5))
    hands.on_chart_panel_picked(ChartPanel.Picked("15m", CHART))
    assert (hands.state.timeframe, hands.state.viewport) == ("15m", Viewport(3))
    hands.on_chart_panel_picked(ChartPanel.Picked(None, CHART))
    assert hands.state.viewport == Viewport()


def test_the_fields_of_the_cursor_are_fields() -> None:
    assert {one.name for one in fields(ViewState)} >= CURSOR_FIELDS
