"""The recorder and its thread."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spxcc.ledger.recording import recorder as module
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.recorder import LEAST_FREE, Later, Recorder
from spxcc.ledger.recording.writer import Checkpoint, Gap, SessionWriter, Step
from tests.fakes.recorded import INFO, OPEN, seconds

ROOM: Callable[[Path], int] = lambda folder: 10 * LEAST_FREE  # noqa: E731


def fill(recorder: Recorder, count: int = 700) -> int:
    taken = 0
    for number, events in enumerate(seconds(count)):
        for event in events:
            recorder.take(event)
            taken += 1
        recorder.note(Step(events[-1].ts_event, 6000.0, number, f"d{number}"))
    return taken


def test_a_checkpoint_is_made_by_the_thread_that_writes(tmp_path: Path) -> None:
    recorder, made = Recorder(tmp_path / "a.spxcc", INFO, ROOM), list[str]()

    def make() -> Checkpoint:
        made.append(threading.current_thread().name)
        return Checkpoint("engines", OPEN, 4, "code", b"body")

    recorder.start()
    recorder.note(Later(make))
    assert made in ([], ["recorder"])
    recorder.close()
    assert made == ["recorder"]
    with SessionFile(tmp_path / "a.spxcc") as session:
        assert session.checkpoint("engines", OPEN, "code") == Checkpoint("engines", OPEN, 4, "code", b"body")


def test_everything_that_was_taken_is_in_the_file_when_it_is_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.spxcc", INFO, ROOM)
    recorder.start()
    recorder.note(Gap(OPEN, OPEN + 1, "nothing"))
    taken = fill(recorder)
    recorder.close()
    state = recorder.state()
    assert (state.events, state.failure, state.closed) == (taken, "", True)
    assert state.written == (tmp_path / "a.spxcc").stat().st_size
    with SessionFile(tmp_path / "a.spxcc") as session:
        assert list(session.events()) == [event for second in seconds(700) for event in second]
        assert (session.progress().digest, session.progress().steps) == ("d699", 700)
        assert len(session.gaps()) == 1


def test_f56_a_full_disk_ends_the_recording_alone_and_the_file_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.001)
    left = [10 * LEAST_FREE] * 2 + [0]
    recorder = Recorder(tmp_path / "a.spxcc", INFO, lambda folder: left.pop(0) if len(left) > 1 else left[0])
    recorder.start()
    fill(recorder, 50)
    recorder._thread.join(0.3)
    fill(recorder, 50)
    recorder.close()
    state = recorder.state()
    assert "the disk is full" in state.failure
    assert state.failure.startswith("recording stopped: ")
    before = recorder.events
    fill(recorder, 1)
    assert recorder.events == before
    with SessionFile(tmp_path / "a.spxcc") as session:
        assert session.progress().failure == state.failure
        assert len(list(session.events())) == session.progress().events


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder, mount = tmp_path / "disk", shutil.which("mount")
    folder.mkdir()
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=1m", "spxcc-test", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk of its own: mounting one is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_f56_a_disk_that_is_really_full_ends_the_recording_alone_and_what_was_written_opens(
    tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.001)
    path = tiny_disk / "a.spxcc"
    recorder = Recorder(path, INFO, ROOM)
    recorder.start()
    fill(recorder, 60_000)
    recorder._thread.join(60.0)
    state = recorder.state()
    assert state.closed
    assert "database or disk is full" in state.failure
    fill(recorder, 3)
    recorder.close()
    with SessionFile(path) as session:
        progress = session.progress()
        assert progress.events > 0
        assert len(list(session.events())) == progress.events


def test_a_write_that_fails_ends_the_recording_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    recorder = Recorder(tmp_path / "a.spxcc", INFO, ROOM)
    recorder.start()
    monkeypatch.setattr(SessionWriter, "write", fail)
    fill(recorder, 3)
    recorder.close()
    assert "no space left on device; a.spxcc ends here" in recorder.state().failure


def test_a_disk_without_room_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SessionFileError, match="make room"):
        Recorder(tmp_path / "a.spxcc", INFO, lambda folder: 0).start()
    recorder = Recorder(tmp_path / "b.spxcc", INFO, ROOM)
    recorder.close()
