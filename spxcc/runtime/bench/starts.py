"""Cold starts: from nothing to the first frame, the first line, or the end of a command; and what each imports."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.bench.chain import SPOT, events
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.outside import SPXCC, start_figures
from spxcc.runtime.bench.terminal import environment
from spxcc.runtime.errors import UserError

TAIL_BUDGET_MS, GEX_BUDGET_MS = 1_000.0, 2_000.0
EXPIRIES, STRIKES = 8, 100
MODULES = {"serve": 850.0, "tail": 750.0, "gex": 560.0}
"""The most modules that a command may load, those of Python's own start included."""
COUNTING = (
    "import sys; from spxcc.runtime.cli.main import main\n"
    "try: main(sys.argv[1:])\n"
    "except SystemExit as end: code = end.code\n"
    "sys.stderr.write(f'{len(sys.modules)}\\n'); sys.exit(code)"
)


def cold_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Screen and server as `start_figures`, then `tail` and `gex`, Python alone as the floor, and modules loaded."""
    yield from start_figures(quick, home, clock)
    chain = home / "chain.json"
    write_chain(chain)
    with running(home) as url:
        commands = {
            "python alone": ("-c", "pass"), "tail": (*SPXCC, *tail_of(url)), "gex": (*SPXCC, *gex_of(chain)),
        }  # fmt: skip
        for name, arguments in (("serve", CHECK), ("tail", tail_of(url)), ("gex", gex_of(chain))):
            count = modules_of(arguments, home)
            yield Figure(f"start: modules of {name}", "", (float(count),), "loaded at its end", MODULES[name])
        took: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(2 if quick else 7):
            for name, command in commands.items():
                begun = clock.monotonic()
                finished(command, home)
                took[name].append((clock.monotonic() - begun) * 1000)
    yield Figure("start: python alone", "ms", tuple(took["python alone"]), "an empty program: the floor")
    yield Figure("start: tail", "ms", tuple(took["tail"]), "to the end, one price of a running server", TAIL_BUDGET_MS)
    note = f"to the end, a file of {2 * EXPIRIES * STRIKES:,} contracts"
    yield Figure("start: gex", "ms", tuple(took["gex"]), note, GEX_BUDGET_MS)


CHECK = ("serve", "--check", "--json", "--port", "0")


def tail_of(url: str) -> tuple[str, ...]:
    """The newest price, and no more."""
    return ("tail", "price", "--count", "1", "--json", "--attach", url)


def gex_of(chain: Path) -> tuple[str, ...]:
    """All numbers of a chain."""
    return ("gex", str(chain), "--json")


def finished(command: Sequence[str], home: Path) -> "subprocess.CompletedProcess[bytes]":
    """A command of this Python that ended well. Raises UserError where it did not."""
    done = subprocess.run((sys.executable, *command), env=environment(home), capture_output=True, check=False)
    if done.returncode != 0:
        what = " ".join(command[2:] or command)[:80]
        raise UserError(f"expected `{what}` to succeed, found: {done.stderr.decode()[-200:]}", 1)
    return done


def modules_of(arguments: Sequence[str], home: Path) -> int:
    """How many modules a command of spxcc has loaded at its end. Raises UserError where it failed."""
    return int(finished(("-c", COUNTING, *arguments), home).stderr.split()[-1])


@contextmanager
def running(home: Path) -> Iterator[str]:
    """A server of the simulated day, and its address. Raises UserError where it says none."""
    command = (sys.executable, *SPXCC, "serve", "--feed", "sim", "--port", "0", "--no-auth")
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            words = server.stderr.readline().split()
            if len(words) < 2 or not words[1].startswith("ws://"):
                raise UserError(f"expected spxcc serve to say its address, found {' '.join(words)[:200]!r}", 1)
            yield words[1]
        finally:
            server.terminate()


def write_chain(path: Path) -> None:
    """A chain as Cboe's delayed quotes have it: 14:15 in New York, the quotes a quarter of an hour older."""
    _, chain = events(EXPIRIES, STRIKES)
    options = [
        {"option": row.contract, "bid": row.bid, "ask": row.ask, "open_interest": row.open_interest, "volume": 1.0}
        for row in chain.rows
    ]
    made = {"timestamp": "2026-11-19 19:15:00", "data": {"symbol": "^SPX", "current_price": SPOT, "options": options}}
    path.write_bytes(msgspec.json.encode(made))
