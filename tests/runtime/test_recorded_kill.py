"""kill -9 while a run with engines is recorded: the file plays to the cut, and says what the uncut run said."""

import random
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.units import UnixNanos
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.verify import recompute

CLOCK = SystemClock()
LOST_S = 1.0
KILLS = 8
LONGEST_S = 2.5
Said = dict[UnixNanos, tuple[int, str]]


def killed(path: Path, seconds: float, steps: int = 0) -> tuple[Said, UnixNanos]:
    """What it said until it was killed so long (and so many steps) after its first, and what it had said a second
    before."""
    command = [sys.executable, "-m", "tests.runtime.recorded_kill", str(path)]
    said: Said = {}
    recent: deque[tuple[float, UnixNanos]] = deque()
    safe = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        until = None
        for line in child.stdout:
            at, frames, digest = line.split()
            said[int(at)] = int(frames), digest
            now = CLOCK.monotonic()
            until = until or now + seconds
            recent.append((now, int(at)))
            while recent[0][0] < now - LOST_S:
                safe = recent.popleft()[1]
            if now >= until and len(said) >= steps:
                break
        child.send_signal(signal.SIGKILL)
        for line in child.stdout:
            # What was under way in the pipe; the last line may be torn.
            if line.endswith("\n"):
                at, frames, digest = line.split()
                said[int(at)] = int(frames), digest
    return said, safe


async def check(path: Path, safe: UnixNanos, uncut: Said) -> int:
    """Steps up to the cut, all played again."""
    with SessionFile(path) as session:
        progress = session.progress()
    assert not progress.closed
    assert (progress.last_step or 0) >= safe
    if progress.last_step is None:
        return 0
    verdict = await recompute(path)
    assert verdict.ok
    assert (verdict.frames, verdict.digest) == uncut[progress.last_step]
    return progress.steps


@pytest.mark.slow
async def test_f56_runs_killed_at_random_instants_play_to_the_cut_as_the_uncut_run_did(tmp_path: Path) -> None:
    rng = random.Random(11)
    found: list[tuple[Path, UnixNanos]] = []
    most, steps = 0, 0
    for number in range(KILLS):
        path = tmp_path / f"{number}.spxcc"
        said, safe = killed(path, rng.uniform(0.05, LONGEST_S))
        found.append((path, safe))
        most = max(most, len(said))
    uncut, _ = killed(tmp_path / "uncut.spxcc", 0.0, most + 1)
    for path, safe in found:
        steps += await check(path, safe, uncut)
        path.unlink()
    assert steps > KILLS
