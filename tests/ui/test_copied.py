"""What the copy key gives of each list."""

import pytest

from spxcc.engines.flow.result import FLOW_SUMMARY, FlowSummary
from spxcc.ui.copied import row_text
from spxcc.ui.state import PANELS, PanelName
from tests.fakes.desk_data import full_desk
from tests.fakes.full_views import rich_desk
from tests.fakes.screens import empty_frame, make_frame
from tests.ui.panels.flow.test_view_model import VOLUME


@pytest.mark.parametrize(
    ("panel", "first", "begins", "holds"),
    [
        ("levels", 0, "ZERO GAMMA 6,890.00 · +4.1 pts away · 3 tests", "chain"),
        ("flow", 0, "14:32:07 PRT P 6,900 11-19 · 420 at 4.10 · 190K · side ?", "at the middle of the quote"),
        ("flow", 2, "14:31:58 SWP", "bought"),
        ("coach", 0, "14:31:52 6,890 zero gamma", "falsified by a 1m close above 6,892"),
        ("gex", 0, "net −688M", "flip 6,890.0"),
    ],
)
def test_the_top_row_in_sight(panel: PanelName, first: int, begins: str, holds: str) -> None:
    text = row_text(make_frame(rich_desk(), focus=panel, rows=((panel, first),)))
    assert text is not None
    assert text.startswith(begins)
    assert holds in text
    assert "\n" not in text


def test_beyond_the_end_it_is_the_last_row_and_of_nothing_it_is_nothing() -> None:
    for panel in PANELS:
        empty = row_text(empty_frame(focus=panel))
        last = row_text(make_frame(full_desk(), focus=panel, rows=((panel, 9_999),)))
        assert empty == (None if panel in ("chart", "setups") else "")
        assert last is None or last


def test_minute_volume_is_copied_as_what_it_is() -> None:
    store, clock = full_desk()
    store.put(FLOW_SUMMARY, FlowSummary(kind="minute_bars", label="", windows=(), volumes=(VOLUME,)))
    assert row_text(make_frame((store, clock), focus="flow")) == "C 6,900 11-19 · last minute 210 · day 12.3K · 14:32"
