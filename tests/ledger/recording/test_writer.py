"""The writer of session files."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spxcc.ledger.recording.blocks import WHOLE
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.writer import Checkpoint, Gap, SessionWriter, Step
from spxcc.market.events import FeedEvent
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.recorded import INFO, OPEN, seconds, session_file

EVENTS: list[FeedEvent] = [event for second in seconds(200) for event in second]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 120), min_size=1, max_size=12), st.booleans())
def test_f56_however_the_batches_fall_the_file_holds_every_event_in_order(
    tmp_path: Path, sizes: list[int], close: bool
) -> None:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.spxcc"
    writer, at = SessionWriter(path, INFO), 0
    for size in sizes:
        writer.write(EVENTS[at : at + size])
        at = min(at + size, len(EVENTS))
    writer.close() if close else writer.abandon()
    with SessionFile(path) as session:
        assert list(session.events()) == EVENTS[:at]
        assert list(session.events(at // 2)) == EVENTS[at // 2 : at]
        assert (session.progress().events, session.progress().closed) == (at, close)


def test_the_small_blocks_of_a_minute_become_one_and_large_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    session_file(path, 150)
    with sqlite3.connect(path) as connection:
        assert [row[0] for row in connection.execute("SELECT events FROM blocks ORDER BY first")] == [240, 240, 120]
    writer = SessionWriter(tmp_path / "b.spxcc", INFO)
    many = EVENTS[:4] * (WHOLE // 4)
    for _ in range(3):
        writer.write(many)
    writer.close()
    with sqlite3.connect(tmp_path / "b.spxcc") as connection:
        assert [row[0] for row in connection.execute("SELECT events FROM blocks ORDER BY first")] == [WHOLE] * 3


def test_steps_minutes_gaps_and_checkpoints_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    writer = SessionWriter(path, INFO)
    at = OPEN + NANOS_PER_MINUTE
    gap = Gap(OPEN, at, "no minute bars of SPX")
    writer.write(EVENTS[:8], [Step(at, 6000.0, 5, "d1"), Step(at + 1, None, 6, "d2")], (), [gap])
    kept = Checkpoint("engines", at, 8, "code", b"body")
    writer.write((), (), [kept])
    writer.close("because")
    with SessionFile(path) as session:
        assert session.gaps() == (gap,)
        minutes = session.minutes()
        assert [(one.start, one.price, one.digest) for one in minutes] == [(OPEN, 6000.0, "d1"), (at, None, "d2")]
        assert session.checkpoint("engines", at, "code") == kept
        assert session.checkpoint("engines", at - 1, "code") is None
        assert session.checkpoint("engines", at, "other") is None
        progress = session.progress()
        assert (progress.steps, progress.first_step, progress.last_step) == (2, at, at + 1)
        assert (progress.digest, progress.frames, progress.failure) == ("d2", 6, "because")
        assert progress.kinds == {"IndexTick": 2, "EquityTick": 2, "OptionQuote": 2, "Watermark": 2}


def test_a_batch_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    writer = SessionWriter(path, INFO)
    writer.write(EVENTS[:4])
    with pytest.raises(OverflowError):
        writer.write(EVENTS[4:8], [Step(2**80, 6000.0, 1, "d")])
    writer.abandon()
    with SessionFile(path) as session:
        assert list(session.events()) == EVENTS[:4]
