"""One picture."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.panels.chart.still import still
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import LAST, full_desk
from tests.fakes.screens import empty_frame, exact, make_frame, roles_known


def test_the_picture_has_candles_levels_gamma_and_words() -> None:
    shown = still(make_frame(timeframe="5m"), 110, 30, False)
    text = "\n".join(text_of(line) for line in shown.lines)
    assert exact(shown.lines, 110, 30)
    assert roles_known(shown.lines)
    assert text.startswith(" SPX 5m SPY × 10.0359 6,885.86 ▲ +12.41 +0.18%")
    assert text_of(shown.lines[0]).endswith("2026-11-19 14:32:07 ET SIM ")
    assert "ZERO GAMMA" in text
    assert "┃" in text
    assert "▒" in text
    assert shown.flip == 6890.0
    assert shown.bars[-1].close == LAST
    assert [one.price for one in shown.levels] == sorted((one.price for one in shown.levels), reverse=True)


def test_stale_data_is_called_stale_and_none_at_all_has_a_reason() -> None:
    desk = full_desk()
    desk[1].advance(30)
    assert text_of(still(make_frame(desk), 110, 30, False).lines[0]).endswith("STALE ")
    empty = still(empty_frame(), 80, 20, False)
    assert empty.reason == "waiting for the first value of bars:SPX"
    assert empty.reason in "\n".join(text_of(line) for line in empty.lines)
    assert (empty.bars, empty.levels, empty.flip) == ((), (), None)


@given(st.integers(1, 200), st.integers(1, 60))
def test_any_size(width: int, height: int) -> None:
    assert exact(still(make_frame(), width, height, True).lines, width, height)


def test_drawing_and_colouring_import_no_textual() -> None:
    code = (
        "import sys, spxcc.ui.panels.chart.still, spxcc.ui.theme as theme;"
        "theme.styles(theme.PALETTES['classic']);"
        "sys.exit(any(name.partition('.')[0] == 'textual' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[4]).returncode == 0
