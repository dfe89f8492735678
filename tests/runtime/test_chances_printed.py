"""What is printed and logged: no chance without its sample, interval and null."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.cli.main import cli
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.recording import RecordingWish
from tests.engines.test_chances_told import alone, lonely, objects, texts
from tests.runtime.digest_run import CutFeed
from tests.runtime.score.files import file_of

START, END = (at_exchange("2026-03-24", "11:00") + seconds * NANOS_PER_SECOND for seconds in (0, 20))


async def test_f45_no_line_of_the_log_of_a_run_tells_a_chance_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    whole = plan_feed(FeedRequest("sim", seed=7, at="11:00"))
    plan = replace(whole, build=lambda clock: CutFeed(whole.build(clock), END, NANOS_PER_SECOND))
    wish = RecordingWish(tmp_path / "sessions", Keep(0, 0))
    backend = Backend(plan, Config(Settings(), {}), BackendOptions(speed=None, recording=wish))
    await backend.start()
    await backend.run()
    backend.hub.fail("gex:SPX", "made to fail")
    await backend.stop()
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")]
    assert [line for line in lines if alone(line)] == []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A ledger with some days decided, and their file."""
    folder = tmp_path_factory.mktemp("chances")
    source, ledger = file_of(folder), folder / "kept.db"
    found = CliRunner().invoke(cli, ["score", "--ledger", str(ledger), "--days", str(source)])
    assert found.exit_code == 0
    return ledger, source


COMMANDS = (
    "score --json",
    "score --forward --json",
    "score --days DAYS --date 2024-07-02 --json",
    "score --cone DAYS --json",
    "setups list --json",
    "setups funnel --bars DAYS --json",
)


@pytest.mark.parametrize("line", COMMANDS)
def test_f45_no_command_prints_a_chance_alone_as_json(kept: tuple[Path, Path], line: str) -> None:
    ledger, days = kept
    given = [str(days) if word == "DAYS" else word for word in line.split()]
    if given[0] == "score":
        given += ["--ledger", str(ledger)]
    found = CliRunner().invoke(cli, given)
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert [(path, lonely(one)) for path, one in objects(told) if lonely(one)] == []
    assert [text for text in texts(told) if alone(text)] == []
