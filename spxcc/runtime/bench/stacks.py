"""Stacks of a running program, sampled by its processor time, and what they add up to."""

import atexit
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

EVERY_S = 0.002
STACKS = "BENCH_STACKS"
"""Names the directory into which a measured process leaves its stacks."""
WANTED = "BENCH_STACKS_OF"
"""Holds the pattern of the commands that `begin` samples."""
HOOK = ("sitecustomize.py", f"from {__name__} import begin\nbegin()\n")
"""Name and text of the module that Python imports before it runs anything, where its path leads there."""
KEPT_EVERY = 20
Stack = tuple[str, ...]


@contextmanager
def sampled(every_s: float = EVERY_S) -> Iterator[Counter[Stack]]:
    """Counts the stacks of the main thread, outermost call first, each `every_s` of processor time.

    By SIGPROF, so that waiting costs nothing and nothing is counted for it; a call into C is counted for the function
    that made it. Main thread of a Unix system only. Raises ValueError in another thread.
    """
    found: Counter[Stack] = Counter()

    def take(signum: int, frame: FrameType | None) -> None:
        found[stack_of(frame)] += 1

    before = signal.signal(signal.SIGPROF, take)
    signal.setitimer(signal.ITIMER_PROF, every_s, every_s)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def begin(command: Sequence[str] = tuple(sys.orig_argv), every_s: float = EVERY_S) -> None:
    """Sample this process until it ends, if it was started by a `command` that is asked for.

    Its stacks are left in the directory again and again, so that whoever is killed has left most of them.
    """
    folder, wanted = os.environ.get(STACKS), os.environ.get(WANTED)
    if folder is None or wanted is None or re.search(wanted, " ".join(command)) is None:
        return
    found, file = Counter[Stack](), Path(folder) / f"{os.getpid()}.folded"
    taken, keeping = 0, False

    def keep() -> None:
        whole = file.with_suffix(".part")
        whole.write_text(folded(found), encoding="utf-8")
        whole.replace(file)

    def take(signum: int, frame: FrameType | None) -> None:
        nonlocal taken, keeping
        if keeping:
            return
        found[stack_of(frame)] += 1
        taken += 1
        if taken % KEPT_EVERY == 0:
            keeping = True
            keep()
            keeping = False

    def end() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        keep()

    signal.signal(signal.SIGPROF, take)
    atexit.register(end)
    signal.setitimer(signal.ITIMER_PROF, every_s, every_s)


def stack_of(frame: FrameType | None) -> Stack:
    """Calls that led to `frame`, outermost first."""
    names: list[str] = []
    while frame is not None:
        names.append(f"{place_of(frame.f_code.co_filename)}:{frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(reversed(names))


def place_of(file: str) -> str:
    """A file from its package on: ours from `spxcc/`, those of others by their last two parts."""
    parts = Path(file).parts
    if "spxcc" in parts:
        parts = parts[len(parts) - 1 - parts[::-1].index("spxcc") :]
        return "/".join(parts)
    return "/".join(parts[-2:])


def folded(stacks: Mapping[Stack, int]) -> str:
    """A line a stack: calls joined by semicolons, and how often; what flame graph tools read."""
    lines = sorted(f"{';'.join(each.replace(';', ',') for each in stack)} {count}" for stack, count in stacks.items())
    return "".join(f"{line}\n" for line in lines)


def unfolded(text: str) -> Counter[Stack]:
    """The stacks that `folded` wrote. Raises ValueError for another text."""
    found: Counter[Stack] = Counter()
    for line in text.splitlines():
        names, _, count = line.rpartition(" ")
        found[tuple(names.split(";"))] += int(count)
    return found
