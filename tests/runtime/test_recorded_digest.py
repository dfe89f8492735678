"""A live run, its recording at any speed, and a run without a screen say the same to the byte."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.runtime import backend as backend_module
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, load
from spxcc.runtime.paths import Paths
from spxcc.runtime.recorded import plan_session
from spxcc.runtime.recording import RecordingWish
from spxcc.runtime.verify import run as verify
from tests.fakes.real_data import real_data
from tests.runtime.digest_run import CutFeed

SCENARIOS = ("flip-loss", "trend", "vol-spike")
LEAN, MAPPED = "lean", "mapped"
IMPORTS = {
    LEAN: (("lean",), "2021-01-04"),
    MAPPED: (
        (
            "intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet",
            "chains/spx_2025-01-06_2126ET_jan-expiries.csv.gz",
        ),
        "2025-01-07",
    ),
}
SHORT_MINUTES = 12


class QuickClock:
    """The machine's clock of a test: sleeping moves it at once, so that a replay at 1× takes no longer than at max."""

    def __init__(self) -> None:
        self._ns = 1_800_000_000_000_000_000

    def now(self) -> int:
        """Wall time."""
        return self._ns

    def monotonic(self) -> float:
        """Seconds."""
        return self._ns / 1e9

    async def sleep(self, seconds: float) -> None:
        """Moved at once, with a turn of the loop."""
        self._ns += int(max(seconds, 0.0) * 1e9) + 1
        await asyncio.get_running_loop().run_in_executor(None, int)


def played(plan: PlannedFeed, config: Config, speed: float | None, record: Path | None = None) -> tuple[int, str]:
    wish = None if record is None else RecordingWish(record.parent, Keep(0, 0), record)
    backend = Backend(plan, config, BackendOptions(speed=speed, recording=wish))
    asyncio.run(backend.run())
    backend.database.close()
    assert backend.node.failure is None
    return backend.digest.frames, backend.digest.hexdigest()


def same_everywhere(plan: PlannedFeed, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live, then from its file at 1×, 60×, max, and by `verify`."""
    config = load(Paths(folder, folder, folder), {})
    path = folder / "a.spxcc"
    live = played(plan, config, None, path)
    with SessionFile(path) as session:
        told = session.progress()
    assert (told.frames, told.digest, told.closed) == (*live, True)
    monkeypatch.setattr(backend_module, "SystemClock", QuickClock)
    for speed in (1.0, 60.0, None):
        assert played(plan_session(path), config, speed) == live
    monkeypatch.undo()
    verdict = verify(path, lambda _: None)
    assert (verdict.ok, verdict.frames, verdict.digest, verdict.parts_at) == (True, *live, None)


def first_seconds(scenario: str) -> PlannedFeed:
    """A simulated day that ends ten seconds after 09:31."""
    plan = plan_feed(FeedRequest("sim", scenario, 7, at="09:31"))
    assert plan.start_at is not None
    until = plan.start_at + 10 * NANOS_PER_SECOND
    return replace(plan, build=lambda clock: CutFeed(plan.build(clock), until))


def first_minutes(plan: PlannedFeed) -> PlannedFeed:
    """The morning and the first minutes of an imported day: each step of its whole chain takes long."""
    assert plan.start_at is not None
    until = plan.start_at + SHORT_MINUTES * NANOS_PER_MINUTE
    return replace(plan, build=lambda clock: CutFeed(plan.build(clock), until))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_f56_a_simulated_run_and_its_replays_have_one_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    same_everywhere(first_seconds(scenario), tmp_path, monkeypatch)


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.parametrize("name", IMPORTS)
def test_f56_an_imported_day_and_its_replays_have_one_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files, date = IMPORTS[name]
    plan = plan_feed(FeedRequest("replay", paths=tuple(real_data(file) for file in files), date=date))
    same_everywhere(first_minutes(plan) if name == MAPPED else plan, tmp_path, monkeypatch)
