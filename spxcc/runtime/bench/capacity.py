"""How many clients a gateway holds and what more of them take, derived from a run of `fanout`, `herd` and `clients`."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal, TypeAlias

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.runtime.bench.fanout import FRAME_BYTES
from spxcc.runtime.bench.figure import digits
from spxcc.runtime.bench.herd import CLIENTS as HERD
from spxcc.runtime.bench.saved import SavedRun
from spxcc.runtime.errors import UserError

BENCHES = ("fanout", "herd", "clients")
CROWDS = (10_000, 100_000, 1_000_000)
FRAMES_PER_S, SHARE, MEMORY_GB, RETURN_S = 10.0, 0.5, 1.0, GatewayConfig().reconnect_ms[1] / 1_000

Source: TypeAlias = Literal["measured", "chosen", "derived"]


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the plan. how: where it was measured, why it was chosen, or what it is derived from."""

    what: str
    value: float
    unit: str
    source: Source
    how: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """What so many clients take: gateway processes of a core each, GB of memory, Mbit/s out, messages/s of the bus.

    capped: gateways where each lets in no more than it does as shipped.
    """

    clients: int
    gateways: int
    capped: int
    memory_gb: float
    mbit_per_s: float
    bus_per_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """numbers: in the order they are derived in. bounds: clients of a gateway by what would end first there."""

    numbers: tuple[Number, ...]
    bounds: dict[str, int]
    crowds: tuple[Crowd, ...]

    @property
    def first(self) -> str:
        """What limits first."""
        return min(self.bounds, key=lambda name: self.bounds[name])


def capacity(run: SavedRun) -> Plan:
    """The plan by the medians of a run. Raises UserError where a figure is not in it, or is nothing to divide by."""
    cost_us = _middle(run, "clients: ours, slope", "µs")
    memory_kb = _middle(run, "clients: ours, memory", "kB")
    join_ms = 1_000.0 * _middle(run, "herd: ours, processor", "s") / HERD
    bounds = {
        "fan-out": int(SHARE * 1e6 / cost_us / FRAMES_PER_S),
        "all return after a restart": int((1.0 - SHARE) * RETURN_S * 1_000.0 / join_ms),
        "memory": int(MEMORY_GB * 1e6 / memory_kb),
    }
    each = min(bounds.values())
    measured = (
        Number("a frame to one client more", cost_us, "µs of a core", "measured", "`clients: ours, slope`"),
        Number("a frame to one of 1,000", _middle(run, "fanout: ours 1,000", "µs"), "µs of a core", "measured",
               "`fanout: ours 1,000`"),
        Number("p99 of deliveries to 1,000, half of the top rate", _middle(run, "fanout: ours, p99", "ms"), "ms",
               "measured", "`fanout: ours, p99`"),
        Number("a connection", memory_kb, "kB", "measured", "`clients: ours, memory`"),
        Number("connect, subscribe, a snapshot of 14.5 kB", join_ms, "ms of a core", "measured",
               f"`herd: ours, processor` over {HERD:,}"),
    )  # fmt: skip
    return Plan((*measured, *_chosen(), *_derived(cost_us, bounds, each)), bounds, _crowds(each, memory_kb))


def _chosen() -> Sequence[Number]:
    return (
        Number("frames to a client", FRAMES_PER_S, "1/s", "chosen", f"nine channels and a price, {FRAME_BYTES} bytes"),
        Number("steady load of a core", 100.0 * SHARE, "%", "chosen", "the other half is for those who come"),
        Number(
            "all clients return within", RETURN_S, "s", "chosen", "the range that `shutdown` tells them to draw from"
        ),
        Number("memory of a gateway", MEMORY_GB, "GB", "chosen", "for connections alone"),
        Number(
            "clients that a gateway lets in", float(Caps().total), "", "chosen", "its cap as shipped (`Caps.total`)"
        ),
    )


def _derived(cost_us: float, bounds: dict[str, int], each: int) -> Sequence[Number]:
    why = {
        "fan-out": "load of a core ÷ cost of a frame ÷ frames to a client",
        "all return after a restart": "the other half of a core × time to return ÷ cost of a connect",
        "memory": "memory of a gateway ÷ a connection",
    }
    return (
        Number("deliveries of a core", 1e6 / cost_us, "1/s", "derived", "1 ÷ cost of a frame"),
        *(Number(f"clients of a gateway by {name}", float(bounds[name]), "", "derived", why[name]) for name in bounds),
        Number("clients of a gateway", float(each), "", "derived", "the least of these"),
        Number("the last of them is sent a frame after", cost_us * each / 1_000.0, "ms", "derived",
               "cost of a frame × clients of a gateway"),
    )  # fmt: skip


def _crowds(each: int, memory_kb: float) -> tuple[Crowd, ...]:
    found = []
    for clients in CROWDS:
        gateways = ceil(clients / each)
        mbit = clients * FRAMES_PER_S * FRAME_BYTES * 8 / 1e6
        capped = ceil(clients / min(each, Caps().total))
        found.append(Crowd(clients, gateways, capped, clients * memory_kb / 1e6, mbit, gateways * FRAMES_PER_S))
    return tuple(found)


def _middle(run: SavedRun, name: str, unit: str) -> float:
    found = next((one for one in run.figures if one.name == name and one.unit == unit), None)
    if found is None or not median(found.samples) > 0.0:
        what = "none" if found is None else f"a median of {median(found.samples):g}"
        raise UserError(
            f"expected {name!r} in {unit} above zero, found {what}; make the run with "
            f"`spxcc bench {' '.join(BENCHES)} --save FILE`"
        )
    return median(found.samples)


def plan_markdown(run: SavedRun, command: str) -> str:
    """The plan with the day of its run, as two tables. Raises UserError."""
    plan = capacity(run)
    system = run.platform.partition("-")[0]
    return "\n".join(
        (
            f"`{command}`, from `spxcc bench {' '.join(BENCHES)} --save FILE` on {run.taken[:10]} ({system}, Python "
            f"{run.python}). A gateway is one process and uses one core. {_first(plan)}",
            "",
            "| number | value | | from |",
            "|---|--:|---|---|",
            *map(_number, plan.numbers),
            "",
            "| clients (derived) | gateways = cores | by the cap | memory of connections | out | bus, messages |",
            "|--:|--:|--:|--:|--:|--:|",
            *map(_crowd, plan.crowds),
        )
    )


def _first(plan: Plan) -> str:
    if min(plan.bounds.values()) > Caps().total:
        return f"Its cap limits first; with that raised, **{plan.first}**."
    return f"What limits first: **{plan.first}**."


def _number(one: Number) -> str:
    return f"| {one.what} | {digits(one.value)} {one.unit}".rstrip() + f" | {one.source} | {one.how} |"


def _crowd(one: Crowd) -> str:
    return (
        f"| {one.clients:,} | {one.gateways:,} | {one.capped:,} | {digits(one.memory_gb)} GB | "
        f"{digits(one.mbit_per_s)} Mbit/s | {digits(one.bus_per_s)}/s |"
    )
