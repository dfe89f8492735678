"""Widgets of the small layouts."""

from spxcc.ui.panels.brief.panel import Brief, Smallest, Tabs
from spxcc.ui.renderables.cells import text_of
from tests.fakes.screens import INKS, make_frame


def test_brief_has_three_lines_and_tabs_one() -> None:
    assert len(Brief(INKS, "SPX").paint(make_frame(), 80, 3)) == 3
    assert len(Tabs(INKS).paint(make_frame(), 80, 1)) == 1


def test_smallest_leads_with_the_price() -> None:
    lines = [text_of(line) for line in Smallest(INKS, "SPX").paint(make_frame(), 40, 10)]
    assert "6,885.86" in lines[0]
    assert "SIM" in lines[0]
