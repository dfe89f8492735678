"""The widget of the strip."""

from spxcc.ui.panels.watch.panel import WatchStrip
from spxcc.ui.panels.watch.view_model import ROWS
from tests.fakes.screens import INKS, exact, make_frame


def test_it_fills_its_place_exactly() -> None:
    part = WatchStrip(INKS)
    for width in (1, 20, 80, 200):
        assert exact(part.fitted(make_frame(), width, ROWS), width, ROWS)
