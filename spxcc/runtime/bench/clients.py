"""How the cost of our gateway grows with its clients, one to five thousand, beside the bare library and bare writes.

A system call a client is what nobody goes below, and its cost grows too: each socket has memory of its own in the
kernel, and the more of them, the less of that is in the caches.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_bare import KIND, bare_rig
from spxcc.runtime.bench.clients_rig import Rig, rig
from spxcc.runtime.bench.fanout import AHEAD, BATCH, FRAME_BYTES
from spxcc.runtime.bench.figure import TOO_SHORT, Figure, absent
from spxcc.runtime.caps import room_for

SIZES, QUICK_SIZES = (1, 10, 100, 1_000, 5_000), (1, 10, 100, 1_000)
ROUNDS, QUICK_ROUNDS = 5, 3
DELIVERIES, QUICK_DELIVERIES, MOST_FRAMES = 60_000, 40_000, 1_000
FROM = 100
"""With fewer, what a frame costs whoever gets it is most of it."""
SLOPE_BUDGET, LINE_BUDGET = 1.5, 0.95
BOUND = ("", "; least of rounds, nobody goes below")
KINDS = ("ours", "library", KIND)


def clients_figures(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
    """Cost of a frame at each number of clients, the slopes by rounds, and memory. Raises UserError."""
    sizes = QUICK_SIZES if quick else SIZES
    rounds = QUICK_ROUNDS if quick else ROUNDS
    room_for(sizes[-1])
    found: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    with ExitStack() as stack:
        rigs = [stack.enter_context(rig(kind, FRAME_BYTES)) for kind in KINDS if kind != KIND]
        rigs.append(stack.enter_context(bare_rig(FRAME_BYTES)))
        empty = {one.kind: one.resident_kb() for one in rigs}
        for size in sizes:
            for one in rigs:
                one.connect(size - one.clients, BATCH)
                found[one.kind].append([])
            frames = max(1, (QUICK_DELIVERIES if quick else DELIVERIES) // size)
            yield from _at(size, min(MOST_FRAMES, frames), rigs, rounds, found)
        for one in rigs[:-1]:
            kilobytes = (one.resident_kb() - empty[one.kind]) / one.clients
            how = f"resident memory of the server with {one.clients:,}, over that with none"
            yield Figure(f"clients: {one.kind}, memory", "kB", (kilobytes,), f"a connection; {how}")
    yield from _slopes(sizes, found)
    yield from _growth(sizes, found)


def _at(
    size: int, frames: int, rigs: Sequence[Rig], rounds: int, found: dict[str, list[list[float]]]
) -> Iterator[Figure]:
    """All rounds with so many clients, turn by turn."""
    for turn in range(rounds):
        for one in rigs if turn % 2 == 0 else reversed(rigs):
            found[one.kind][-1].append(one.cost(frames, AHEAD)[0] * size)
    for one in rigs:
        how = f"processor time of the server for a frame to {size:,}"
        yield Figure(f"clients: {one.kind} {size:,}", "µs", tuple(found[one.kind][-1]), how)


def _slopes(sizes: Sequence[int], found: dict[str, list[list[float]]]) -> Iterator[Figure]:
    slopes = {kind: [slope(sizes, costs) for costs in zip(*by_size, strict=True)] for kind, by_size in found.items()}
    for kind in KINDS:
        how = f"processor time that one client more costs, for a frame: slope over all sizes{BOUND[kind == KIND]}"
        yield Figure(f"clients: {kind}, slope", "µs", _told(kind, slopes[kind]), how)
    beside = tuple(mine / theirs for mine, theirs in zip(slopes["ours"], slopes["library"], strict=True))
    yield Figure("clients: slope to library", "×", beside, "median of rounds", SLOPE_BUDGET)
    over = tuple(mine / bare for mine, bare in zip(slopes["ours"], slopes[KIND], strict=True))
    yield Figure("clients: slope to bare writes", "×", over, "a system call a client and no more; median of rounds")
    lines = tuple(straight(sizes, costs) for costs in zip(*found["ours"], strict=True))
    how = "share of the variance that a straight line over the number of clients explains"
    yield Figure("clients: ours, straight line", "R²", lines, how, LINE_BUDGET, at_least=True)


def _growth(sizes: Sequence[int], found: dict[str, list[list[float]]]) -> Iterator[Figure]:
    """What a client costs where they are few and where they are many, and whose growth that is."""
    each = {
        kind: {
            size: [cost / size for cost in costs] for size, costs in zip(sizes, by_size, strict=True) if size >= FROM
        }
        for kind, by_size in found.items()
    }
    for size in each[KIND]:
        for kind, costs in each.items():
            how = f"processor time of a frame to one of {size:,}{BOUND[kind == KIND]}"
            yield Figure(f"clients: {kind}, each of {size:,}", "µs", _told(kind, costs[size]), how)
    few, many = min(each[KIND]), max(each[KIND])
    least = {kind: (min(costs[few]), min(costs[many])) for kind, costs in each.items()}
    of = f"a client of {many:,} over one of {few:,}, least of rounds"
    for kind, (first, last) in least.items():
        name = f"clients: {kind}, growth"
        yield Figure(name, "×", (last / first,), of) if first > 0.0 else absent(name, "×", TOO_SHORT)
    more, kernels = (last - first for first, last in (least["ours"], least[KIND]))
    name = "clients: growth that bare writes have too"
    if more <= 0.0:
        yield absent(name, "%", f"a client of {many:,} costs ours no more than one of {few:,}")
        return
    how = f"{kernels:.2f} µs of {more:.2f} that a client of {many:,} costs more than one of {few:,}, least of rounds"
    yield Figure(name, "%", (100.0 * kernels / more,), how)


def _told(kind: str, samples: Sequence[float]) -> tuple[float, ...]:
    """Of what is a bound the least alone."""
    return (min(samples),) if kind == KIND else tuple(samples)


def slope(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Of the least squares line of cost over size. Raises ValueError for fewer than two sizes."""
    if len(set(sizes)) < 2:
        raise ValueError(f"expected two sizes or more, found {list(sizes)}")
    return float(np.polyfit(sizes, costs, 1)[0])


def straight(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Coefficient of determination of that line, 0 to 1."""
    return float(np.corrcoef(sizes, costs)[0, 1]) ** 2
