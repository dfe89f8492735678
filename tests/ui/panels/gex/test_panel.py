"""The GEX widget."""

from dataclasses import replace

from spxcc.ui.frame import ChartAxis
from spxcc.ui.panels.gex.panel import GexPanel
from spxcc.ui.renderables.scale import PriceScale
from tests.fakes.screens import INKS, make_frame, texts

AXIS = ChartAxis(PriceScale(6860.0, 6910.0, 25), 1)


def test_title_says_how_the_bars_stand() -> None:
    panel = GexPanel(INKS, "SPX")
    frame = replace(make_frame(), axis=AXIS)
    assert "locked" in texts(panel.paint(frame, 31, 38))[0]
    assert "ladder" in texts(panel.paint(make_frame(), 31, 38))[0]
    assert "ladder" in texts(panel.paint(replace(make_frame(gex="ladder"), axis=AXIS), 31, 38))[0]


def test_zoomed_is_always_a_ladder_around_spot() -> None:
    panel = GexPanel(INKS, "SPX")
    zoomed = texts(panel.paint(replace(make_frame(zoomed=True, focus="gex"), axis=AXIS), 120, 46))
    assert "┼" in zoomed[1 + (45 - 6) // 2]
    assert any("OI call" in line for line in zoomed)
    assert any("SPXW 2026-11-19   −400M  63 %  IV 14.1 %  pain 6,885" in line for line in zoomed)
