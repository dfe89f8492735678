"""The desk under load: at three rates, beside the same desk made of other libraries, and over hours."""

from collections.abc import Iterable
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
    """Hub, server, client and app in one process: the usual rate, a slow line, and ten times the usual rate."""
    seconds = 3 if quick else 15
    usual = _load(home, clock, RATE, FPS, seconds)
    how = f"{RATE} messages/s, {FPS} frames/s, {SIZE[0]}x{SIZE[1]}, whole process"
    yield Figure("desk: processor", "% core", tuple(usual.found["shares"]), how, CORE_BUDGET)
    yield _frames("desk: frames", usual, FRAMES_BUDGET)
    yield Figure("desk: messages", "1/s", tuple(usual.found["heard"]), "received by the client")
    yield Figure("desk: loop lag p50", "ms", (usual.found["lags"][0],))
    yield _lag("desk: loop lag p99", usual, LAG_BUDGET_MS)
    yield from _glass("desk", usual, GLASS_BUDGET_MS)
    yield Figure("desk: resident", "MB", (usual.found["resident"],), "memory held at the end", RESIDENT_BUDGET_MB)
    yield Figure("desk: output", "kB/s", usual.output_kb, "to the terminal", OUTPUT_BUDGET_KB)
    slow = _load(home, clock, RATE, SLOW_FPS, seconds)
    yield Figure(f"desk: output at {SLOW_FPS}", "kB/s", slow.output_kb, f"{SLOW_FPS} frames/s", SLOW_OUTPUT_BUDGET_KB)
    flood = _load(home, clock, FLOOD, FPS, seconds)
    yield Figure("flood: processor", "% core", tuple(flood.found["shares"]), f"{FLOOD:,} messages/s")
    yield _frames("flood: frames", flood, FRAMES_BUDGET)
    yield from _glass("flood", flood, None)
    for name, lost in flood.found["lost"].items():
        yield Figure(f"flood: {name} lost", "", (float(lost),), f"of {flood.found['sent'][name]:,} sent", 0.0)


def peer_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """The desk, and the same desk on a chart library and DataTables, fed the same. Raises UserError without these."""
    if find_spec("textual_plotext") is None:
        raise UserError(MISSING)
    seconds = 3 if quick else 15
    ours = _load(home, clock, RATE, FPS, seconds)
    theirs = _load(home, clock, RATE, FPS, seconds, peers=True)
    pairs = []
    for name, load, note in (("ours", ours, f"{RATE} messages/s, {FPS} frames/s"), ("theirs", theirs, PEERS)):
        core = Figure(f"peers: processor, {name}", "% core", tuple(load.found["shares"]), note)
        drawn = _frames(f"peers: frames, {name}", load, None)
        frame = Figure(f"peers: a frame, {name}", "ms", (10 * core.median / drawn.median,), "processor, all told")
        lag = _lag(f"peers: loop lag p99, {name}", load, None)
        wait = Figure(f"peers: to glass p95, {name}", "ms", (quantile(load.waits_ms, 0.95),), "event to glass")
        memory = Figure(f"peers: resident, {name}", "MB", (load.found["resident"],), "")
        yield from (core, drawn, frame, lag, wait, memory)
        pairs.append((frame, lag, wait, memory))
    for one, other, what in zip(*pairs, ("a frame", "loop lag", "to glass", "resident"), strict=True):
        yield ratio(f"peers: {what}, theirs / ours", other, one, "one after the other, one run")


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


def _load(home: Path, clock: Clock, rate: int, fps: int, seconds: int, peers: bool = False) -> Load:
    glass = Glass()
    _, found = run_case("desk", home, clock, glass.take, rate=rate, fps=fps, seconds=seconds, peers=peers)
    return Load(found, glass.waits_ms(found["prices"]), glass.rates(found["begun"], found["ended"]))


def _frames(name: str, load: Load, budget: float | None) -> Figure:
    return Figure(name, "1/s", tuple(load.found["frames"]), "drawn", budget, at_least=True)


def _lag(name: str, load: Load, budget: float | None) -> Figure:
    return Figure(name, "ms", (load.found["lags"][1],), "how late the loop wakes up", budget)


def _glass(name: str, load: Load, budget: float | None) -> Iterable[Figure]:
    how = f"{len(load.waits_ms):,} prices, from the hub to the bytes out of the pty"
    yield Figure(f"{name}: event to glass p50", "ms", (quantile(load.waits_ms, 0.5),), how)
    yield Figure(f"{name}: event to glass p95", "ms", (quantile(load.waits_ms, 0.95),), how, budget)
