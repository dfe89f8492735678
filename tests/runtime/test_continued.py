"""kill -9 in the middle of a session, and started again: as if nothing had been."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from spxcc.ledger.recording.library import sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.runtime.verify import recompute

KILLS = (40, 200, 90)
"""Steps after which it is killed."""


class Run:
    """What one process said until its end. steps: digest by instant. events: by channel and id, in order."""

    def __init__(self, folder: Path, steps: int | None = None) -> None:
        self.steps: dict[int, str] = {}
        self.events: list[tuple[str, str]] = []
        self.open: list[set[str]] = []
        self.cut, self.end = 0, ""
        command = [sys.executable, "-m", "tests.runtime.continued_run", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
            assert child.stdout is not None
            for line in child.stdout:
                self._take(line.split())
                if steps is not None and len(self.steps) >= steps:
                    child.send_signal(signal.SIGKILL)
                    break
            child.stdout.read()

    def _take(self, words: list[str]) -> None:
        match words:
            case ["step", at, digest]:
                self.steps[int(at)] = digest
            case ["event", channel, name]:
                self.events.append((channel, name))
            case ["open", *names]:
                self.open.append(set(names))
            case ["cut", at]:
                self.cut = int(at)
            case ["end", digest]:
                self.end = digest


@pytest.mark.slow
async def test_f47_f56_killed_three_times_it_ends_as_the_run_that_was_not(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "cut").mkdir()
    uncut = Run(tmp_path / "whole")
    runs = [Run(tmp_path / "cut", steps) for steps in KILLS]
    last = Run(tmp_path / "cut")
    assert runs[0].cut == 0
    for before, after in zip(runs, [*runs[1:], last], strict=True):
        assert 0 < after.cut <= max(before.steps)
        assert min(after.steps) > after.cut
        # Less than a second of the machine's time is lost, and is played again by the feed.
        assert all(uncut.steps[at] == digest for at, digest in after.steps.items())
        assert before.open[-1]
        assert before.open[-1] & after.open[0]
    assert last.end == uncut.end
    told = [event for run in (*runs, last) for event in dict.fromkeys(run.events)]
    assert set(told) == set(uncut.events)
    assert max(Counter(uncut.events).values()) == 1
    for run in (*runs, last):
        assert len(set(run.events)) == len(run.events)
    (file,) = sessions(tmp_path / "cut" / "sessions")
    with SessionFile(file) as session:
        assert session.progress().digest == uncut.end
    verdict = await recompute(file, lambda played: None)
    assert verdict.ok
