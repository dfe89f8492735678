"""The desk at every rate of messages and of frames, and on another event loop."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from spxcc.market.clock import Clock
from spxcc.runtime.bench.desks import Load, load
from spxcc.runtime.bench.figure import Figure, quantile, ratio
from spxcc.runtime.bench.scaling import exponent
from spxcc.runtime.errors import UserError

RATES, SPEEDS = (20, 200, 2_000), (10, 20, 60)
SECONDS, QUICK_SECONDS = 5, 1
LOOP_ROUNDS, QUICK_LOOP_ROUNDS, LOOP_SECONDS = 3, 1, 3
SUBLINEAR = 0.75
"""The most by which processor time may grow with messages: what waits is drawn once."""


def matrix_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Processor share at each rate and speed, and the exponent of its growth with the rate."""
    seconds = QUICK_SECONDS if quick else SECONDS
    points: dict[int, list[tuple[float, float]]] = {fps: [] for fps in SPEEDS}
    for rate in RATES:
        for fps in SPEEDS:
            one = load(home, clock, rate, fps, seconds)
            drawn = float(np.median(one.found["frames"]))
            note = f"{rate:,} messages/s, {fps} frames/s asked, {drawn:.0f} drawn"
            figure = Figure(f"matrix: {rate:,}/s at {fps}", "% core", tuple(one.found["shares"]), note)
            points[fps].append((float(rate), figure.median))
            yield figure
    worst = max(exponent(some) for some in points.values())
    note = f"log cost over log messages/s, {RATES[0]} to {RATES[-1]:,}, the worst of {len(SPEEDS)}; 1 is linear"
    yield Figure("matrix: growth with messages", "", (worst,), note, SUBLINEAR)


def loop_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """The same desk on uvloop and on asyncio's own loop, in turns. Raises UserError without uvloop."""
    try:
        import uvloop  # noqa: F401
    except ImportError:
        raise UserError("expected uvloop, found that it is not installed; `spxcc bench loops --peers`") from None
    loads: dict[str, list[Load]] = {"asyncio": [], "uvloop": []}
    for _ in range(QUICK_LOOP_ROUNDS if quick else LOOP_ROUNDS):
        for name, some in loads.items():
            some.append(load(home, clock, RATES[1], SPEEDS[1], LOOP_SECONDS, uvloop=name == "uvloop"))
    shares = []
    for name, some in loads.items():
        used = tuple(share for one in some for share in one.found["shares"])
        shares.append(
            Figure(f"loops: processor, {name}", "% core", used, f"{RATES[1]} messages/s, {SPEEDS[1]} frames/s")
        )
        yield shares[-1]
        lags = tuple(one.found["lags"][1] for one in some)
        yield Figure(f"loops: loop lag p99, {name}", "ms", lags, "how late the loop wakes up")
        waits = tuple(quantile(one.waits_ms, 0.95) for one in some)
        yield Figure(f"loops: to glass p95, {name}", "ms", waits, "event to glass")
    yield ratio("loops: asyncio / uvloop", shares[0], shares[1], "processor, in turns")
