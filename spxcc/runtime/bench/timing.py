"""Processor time of a call."""

import time
from collections.abc import Callable


def timed(act: Callable[[], object], repeats: int, calls: int = 1, scale: float = 1e3) -> tuple[float, ...]:
    """Processor time of one call, `repeats` times, each over `calls` calls; milliseconds unless scaled otherwise."""
    act()
    samples = []
    for _ in range(repeats):
        used = time.process_time()
        for _ in range(calls):
            act()
        samples.append((time.process_time() - used) / calls * scale)
    return tuple(samples)


def spent(act: Callable[[], object]) -> float:
    """Processor seconds of one call, the first too."""
    used = time.process_time()
    act()
    return time.process_time() - used
