"""Cases measured in processes of their own: a tick in a pty, and cold starts."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.runtime.bench.cases import SIZE, run_case
from spxcc.runtime.bench.figure import Figure, over, ratio
from spxcc.runtime.bench.terminal import CONTROL, Run, environment, run_in_pty
from spxcc.runtime.errors import UserError

FPS = 20
TICK_BUDGET_MS, SCREEN_BUDGET_MS, START_BUDGET_MS = 3.0, 1000.0, 1500.0
SCREEN = "screen"
"""Mark of the first frame, with or without data."""
PRICE = "price"
"""Mark of the first frame with a price."""
LEAST = "as many bytes to the same pty by write(2) alone, least of rounds: nobody goes below"
SPXCC = ("-c", "from spxcc.runtime.cli.main import main; main()")
_A_PRICE = re.compile(rb"\d,\d\d\d\.\d\d")


def tick_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """One price tick, from the frame the client took in to the bytes of the terminal, beside a full repaint."""
    rounds = 2 if quick else 12
    _, found = run_case("tick", home, clock, rounds=rounds, fps=2 * FPS if quick else FPS)
    how = "store, views, strips, ANSI; over a frame without news"
    tick = Figure("tick: one price", "ms", tuple(found["tick"]), how, TICK_BUDGET_MS)
    full = Figure("tick: full repaint", "ms", tuple(found["full"]), "every cell anew")
    yield tick
    yield full
    yield Figure("tick: a frame without news", "ms", tuple(found["idle"]), "timers, ages")
    yield ratio("tick: full repaint / price", full, tick, "in one run", 3.0)
    yield Figure("tick: bytes", "B", tuple(found["bytes"]), "to the terminal, over a frame without news")
    yield Figure("tick: its bytes written", "µs", (found["bare"],), LEAST)
    yield over("tick: one price, over its bytes", tick.samples, found["bare"] / 1e3, "in one run")


def start_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """From the start of the process: the server's check, the first screen, the first price on it."""
    repeats = 2 if quick else 7
    if not quick:
        _check(home, clock)
    checks = tuple(_check(home, clock) for _ in range(repeats))
    yield Figure("start: serve --check", "ms", checks, "to its end, simulator stepped once")
    if not quick:
        _first(home, clock)
    firsts = [_first(home, clock) for _ in range(repeats)]
    screens = tuple(one[SCREEN] * 1000 for one in firsts)
    yield Figure("start: first screen", "ms", screens, "something to read", SCREEN_BUDGET_MS)
    priced = tuple(one[PRICE] * 1000 for one in firsts)
    yield Figure("start: first price on it", "ms", priced, "no settings, in a pty", START_BUDGET_MS)


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
    text = CONTROL.sub(b"", output)
    return [name for name, there in ((SCREEN, b"LEVELS" in text), (PRICE, _A_PRICE.search(text) is not None)) if there]
