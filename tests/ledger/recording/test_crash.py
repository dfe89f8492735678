"""kill -9 at random instants under load: the file opens, little is lost, and it plays to the cut."""

import random
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from spxcc.ledger.recording.library import listed
from spxcc.ledger.recording.opening import being_written
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import Watermark
from spxcc.runtime.clock import SystemClock

CLOCK = SystemClock()
PER_SECOND = 20_000
LOST_S = 1.0


def killed_after(path: Path, seconds: float) -> int:
    """Let it record for so long, kill it; how many events it had taken a second before it died."""
    command = [sys.executable, "-m", "tests.ledger.recording.crash_writer", str(path), str(PER_SECOND)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as child:
        assert child.stdout is not None
        told: deque[tuple[float, int]] = deque()
        until = None
        for line in child.stdout:
            now = CLOCK.monotonic()
            until = until or now + seconds
            told.append((now, int(line)))
            while told[0][0] < now - LOST_S:
                told.popleft()
            if now >= until:
                break
        child.send_signal(signal.SIGKILL)
        child.wait()
    # The oldest report within the last second: all that was taken by then must be in the file.
    return told[0][1] if told[-1][0] - told[0][0] > 0.9 * LOST_S else 0


def check(path: Path, taken: int) -> None:
    with SessionFile(path) as session:
        events = list(session.events())
        progress = session.progress()
    assert len(events) == progress.events >= taken
    assert not progress.closed
    assert not being_written(path)
    assert [event.ts_recv for event in events] == sorted(event.ts_recv for event in events)
    steps = [event for event in events if isinstance(event, Watermark)]
    assert len(steps) >= progress.steps
    assert listed(path).problem == ""


def test_f56_a_killed_recording_opens_with_all_but_the_last_second(tmp_path: Path) -> None:
    path = tmp_path / "a.spxcc"
    taken = killed_after(path, 1.6)
    assert taken > 0
    check(path, taken)


@pytest.mark.slow
def test_f56_fifty_kills_at_random_instants_never_corrupt_a_file(tmp_path: Path) -> None:
    rng = random.Random(7)
    for number in range(50):
        path = tmp_path / f"{number}.spxcc"
        check(path, killed_after(path, rng.uniform(0.05, 2.5)))
        path.unlink()
