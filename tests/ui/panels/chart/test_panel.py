"""The chart widget."""

from spxcc.market.candles import Candle
from spxcc.ui.panels.chart.panel import ChartPanel, readout, rights
from spxcc.ui.panels.chart.view_model import build
from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import minutes
from tests.fakes.screens import INKS, empty_frame, make_frame, texts


def panel() -> ChartPanel:
    return ChartPanel(INKS, PALETTES["classic"], "SPX")


def test_title_names_symbol_timeframe_source_and_edge() -> None:
    title = texts(panel().paint(make_frame(), 110, 30))[0]
    assert title.startswith("━ 2 SPX 1m SPY × 10.0359")
    assert "[1m] 5m 15m 30m 1h 4h 1D" in title
    assert "levels 8/8" in title
    assert "● follow" in title
    panned = make_frame(viewport=Viewport(anchor=minutes()[-6].start))
    assert "○ +5 bars" in texts(panel().paint(panned, 110, 30))[0]


def test_crosshair_reads_the_bar_in_the_title() -> None:
    title = texts(panel().paint(make_frame(crosshair=2), 110, 30))[0]
    assert "14:30 O " in title
    assert text_of(readout(Candle(0, 1.0, 2.0, 0.5, 1.5, 12_000), 12_000, "")).endswith(
        "O 1.00 H 2.00 L 0.50 C 1.50 Δ +0.50 V 12.0K"
    )


def test_axis_is_handed_out_while_there_is_one() -> None:
    chart = panel()
    chart.paint(make_frame(), 90, 30)
    assert chart.axis is not None
    assert chart.axis.top == 1
    chart.paint(empty_frame(), 90, 30)
    assert chart.axis is None


def test_right_ends_get_poorer() -> None:
    widths = [width_of(line) for line in rights(build(make_frame(spy_overlay=True), 30))]
    assert widths == sorted(widths, reverse=True)


def test_f58_spy_overlay_draws_its_points() -> None:
    plain = "".join(texts(panel().paint(make_frame(), 90, 30)))
    overlaid = "".join(texts(panel().paint(make_frame(spy_overlay=True), 90, 30)))
    assert "•" not in plain
    assert overlaid.count("•") > 10


def test_mono_palette_dashes_falling_bars() -> None:
    mono = ChartPanel(INKS, PALETTES["mono"], "SPX")
    assert "┋" in "".join(texts(mono.paint(make_frame(), 90, 30)))
    assert "┋" not in "".join(texts(panel().paint(make_frame(), 90, 30)))
