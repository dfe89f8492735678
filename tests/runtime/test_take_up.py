"""A run that was cut goes on from its recording as if it had never been."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime import checkpoint, continued
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import load
from spxcc.runtime.paths import Paths
from spxcc.runtime.recording import RecordingWish
from spxcc.runtime.verify import recompute
from tests.runtime.digest_run import CutFeed

DATE, START = "2026-03-24", "09:31"
FIRST = at_exchange(DATE, START)
CUT, END = FIRST + 70 * NANOS_PER_SECOND, FIRST + 90 * NANOS_PER_SECOND
CADENCE_S = 2
Shown = dict[str, tuple[bytes, UnixNanos | None]]


def plan() -> PlannedFeed:
    """A simulated day that ends 90 seconds after its start."""
    whole = plan_feed(FeedRequest("sim", seed=7, at=START))
    return replace(
        whole,
        build=lambda clock: CutFeed(whole.build(clock), END, CADENCE_S * NANOS_PER_SECOND),
        cadence_s=float(CADENCE_S),
    )


def backend_of(folder: Path) -> Backend:
    paths = Paths(folder, folder, folder)
    wish = RecordingWish(folder / "sessions", Keep(0, 0))
    return Backend(plan(), load(paths, {}), BackendOptions(speed=None, recording=wish))


class Copy:
    """Copies the recording as a killed process would leave it."""

    def __init__(self, backend: Backend, to: Path) -> None:
        self._backend, self._to = backend, to

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """Once, at the cut."""
        recorder = self._backend.recording.recorder
        if as_of < CUT or self._to.exists() or recorder is None:
            return
        self._to.parent.mkdir(parents=True)
        with closing(sqlite3.connect(recorder.path)) as own, closing(sqlite3.connect(self._to)) as other:
            own.backup(other)

    def silent(self, why: str) -> None:
        """Nothing."""


def shown(backend: Backend) -> Shown:
    """What stands on each channel of the market, and as of when."""
    found: Shown = {}
    for name in backend.hub.names():
        latest = backend.hub.latest(name)
        if latest is not None and name not in ("replay:update", "recording:update"):
            found[name] = latest.data_bytes, latest.as_of
    return found


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Shown]:
    """A recording that was cut in the middle; digest and state of the run that was not."""
    folder = tmp_path_factory.mktemp("uncut")
    copy = folder / "cut" / "a.spxcc"

    async def run() -> tuple[str, Shown]:
        backend = backend_of(folder)
        backend.node.listeners.append(Copy(backend, copy))
        await backend.run()
        backend.database.close()
        return backend.digest.hexdigest(), shown(backend)

    return copy, *asyncio.run(run())


def placed(cut: Path, folder: Path) -> None:
    (folder / "sessions").mkdir()
    (folder / "sessions" / cut.name).write_bytes(cut.read_bytes())


@pytest.mark.parametrize(
    "remembers", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["checkpoint", "from the beginning"]
)
async def test_f47_digest_state_and_file_are_those_of_a_run_that_was_never_cut(
    tmp_path: Path, cut: tuple[Path, str, Shown], monkeypatch: pytest.MonkeyPatch, remembers: bool
) -> None:
    path, digest, state = cut
    placed(path, tmp_path)
    if not remembers:
        # Written by another release.
        monkeypatch.setattr(continued, "code", lambda: "another")
    backend = backend_of(tmp_path)
    assert backend.cut is not None
    first = backend.cut.at
    assert FIRST < first <= CUT
    await backend.run()
    backend.database.close()
    assert backend.recording.state().continued == backend.cut.words
    assert backend.digest.hexdigest() == digest
    assert shown(backend) == state
    (again,) = sessions(tmp_path / "sessions")
    with SessionFile(again) as session:
        assert session.progress().closed
        assert session.progress().digest == digest
    verdict = await recompute(again, lambda played: None)
    assert (verdict.ok, verdict.digest) == (True, digest)


@pytest.mark.slow
async def test_f47_events_are_told_once_over_both_runs(tmp_path: Path, cut: tuple[Path, str, Shown]) -> None:
    path, _, _ = cut
    placed(path, tmp_path)
    backend = backend_of(tmp_path)
    told: list[str] = []
    await backend.run()
    backend.database.close()
    for name in ("flow:alert", "coach:message"):
        kept = backend.hub.kept_events()[name]
        told += kept.seen
        assert len(set(kept.seen)) == len(kept.seen)
    assert told


async def test_the_clients_see_what_stood_last_until_it_is_computed(
    tmp_path: Path, cut: tuple[Path, str, Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _, _ = cut
    placed(path, tmp_path)
    backend = backend_of(tmp_path)
    seen: list[tuple[Shown, str | None]] = []
    real = continued.taken_up

    def watched(*args: object) -> continued.TakenUp:
        seen.append((shown(backend), backend.hub.reason("gex:SPX")))
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("spxcc.runtime.take_up.taken_up", watched)
    await backend.run()
    backend.database.close()
    ((state, reason),) = seen
    assert {"gex:SPX", "levels:update", "price:SPX", "bars:SPX"} <= set(state)
    assert reason is not None
    assert reason.startswith("the day is taken up from its recording, which ends at 09:3")
    assert backend.hub.reason("gex:SPX") is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("ended", "begun anew: the last one was ended in order"), ("other seed", ""), ("long ago", ""),
        ("being written", ""), ("torn", ""), ("stopped", "begun anew: the last recording stopped before its run did"),
    ],
)  # fmt: skip
async def test_what_cannot_go_on_begins_anew(
    tmp_path: Path, cut: tuple[Path, str, Shown], monkeypatch: pytest.MonkeyPatch, change: str, why: str
) -> None:
    path, _, _ = cut
    placed(path, tmp_path)
    file = tmp_path / "sessions" / path.name
    match change:
        case "ended":
            with closing(sqlite3.connect(file)) as connection, connection:
                connection.execute(
                    "UPDATE meta SET value = CAST(replace(CAST(value AS TEXT), '\"closed\":false', '\"closed\":true') "
                    "AS BLOB) WHERE name = 'progress'"
                )
        case "stopped":
            with closing(sqlite3.connect(file)) as connection, connection:
                connection.execute(
                    'UPDATE meta SET value = CAST(replace(CAST(value AS TEXT), \'"failure":""\', '
                    "'\"failure\":\"full\"') AS BLOB) WHERE name = 'progress'"
                )
        case "other seed":
            with closing(sqlite3.connect(file)) as connection, connection:
                connection.execute(
                    "UPDATE meta SET value = CAST(replace(CAST(value AS TEXT), 'seed 7', 'seed 8') AS BLOB) "
                    "WHERE name = 'session'"
                )
        case "long ago":
            monkeypatch.setattr(continued, "PLAYED_S", -1.0)
        case "being written":
            monkeypatch.setattr(SessionFile, "recording", lambda self: True)
        case _:
            file.write_bytes(file.read_bytes()[:20_000])
    backend = backend_of(tmp_path)
    assert backend.cut is None
    assert backend.recording.state().continued == why
    backend.database.close()


def test_the_state_of_the_digest_is_part_of_what_names_the_program() -> None:
    assert "runtime/digest.py" in checkpoint.MODULES
