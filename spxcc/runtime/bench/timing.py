"""Processor time of a call."""

import time
from collections.abc import Callable, Mapping


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


def alternating(
    acts: Mapping[str, tuple[Callable[[], object], int]], rounds: int, scale: float = 1e3
) -> dict[str, tuple[float, ...]]:
    """As `timed`, of several acts, each with its calls a round: all of them each round, in turns from either end, so
    that what else the machine does slows all alike.
    """
    names = list(acts)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            act, calls = acts[name]
            found[name] += timed(act, 1, calls, scale)
    return {name: tuple(samples) for name, samples in found.items()}


def spent(act: Callable[[], object]) -> float:
    """Processor seconds of one call, the first too."""
    used = time.process_time()
    act()
    return time.process_time() - used
