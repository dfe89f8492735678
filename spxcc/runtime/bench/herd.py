"""A thousand clients that connect and subscribe at once, on our gateway and on a server of Node's `ws`."""

from collections.abc import Iterator
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.runtime.bench.clients_node import kinds, missing_node
from spxcc.runtime.bench.clients_rig import rig
from spxcc.runtime.bench.figure import Figure, absent
from spxcc.runtime.caps import room_for

CLIENTS, ROUNDS, QUICK_ROUNDS = 1_000, 7, 3
SNAPSHOT_BYTES = 14_500
"""A gex board of a hundred strikes."""
BUDGET_S, NODE_BUDGET = 2.0, 1.0


def herd_figures(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
    """Seconds until the last is `synced`; a fresh server for each round, turn by turn. Raises UserError."""
    room_for(CLIENTS)
    both = [kind for kind in kinds() if kind != "library"]
    took: dict[str, list[float]] = {kind: [] for kind in both}
    used: dict[str, list[float]] = {kind: [] for kind in both}
    for turn in range(QUICK_ROUNDS if quick else ROUNDS):
        for kind in both if turn % 2 == 0 else reversed(both):
            with rig(kind, SNAPSHOT_BYTES) as one:
                before = one.used_s()
                took[kind].append(max(one.connect(CLIENTS, CLIENTS)))
                used[kind].append(one.used_s() - before)
    how = f"{CLIENTS:,} connect and subscribe at once: hello, subscribed, {SNAPSHOT_BYTES:,} bytes, synced to each"
    yield Figure("herd: ours", "s", tuple(took["ours"]), how, BUDGET_S)
    yield Figure("herd: ours, processor", "s", tuple(used["ours"]), "of the server, for all of them")
    if "node" not in both:
        yield absent("herd: ours to Node ws", "×", missing_node())
        return
    yield Figure("herd: Node ws", "s", tuple(took["node"]), "the same frames, without checking who may have them")
    yield Figure("herd: Node ws, processor", "s", tuple(used["node"]), "of the server, for all of them")
    ratios = tuple(mine / theirs for mine, theirs in zip(took["ours"], took["node"], strict=True))
    yield Figure("herd: ours to Node ws", "×", ratios, "time, median of rounds", NODE_BUDGET)
