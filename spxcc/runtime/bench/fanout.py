"""One frame to many readers: our gateway beside Node's `ws` and the bare library, by processor time a delivery."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_node import kinds, missing_node
from spxcc.runtime.bench.clients_rig import Rig, rig
from spxcc.runtime.bench.figure import Figure, absent
from spxcc.runtime.caps import room_for

FRAME_BYTES = 200
SIZES, ROUNDS, QUICK_ROUNDS = (200, 1_000), 7, 3
DELIVERIES, QUICK_DELIVERIES = 45_000, 20_000
AHEAD = 8
"""Frames that may be under way; every client has got all but these."""
BATCH = 200
NODE_BUDGET, P99_BUDGET_MS, STALL_BUDGET = 0.85, 100.0, 2.0
PACED_S, STALL_ROUNDS, BULK_FRAMES = 1.2, 5, 20
"""Twenty large frames are more than the system and the client together take of one that does not read."""


def fanout_figures(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
    """Ratios are medians of those within a round, in which the servers take turns. Raises UserError."""
    room_for(SIZES[-1])
    with ExitStack() as stack:
        rigs = [stack.enter_context(rig(kind, FRAME_BYTES)) for kind in kinds()]
        top = 0.0
        for size in SIZES:
            for one in rigs:
                one.connect(size - one.clients, BATCH)
            costs = _rounds(rigs, quick)
            yield from _costs(size, {kind: [cost for cost, _ in found] for kind, found in costs.items()})
            top = 1e6 / median(wall for _, wall in costs["ours"])
            yield Figure(f"fanout: ours {size:,}, top rate", "1/s", (top,), "deliveries, by the wall clock")
        yield from _delivery(rigs[0], top / 2 / rigs[0].clients, quick, clock)


def _rounds(rigs: Sequence[Rig], quick: bool) -> dict[str, list[tuple[float, float]]]:
    """By server, of each round: processor and wall microseconds for each delivery."""
    deliveries = QUICK_DELIVERIES if quick else DELIVERIES
    found: dict[str, list[tuple[float, float]]] = {one.kind: [] for one in rigs}
    frames = max(1, deliveries // rigs[0].clients)
    for one in rigs:
        one.cost(max(1, frames // 4), AHEAD)
    for turn in range(QUICK_ROUNDS if quick else ROUNDS):
        first = turn % len(rigs)
        for one in (*rigs[first:], *rigs[:first]):
            found[one.kind].append(one.cost(frames, AHEAD))
    return found


def _costs(size: int, found: dict[str, list[float]]) -> Iterator[Figure]:
    how = f"processor time of the server for a frame of {FRAME_BYTES} bytes to one of {size:,} clients"
    for kind, samples in found.items():
        yield Figure(f"fanout: {kind} {size:,}", "µs", tuple(samples), how)
    ours = found["ours"]
    bare = tuple(mine / theirs for mine, theirs in zip(ours, found["library"], strict=True))
    yield Figure(f"fanout: ours to library {size:,}", "×", bare, "websockets' broadcast, median of rounds")
    name = f"fanout: ours to Node ws {size:,}"
    if "node" in found:
        beside = tuple(mine / theirs for mine, theirs in zip(ours, found["node"], strict=True))
        yield Figure(name, "×", beside, "median of rounds", NODE_BUDGET)
    else:
        yield absent(name, "×", missing_node())


def _delivery(ours: Rig, rate: float, quick: bool, clock: Clock) -> Iterator[Figure]:
    """At half of the top rate: the slowest hundredth of deliveries, and what one client that does not read does."""
    frames = max(10, round(rate * PACED_S))
    asyncio.run(ours.paced(frames, rate, clock))
    quiet, ratios = list[float](), list[float]()
    for _ in range(2 if quick else STALL_ROUNDS):
        before = asyncio.run(ours.paced(frames, rate, clock))["p99"]
        ours.stall(BULK_FRAMES)
        after = asyncio.run(ours.paced(frames, rate, clock))["p99"]
        ours.resume(frames)
        quiet.append(1e3 * before)
        ratios.append(after / before)
    how = f"from publication to reading, {rate:,.0f} frames/s to {ours.clients:,}: half of the top rate"
    yield Figure("fanout: ours, p99", "ms", tuple(quiet), how, P99_BUDGET_MS)
    how = "p99 of the others, over that of the same round without; the one gets the latest when it reads again"
    yield Figure("fanout: one client stalled", "×", tuple(ratios), how, STALL_BUDGET)
