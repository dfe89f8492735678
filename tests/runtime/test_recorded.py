"""A session file as the feed of a run."""

from pathlib import Path

import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.recording.layout import SessionInfo
from spxcc.ledger.recording.writer import SessionWriter, Step
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.config import Settings
from spxcc.runtime.engine_inputs import inputs_of
from spxcc.runtime.errors import UserError
from spxcc.runtime.recorded import asked_session, free_bytes, info_of, market_mode, plan_session
from tests.fakes.recorded import INFO, OPEN, seconds, session_file


def recorded(path: Path) -> SessionInfo:
    """Ten seconds with the inputs of a user."""
    plan = plan_feed(FeedRequest("sim", at="09:30"))
    info = info_of(plan, "sim", OPEN, inputs_of(Settings(), None), OPEN)
    writer = SessionWriter(path, info)
    for events in seconds(10):
        writer.write(events, [Step(events[-1].ts_event)])
    writer.close()
    return info


def test_it_is_played_from_its_start_to_its_last_step_as_the_market_was(tmp_path: Path) -> None:
    info = recorded(tmp_path / "a.spxcc")
    plan = plan_session(tmp_path / "a.spxcc")
    assert (plan.mode, plan.title, market_mode(plan)) == ("replay", "a", "sim")
    assert (plan.start_at, plan.end_at) == (OPEN + NANOS_PER_SECOND, OPEN + 10 * NANOS_PER_SECOND)
    assert plan.inputs == inputs_of(Settings(), None)
    assert info.date == "2026-03-24"
    assert plan_session(tmp_path / "a.spxcc", "09:30:05").start_at == OPEN + 5 * NANOS_PER_SECOND
    with pytest.raises(UserError, match="which is what was recorded"):
        plan_session(tmp_path / "a.spxcc", "10:00")
    assert market_mode(plan_feed(FeedRequest("sim"))) == "sim"


def test_a_session_without_a_step_is_one_sentence(tmp_path: Path) -> None:
    SessionWriter(tmp_path / "a.spxcc", INFO).close()
    with pytest.raises(UserError, match="at least one step"):
        plan_session(tmp_path / "a.spxcc")


def test_a_session_is_asked_for_by_path_or_by_name(tmp_path: Path) -> None:
    session_file(tmp_path / "day.spxcc", 2)
    (tmp_path / "bars.csv").touch()
    path = tmp_path / "day.spxcc"
    assert asked_session([path], Path("/none")) == path
    assert asked_session([Path("da")], tmp_path) == path
    assert asked_session([tmp_path / "bars.csv"], tmp_path) is None
    assert asked_session([Path("gone.spxcc")], tmp_path) == Path("gone.spxcc")
    with pytest.raises(UserError, match="one session alone"):
        asked_session([path, tmp_path / "bars.csv"], tmp_path)


def test_the_disk_of_a_folder_that_is_not_there_yet_is_known(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "a" / "b") > 0
