"""A run without server and screen that is recorded."""

from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.market.session import at_exchange
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import load
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.moment import until
from spxcc.runtime.paths import Paths
from spxcc.runtime.recorded_run import recorded_run
from spxcc.runtime.recording import RecordingWish
from tests.fakes.recorded import session_file
from tests.runtime.cli.test_replay import DAY, bars_file


async def test_it_ends_with_its_feed_and_says_what_was_written(tmp_path: Path) -> None:
    plan = plan_feed(FeedRequest("replay", paths=(bars_file(tmp_path),)))
    wish = RecordingWish(tmp_path, Keep(0, 0), tmp_path / "a.spxcc")
    options = BackendOptions(speed=None, recording=wish)
    heard: list[Backend] = []
    found = await recorded_run(plan, load(Paths(tmp_path, tmp_path, tmp_path), {}), options, heard.append)
    assert (found.name, found.progress.closed, found.progress.kinds["Bar"]) == ("a", True, 90)
    assert heard


async def test_a_file_that_is_there_is_one_sentence(tmp_path: Path) -> None:
    session_file(tmp_path / "a.spxcc", 1)
    plan = until(plan_feed(FeedRequest("replay", paths=(bars_file(tmp_path),))), at_exchange(DAY, "09:32"))
    options = BackendOptions(speed=None, recording=RecordingWish(tmp_path, Keep(0, 0), tmp_path / "a.spxcc"))
    config = load(Paths(tmp_path, tmp_path, tmp_path), {})
    with pytest.raises(UserError, match="expected a new file"):
        await recorded_run(plan, config, options, lambda _: None)
    with pytest.raises(UserError, match="not recorded"):
        await recorded_run(plan, config, replace(options, recording=None), lambda _: None)
