"""The fakes of recordings."""

from pathlib import Path

from spxcc.market.events import Watermark
from tests.fakes.recorded import seconds, session_file


def test_a_file_holds_what_was_told(tmp_path: Path) -> None:
    events = session_file(tmp_path / "a.spxcc", 3)
    assert events == [event for second in seconds(3) for event in second]
    assert sum(isinstance(event, Watermark) for event in events) == 3
