"""How the cost of our gateway grows with its clients, one to five thousand, beside the bare library."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_rig import Rig, rig
from spxcc.runtime.bench.fanout import AHEAD, BATCH, FRAME_BYTES
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.caps import room_for

SIZES, QUICK_SIZES = (1, 10, 100, 1_000, 5_000), (1, 10, 100, 1_000)
ROUNDS, QUICK_ROUNDS = 5, 3
DELIVERIES, MOST_FRAMES = 40_000, 1_000
SLOPE_BUDGET, LINE_BUDGET = 1.5, 0.95
KINDS = ("ours", "library")


def clients_figures(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
    """Cost of a frame at each number of clients, the slopes by rounds, and memory. Raises UserError."""
    sizes = QUICK_SIZES if quick else SIZES
    rounds = QUICK_ROUNDS if quick else ROUNDS
    room_for(sizes[-1])
    found: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    with ExitStack() as stack:
        rigs = [stack.enter_context(rig(kind, FRAME_BYTES)) for kind in KINDS]
        empty = {one.kind: one.resident_kb() for one in rigs}
        for size in sizes:
            for one in rigs:
                one.connect(size - one.clients, BATCH)
                found[one.kind].append([])
            yield from _at(size, rigs, rounds, found)
        for one in rigs:
            kilobytes = (one.resident_kb() - empty[one.kind]) / one.clients
            how = f"resident memory of the server with {one.clients:,}, over that with none"
            yield Figure(f"clients: {one.kind}, memory", "kB", (kilobytes,), f"a connection; {how}")
    yield from _slopes(sizes, found)


def _at(size: int, rigs: Sequence[Rig], rounds: int, found: dict[str, list[list[float]]]) -> Iterator[Figure]:
    """All rounds with so many clients, turn by turn."""
    frames = min(MOST_FRAMES, max(1, DELIVERIES // size))
    for turn in range(rounds):
        for one in rigs if turn % 2 == 0 else reversed(rigs):
            found[one.kind][-1].append(one.cost(frames, AHEAD)[0] * size)
    for one in rigs:
        how = f"processor time of the server for a frame to {size:,}"
        yield Figure(f"clients: {one.kind} {size:,}", "µs", tuple(found[one.kind][-1]), how)


def _slopes(sizes: Sequence[int], found: dict[str, list[list[float]]]) -> Iterator[Figure]:
    slopes = {kind: [slope(sizes, costs) for costs in zip(*by_size, strict=True)] for kind, by_size in found.items()}
    for kind in KINDS:
        how = "processor time that one client more costs, for a frame: slope over all sizes"
        yield Figure(f"clients: {kind}, slope", "µs", tuple(slopes[kind]), how)
    beside = tuple(mine / theirs for mine, theirs in zip(slopes["ours"], slopes["library"], strict=True))
    yield Figure("clients: slope to library", "×", beside, "median of rounds", SLOPE_BUDGET)
    lines = tuple(straight(sizes, costs) for costs in zip(*found["ours"], strict=True))
    how = "share of the variance that a straight line over the number of clients explains"
    yield Figure("clients: ours, straight line", "R²", lines, how, LINE_BUDGET, at_least=True)


def slope(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Of the least squares line of cost over size. Raises ValueError for fewer than two sizes."""
    if len(set(sizes)) < 2:
        raise ValueError(f"expected two sizes or more, found {list(sizes)}")
    return float(np.polyfit(sizes, costs, 1)[0])


def straight(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Coefficient of determination of that line, 0 to 1."""
    return float(np.corrcoef(sizes, costs)[0, 1]) ** 2
