"""The desk under load: at three rates, beside the same desk made of other libraries, and over hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spxcc.market.clock import Clock
from spxcc.runtime.bench.cases import SIZE, run_case
from spxcc.runtime.bench.figure import Figure, quantile, ratio
from spxcc.runtime.bench.glass import Glass
from spxcc.runtime.errors import UserError

RATE, FPS, FLOOD, SLOW_FPS = 200, 20, 2_000, 10
CORE_BUDGET, FRAMES_BUDGET, LAG_BUDGET_MS, GLASS_BUDGET_MS = 40.0, 18.0, 50.0, 120.0
RESIDENT_BUDGET_MB, OUTPUT_BUDGET_KB, SLOW_OUTPUT_BUDGET_KB = 150.0, 200.0, 100.0
SOAK_HOURS, SETTLED_MINUTES, SOAK_SPEED, GROWTH_BUDGET_MB, SOAK_LIMIT_S = 4.0, 30.0, 60.0, 10.0, 3_600.0
PEERS = "textual-plotext and DataTable"
MISSING = "the desk of other libraries needs textual-plotext, which is not installed: pip install 'spxcc[peers]'"


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of a desk came to: `found` as its process reports, the rest as the reader of its pty saw it."""

    found: dict[str, Any]
    waits_ms: tuple[float, ...]
    output_kb: tuple[float, ...]


def desk_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Hub, server, client and app in one process: the usual rate, a slow line (not in a quick run), ten times the usual
    rate."""
    seconds = 2 if quick else 15
    usual = load(home, clock, RATE, FPS, seconds)
    how = f"{RATE} messages/s, {FPS} frames/s, {SIZE[0]}x{SIZE[1]}, whole process"
    yield Figure("desk: processor", "% core", tuple(usual.found["shares"]), how, CORE_BUDGET)
    yield _frames("desk: frames", usual, FRAMES_BUDGET)
    yield Figure("desk: messages", "1/s", tuple(usual.found["heard"]), "received by the client")
    yield Figure("desk: loop lag p50", "ms", (usual.found["lags"][0],))
    yield _lag("desk: loop lag p99", usual, LAG_BUDGET_MS)
    yield from _glass("desk", usual, GLASS_BUDGET_MS)
    yield Figure("desk: resident", "MB", (usual.found["resident"],), "memory held at the end", RESIDENT_BUDGET_MB)
    yield Figure("desk: output", "kB/s", usual.output_kb, "to the terminal", OUTPUT_BUDGET_KB)
    if not quick:
        yield slow_line(home, clock, seconds)
    flood = load(home, clock, FLOOD, FPS, seconds)
    yield Figure("flood: processor", "% core", tuple(flood.found["shares"]), f"{FLOOD:,} messages/s")
    yield _frames("flood: frames", flood, FRAMES_BUDGET)
    yield from _glass("flood", flood, None)
    for name, lost in flood.found["lost"].items():
        yield Figure(f"flood: {name} lost", "", (float(lost),), f"of {flood.found['sent'][name]:,} sent", 0.0)


def slow_line(home: Path, clock: Clock, seconds: int) -> Figure:
    """What the desk writes at the speed that is meant for a slow line."""
    slow = load(home, clock, RATE, SLOW_FPS, seconds)
    return Figure(
        f"desk: output at {SLOW_FPS}", "kB/s", slow.output_kb, f"{SLOW_FPS} frames/s", SLOW_OUTPUT_BUDGET_KB
    )  # fmt: skip


def peer_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """The desk, and the same desk on a chart library and DataTables, fed the same. Raises UserError without these."""
    if find_spec("textual_plotext") is None:
        raise UserError(MISSING)
    rounds, seconds = (1, 3) if quick else (3, 4)
    loads: dict[str, list[Load]] = {"ours": [], "theirs": []}
    for _ in range(rounds):
        for name, some in loads.items():
            some.append(load(home, clock, RATE, FPS, seconds, peers=name == "theirs"))
    pairs = []
    for (name, some), note in zip(loads.items(), (f"{RATE} messages/s, {FPS} frames/s", PEERS), strict=True):
        core = Figure(f"peers: processor, {name}", "% core", _each(some, "shares"), note)
        drawn = Figure(f"peers: frames, {name}", "1/s", _each(some, "frames"), "drawn", at_least=True)
        costs = tuple(10 * share / frames for share, frames in zip(core.samples, drawn.samples, strict=True))
        frame = Figure(f"peers: a frame, {name}", "ms", costs, "processor, all told")
        lags = tuple(one.found["lags"][1] for one in some)
        lag = Figure(f"peers: loop lag p99, {name}", "ms", lags, "how late the loop wakes up")
        waits = tuple(quantile(one.waits_ms, 0.95) for one in some)
        wait = Figure(f"peers: to glass p95, {name}", "ms", waits, "event to glass")
        memory = Figure(f"peers: resident, {name}", "MB", tuple(one.found["resident"] for one in some), "")
        yield from (core, drawn, frame, lag, wait, memory)
        pairs.append((frame, lag, wait, memory))
    for one, other, what in zip(*pairs, ("a frame", "loop lag", "to glass", "resident"), strict=True):
        yield ratio(f"peers: {what}, theirs / ours", other, one, "in turns, one run")


def _each(some: Sequence[Load], name: str) -> tuple[float, ...]:
    return tuple(second for one in some for second in one.found[name])


def soak_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Hours of the simulated market with the whole program in one process: what its memory grows by once it settled."""
    hours, settled = (0.1, 3.0) if quick else (SOAK_HOURS, SETTLED_MINUTES)
    _, found = run_case(
        "soak", home, clock, limit_s=SOAK_LIMIT_S, hours=hours, speed=SOAK_SPEED, fps=FPS
    )  # fmt: skip
    samples = found["samples"]
    first = next(held for minute, held in samples if minute >= settled)
    later = tuple(held for minute, held in samples if minute >= settled)
    yield Figure("soak: resident", "MB", later, f"{samples[-1][0] / 60:.1f} h of market, {found['frames']:,} frames")
    yield Figure("soak: growth", "MB", (later[-1] - first,), f"after the first {settled:.0f} minutes", GROWTH_BUDGET_MB)


def load(
    home: Path, clock: Clock, rate: int, fps: int, seconds: int, peers: bool = False, uvloop: bool = False
) -> Load:
    """One run of a desk for so many seconds. peers: of the other desk. uvloop: on that event loop."""
    glass, how = Glass(), {"rate": rate, "fps": fps, "seconds": seconds, "peers": peers, "uvloop": uvloop}
    _, found = run_case("desk", home, clock, glass.take, **how)
    return Load(found, glass.waits_ms(found["prices"]), glass.rates(found["begun"], found["ended"]))


def _frames(name: str, one: Load, budget: float | None) -> Figure:
    return Figure(name, "1/s", tuple(one.found["frames"]), "drawn", budget, at_least=True)


def _lag(name: str, one: Load, budget: float | None) -> Figure:
    return Figure(name, "ms", (one.found["lags"][1],), "how late the loop wakes up", budget)


def _glass(name: str, one: Load, budget: float | None) -> Iterable[Figure]:
    how = f"{len(one.waits_ms):,} prices, from the hub to the bytes out of the pty"
    yield Figure(f"{name}: event to glass p50", "ms", (quantile(one.waits_ms, 0.5),), how)
    yield Figure(f"{name}: event to glass p95", "ms", (quantile(one.waits_ms, 0.95),), how, budget)
