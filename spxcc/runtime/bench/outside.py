"""Cases measured in processes of their own: the desk and a tick in a pty, and cold starts."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import Figure, ratio
from spxcc.runtime.bench.terminal import Run, environment, run_in_pty
from spxcc.runtime.errors import UserError

SIZE = (160, 48)
RATE, FPS = 200, 20
DESK_BUDGET, FPS_BUDGET, TICK_BUDGET_MS, START_BUDGET_MS = 45.0, 18.0, 3.0, 1500.0
SCREEN = "screen"
"""Mark of the first frame, with or without data."""
PRICE = "price"
"""Mark of the first frame with a price."""
SPXCC = ("-c", "from spxcc.runtime.cli.main import main; main()")
_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
_A_PRICE = re.compile(rb"\d,\d\d\d\.\d\d")


def desk_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Hub, server, client and app in one process under 200 messages a second at 20 frames a second."""
    seconds = 3 if quick else 15
    run, found = _case("desk", home, clock, rate=RATE, fps=FPS, seconds=seconds)
    how = f"{RATE} messages/s, {FPS} frames/s, {SIZE[0]}x{SIZE[1]}, whole process"
    yield Figure("desk: processor", "% core", tuple(found["shares"]), how, DESK_BUDGET)
    yield Figure("desk: frames", "1/s", tuple(found["frames"]), "drawn", FPS_BUDGET, at_least=True)
    yield Figure("desk: messages", "1/s", tuple(found["heard"]), "received by the client")
    yield Figure("desk: loop lag p50", "ms", (found["lags"][0],))
    yield Figure("desk: loop lag p99", "ms", (found["lags"][1],))
    yield Figure("desk: output", "kB", (run.written / 1000,), f"to the terminal, in about {seconds + 2} s")


def tick_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """One price tick, from the frame the client took in to the bytes of the terminal, beside a full repaint."""
    rounds = 3 if quick else 12
    _, found = _case("tick", home, clock, rounds=rounds, fps=FPS)
    how = "store, views, strips, ANSI; over a frame without news"
    tick = Figure("tick: one price", "ms", tuple(found["tick"]), how, TICK_BUDGET_MS)
    full = Figure("tick: full repaint", "ms", tuple(found["full"]), "every cell anew")
    yield tick
    yield full
    yield Figure("tick: a frame without news", "ms", tuple(found["idle"]), "timers, ages")
    yield ratio("tick: full repaint / price", full, tick, "in one run", 3.0)


def start_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """From the start of the process: the server's check, the first screen, the first price on it."""
    repeats = 2 if quick else 7
    _check(home, clock)
    checks = tuple(_check(home, clock) for _ in range(repeats))
    yield Figure("start: serve --check", "ms", checks, "to its end, simulator stepped once")
    _first(home, clock)
    firsts = [_first(home, clock) for _ in range(repeats)]
    yield Figure("start: first screen", "ms", tuple(one[SCREEN] * 1000 for one in firsts), "something to read")
    priced = tuple(one[PRICE] * 1000 for one in firsts)
    yield Figure("start: first price on it", "ms", priced, "no settings, in a pty", START_BUDGET_MS)


def _case(name: str, home: Path, clock: Clock, **arguments: object) -> tuple[Run, dict[str, Any]]:
    """Run a case of `child` in a pty. Raises UserError if it ended without a result."""
    given = msgspec.json.encode(arguments).decode()

    def command(descriptor: int) -> Sequence[str]:
        return (sys.executable, "-m", "spxcc.runtime.bench.child", name, given, str(descriptor))

    run = run_in_pty(command, SIZE, home, clock)
    if run.code != 0 or not run.report:
        raise UserError(f"expected the case {name} to report, but it ended with code {run.code}", 1)
    found: dict[str, Any] = msgspec.json.decode(run.report)
    return run, found


def _check(home: Path, clock: Clock) -> float:
    """Milliseconds of `spxcc serve --check`. Raises UserError where it failed."""
    begun = clock.monotonic()
    done = subprocess.run(
        (sys.executable, *SPXCC, "serve", "--check", "--json"), env=environment(home), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise UserError(f"expected spxcc serve --check to succeed, found: {done.stderr.decode()[-200:]}", 1)
    return (clock.monotonic() - begun) * 1000


def _first(home: Path, clock: Clock) -> dict[str, float]:
    """Seconds to the marks of a terminal without settings. Raises UserError where they did not come."""

    def command(descriptor: int) -> Sequence[str]:
        return (sys.executable, *SPXCC)

    def enough(run: Run) -> bool:
        return PRICE in run.marks

    run = run_in_pty(command, SIZE, home, clock, marks_in, enough, 30.0)
    if PRICE not in run.marks:
        raise UserError(f"expected a price on the screen of spxcc, but it ended with code {run.code}", 1)
    return run.marks


def marks_in(output: bytes) -> Sequence[str]:
    """What stands in the output of a terminal so far."""
    text = _CONTROL.sub(b"", output)
    return [name for name, there in ((SCREEN, b"LEVELS" in text), (PRICE, _A_PRICE.search(text) is not None)) if there]
