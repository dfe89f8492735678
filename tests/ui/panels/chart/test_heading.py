"""The right end of the title."""

from spxcc.market.candles import Candle
from spxcc.ui.panels.chart.heading import chip_at, chips, previous_bar, readouts, rights
from spxcc.ui.panels.chart.view_model import build
from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.state import TIMEFRAMES
from tests.fakes.screens import make_frame

BAR = Candle(0, 1.0, 2.0, 0.5, 1.5, 12_000)


def test_right_ends_get_poorer() -> None:
    widths = [width_of(line) for line in rights(build(make_frame(spy_overlay=True), 30))]
    assert widths == sorted(widths, reverse=True)
    words = [width_of(line) for line in readouts(BAR, 12_000, "SPY", BAR)]
    assert words == sorted(words, reverse=True)


def test_the_change_is_against_the_bar_before_or_the_own_open() -> None:
    assert text_of(readouts(BAR, 12_000, "")[0]).endswith("O 1.00 H 2.00 L 0.50 C 1.50 V 12.0K Δ +0.50 +50.00%")
    before = Candle(0, 1.0, 2.0, 0.5, 2.0)
    assert text_of(readouts(BAR, 12_000, "SPY", before)[0]).endswith("V SPY 12.0K Δ −0.50 −25.00%")


def test_the_bar_before_a_gap_is_the_previous_one() -> None:
    assert previous_bar((BAR, None, BAR), 2) is BAR
    assert previous_bar((BAR,), 0) is None


def test_every_chip_is_found_where_it_stands() -> None:
    title = f"━ 2 SPX 5m sim ━━━ {chips('5m')}  levels 8/8  ● follow ━"
    for timeframe in TIMEFRAMES:
        shown = f"[{timeframe}]" if timeframe == "5m" else f" {timeframe} "
        x = title.index(shown, 16) + 1
        assert chip_at(title, "5m", x) == timeframe
    assert chip_at(title, "5m", title.index("5m")) is None
    assert chip_at(title, "5m", len(title) - 1) is None
    assert chip_at("━ 2 SPX 5m ━", "5m", 8) is None
