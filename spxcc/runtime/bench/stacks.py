"""Stacks of a running program, sampled by its processor time, and what they add up to."""

import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

EVERY_S = 0.002
STACKS = "BENCH_STACKS"
"""Names the directory into which a measured process leaves its stacks."""
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
