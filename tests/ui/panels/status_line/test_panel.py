"""The status widget."""

from spxcc.ui.panels.status_line.panel import StatusLine
from spxcc.ui.renderables.cells import text_of
from tests.fakes.screens import INKS, make_frame


def test_one_row_has_the_keys_and_two_the_state_too() -> None:
    line = StatusLine(INKS, (("q", "quit"),))
    assert [text_of(row) for row in line.paint(make_frame(), 80, 1)] == [" q quit  "]
    rows = [text_of(row) for row in line.paint(make_frame(), 80, 2)]
    assert rows[0].startswith(" open")
    assert rows[1] == " q quit  "
