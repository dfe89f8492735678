"""The NOW widget."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.panels.now_line.panel import NowLine
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.screens import INKS, make_frame

FRAME = make_frame()


@given(st.integers(20, 200))
def test_the_count_of_alerts_stays_at_the_right(width: int) -> None:
    (line,) = NowLine(INKS).paint(FRAME, width, 1)
    if width >= 31:
        assert width_of(line) == width
        assert text_of(line).endswith(" ! 1 alert ")
