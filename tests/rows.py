"""What the product must do, row by row, and which tests and mutants stand for each.

`python -m tests.rows --write` renews the table in `tests/README.md`; without `--write` it prints the table.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant, read_all
from tests.sources import source

TESTS = Path(__file__).parent
README = TESTS / "README.md"
BEGIN, END = "<!-- rows: begin -->", "<!-- rows: end -->"

FEATURES: Mapping[str, str] = {
    "F01": "one connection; every view subscribes through it, the union of wishes is diffed",
    "F02": "the path `/ws/prices` and its message shapes, with a hello that names version and epoch",
    "F03": "token from header, first frame or query; claims checked locally, again at expiry; redacted in every log",
    "F04": "close codes with reasons",
    "F05": "subscribe and unsubscribe from the first byte, with an acknowledgement per entry",
    "F06": "nine public channels in any case, one access rule for socket and HTTP",
    "F07": "private channels for their owner only; a stranger learns nothing",
    "F08": "`price:SPX` and `price:SPY` live; a channel name is never a symbol",
    "F09": "symbols and channels counted apart, 64 each, idempotent",
    "F10": "the loop survives any failure and changes cadence at the session's edges by the clock",
    "F11": "sent when it changed, a least interval per channel, a heartbeat tells unchanged from dead",
    "F12": "one snapshot per accepted channel in a fixed order before its first update; failure is told and retried",
    "F13": "a first price from a cache of 15 s or one shared fetch; every price has source, time and age",
    "F14": "market status by the exchange calendar: exact edges, half days, next open as an instant",
    "F15": "deltas by stable ids, each flow event once",
    "F16": "server pings; silence and age of data are watched by the client",
    "F17": "flaps count as failures; open for 30 s resets",
    "F18": "a pause with a visible countdown that one key ends",
    "F19": "15 s between attempts, a manual retry is exempt once",
    "F20": "exponential back-off with full jitter",
    "F21": "a refused token is locked, another one unlocks at once",
    "F22": "wanted and not connected means exactly one timer, or a lock with its reason",
    "F23": "the stream log: opens, closes, codes, gaps; tokens redacted",
    "F24": "one capture window that matches all channels in any order",
    "F25": "a tick of the bar's bucket moves high, low and close; no change is told as none",
    "F26": "the next bucket opens at the previous close, a session at the tick; gaps stay gaps",
    "F27": "buckets anchored at the session open; an older tick is ignored and counted",
    "F28": "the daily bar lives for its session; a later session starts a new one",
    "F29": "live candles with overlays, small charts from the same series",
    "F30": "Massive by REST and websocket: typed row by row, one acknowledgement each, one owner per cluster",
    "F31": "one table of what each of Massive's endpoints calls a symbol",
    "F32": "near chains of SPX and SPY in at most 20 calls; rate, retries, breaker; parts say that they are",
    "F33": "gamma exposure per symbol: minutes to settlement, walls on their side, flip as a root of the repriced book",
    "F34": "SPX and SPY in dollars, strikes mapped by the live ratio, flip of the sum",
    "F35": "by expiry from the same pass",
    "F36": "basis by time, robust to a missing leg",
    "F42": "four setups by their own triggers, stops and targets at distances that make sense",
    "F43": "setups as a persistent state machine with stable ids",
    "F44": "each point of a score backed by a measured input",
    "F45": "a probability is measured and stands beside its null, or is absent",
    "F51": "the read side over HTTP on the same port",
    "F54": "a snapshot of all stages with quality and age each, partial where something is missing",
    "F57": "panes resizable, responsive from 80×24 up",
    "F58": "level filters and SPY overlay by keys",
    "F59": "one selection: chart, lists and contract follow",
    "F60": "mode in words, age on every number, LIVE never said of stale data",
    "F61": "GEX bars centred on spot, signs that need no colour",
    "F62": "the doctor: token, server, Massive, clocks, terminal and files, each with what was found and a remedy",
    "F63": "vectors, and wrong answers that must not come back",
}

FAULTS: Mapping[str, str] = {
    "O1": "a subscribe during authentication is lost",
    "O2": "idle listeners are cut off",
    "O3": "an older snapshot comes after a newer change",
    "O4": "a change is applied to a state never received",
    "O5": "keys of different items collide",
    "O6": "a fresh token stays locked out, no timer is armed",
    "O7": "no jitter, counters reset on opening",
    "O8": "a second upstream connection evicts the first",
    "O9": "previous close is the first minute's open, today is a UTC date",
    "O10": "no limits on frames, rates, connections, origins, waiting bytes",
    "O11": "an empty channel looks like a broken one",
    "O12": "lower-case channel names are refused, status comes late",
}

GUARANTEES: Mapping[str, str] = {
    "G1": "`seq` strictly increases within an epoch",
    "G2": "a snapshot replaces; another epoch or a missing change asks for a new one; old frames are dropped",
    "G3": "snapshots of one subscribe come in a fixed order",
    "G4": "snapshot, replay or error within 2 s, never silence",
    "G5": "no update at or below its snapshot, none above it lost",
    "G6": "subscribe is atomic with publish",
    "G7": "subscribing again is idempotent",
    "G8": "nothing after `unsubscribed`",
    "G9": "channels have no mutual order",
    "G10": "same state and inputs, same bytes",
    "G11": "a first price from the cache or one shared fetch",
    "G12": "liveness is ping and pong, never inbound messages",
    "G13": "one slow reader delays nobody",
}

MUTANT_ROWS: tuple[str, ...] = (*FEATURES, *FAULTS)
ROWS: Mapping[str, str] = {**FEATURES, **FAULTS, **GUARANTEES}

_NAME = re.compile(r"test_((?:[fog]\d+_)+)")
_NAMED = re.compile(rf"\bdef {_NAME.pattern}")
"""What a module with such a test holds: the others need no parsing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A test function: its file below `tests/` and its name."""

    file: str
    name: str


def rows_of(name: str) -> tuple[str, ...]:
    """Rows a test's name serves: `test_o1_f05_…` serves O1 and F05."""
    found = _NAME.match(name)
    return () if found is None else tuple(part.upper() for part in found[1].split("_") if part)


def collect(folder: Path = TESTS) -> dict[str, list[Place]]:
    """Tests by row, from the test modules below `folder`."""
    found: dict[str, list[Place]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        file = path.relative_to(folder).as_posix()
        if not _NAMED.search(path.read_text(encoding="utf-8")):
            continue
        for function in source(path).functions:
            for row in rows_of(function.name):
                found.setdefault(row, []).append(Place(file, function.name))
    return found


def table(tests: Mapping[str, Sequence[Place]], mutants: Iterable[Mutant]) -> str:
    """The table as Markdown."""
    faults: dict[str, list[str]] = {}
    for mutant in mutants:
        faults.setdefault(mutant.row, []).append(mutant.name)
    lines = ["| row | what | tests | mutants |", "|---|---|---|---|"]
    for row, what in ROWS.items():
        by_file: dict[str, list[str]] = {}
        for place in tests.get(row, ()):
            by_file.setdefault(place.file, []).append(f"`{place.name}`")
        cells = "<br>".join(f"{file}: {', '.join(names)}" for file, names in by_file.items())
        lines.append(f"| {row} | {what} | {cells or '–'} | {' '.join(faults.get(row, ['–']))} |")
    return "\n".join(lines)


def with_table(text: str, rows: str) -> str:
    """`text` with the table between its marks. Raises ValueError where a mark is missing."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"expected the marks {BEGIN} and {END}")
    return f"{head}{BEGIN}\n{rows}\n{END}{tail}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write."""
    parser = argparse.ArgumentParser(prog="python -m tests.rows", description="The table of rows.")
    parser.add_argument("--write", action="store_true", help="renew tests/README.md")
    rows = table(collect(), read_all())
    if parser.parse_args(arguments).write:
        README.write_text(with_table(README.read_text(encoding="utf-8"), rows), encoding="utf-8")
    else:
        print(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
