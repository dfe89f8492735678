"""The GEX widget."""

from dataclasses import replace

from spxcc.engines.gex.result import gex_channel
from spxcc.ui.frame import ChartAxis
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.gex.panel import GexPanel
from spxcc.ui.renderables.scale import PriceScale
from tests.fakes.desk_data import full_desk, gex
from tests.fakes.screens import INKS, empty_frame, exact, make_frame, texts

AXIS = ChartAxis(PriceScale(6860.0, 6910.0, 25), 1)


def test_title_says_how_the_bars_stand() -> None:
    panel = GexPanel(INKS, "SPX")
    frame = replace(make_frame(), axis=AXIS)
    assert "locked" in texts(panel.paint(frame, 31, 38))[0]
    assert "ladder" in texts(panel.paint(make_frame(), 31, 38))[0]
    assert "ladder" in texts(panel.paint(replace(make_frame(gex="ladder"), axis=AXIS), 31, 38))[0]


def test_zoomed_is_the_full_view() -> None:
    panel = GexPanel(INKS, "SPX")
    zoomed = panel.paint(replace(make_frame(zoomed=True, focus="gex"), axis=AXIS), 160, 45)
    text = "\n".join(texts(zoomed))
    assert exact(zoomed, 160, 45)
    assert "full" in texts(zoomed)[0]
    assert "SPXW 2026-11-19    88m   −400M  63 % 14.1 %   6,885" in text
    assert "hedge flow" in text


def test_zoomed_it_scrolls_by_section() -> None:
    panel = GexPanel(INKS, "SPX")
    zoomed = "\n".join(texts(panel.paint(make_frame(zoomed=True, focus="gex", rows=(("gex", 2),)), 100, 27)))
    assert "dealers buy" in zoomed
    assert "gross 4.55B" not in zoomed


def test_refused_it_says_why_at_every_size() -> None:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), gex(flip=None, reason="the chain lists a contract twice"))
    for zoomed in (False, True):
        text = "\n".join(texts(GexPanel(INKS, "SPX").paint(make_frame((store, clock), zoomed=zoomed), 80, 20)))
        assert "the chain lists a contract twice" in text
        assert "cov –  0ms" in text


def test_nothing_yet_says_so() -> None:
    for zoomed in (False, True):
        assert "waiting" in "\n".join(texts(GexPanel(INKS, "SPX").paint(empty_frame(zoomed=zoomed), 80, 20)))


def test_without_blocks() -> None:
    options = UiOptions(fps=0, glyphs="ascii")
    text = "\n".join(texts(GexPanel(INKS, "SPX").paint(make_frame(options=options, zoomed=True), 160, 45)))
    assert not set("█▒▀╌") & set(text)
