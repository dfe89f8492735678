"""The benchmarks by name, and running them."""

import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.errors import UserError

Bench = Callable[[bool, Path, Clock], Iterable[Figure]]
INSIDE: Mapping[str, str] = {
    "gex": "gex.gex_figures",
    "candles": "inside.candle_figures",
    "encode": "inside.encode_figures",
    "candle-peers": "candle_peers.candle_peer_figures",
    "scaling": "scaling.scaling_figures",
    "growth": "growth.growth_figures",
    "pricing": "pricing.pricing_figures",
    "limits": "limits.limit_figures",
}
"""Module and function that measure in this process and take whether it is a quick run."""
OUTSIDE: Mapping[str, str] = {
    "tick": "outside.tick_figures",
    "desk": "desks.desk_figures",
    "start": "starts.cold_figures",
    "recording": "recording.recording_figures",
    "peers": "desks.peer_figures",
    "soak": "desks.soak_figures",
    "streams": "streams.stream_figures",
    "chart": "chart.chart_figures",
    "fanout": "fanout.fanout_figures",
    "herd": "herd.herd_figures",
    "clients": "clients.clients_figures",
    "gateways": "gateways.gateways_figures",
    "matrix": "matrix.matrix_figures",
    "loops": "matrix.loop_figures",
}
"""The same for those with processes or files of their own, which also take a directory and a clock."""
NAMES = ("tick", "desk", "start", "gex", "candles", "encode", "recording")
EXTRAS = tuple(name for name in (*OUTSIDE, *INSIDE) if name not in NAMES)
"""Only by name: they need packages of others, Node.js, a very large chain, or minutes up to a quarter of an hour."""
PEERS: Mapping[str, str] = {
    "chart": "tick", "peers": "desk", "pricing": "gex", "candle-peers": "candles", "streams": "", "fanout": "",
    "herd": "",
}  # fmt: skip
"""Those that measure ours beside others in the same run, and what they belong to."""


def bench_named(name: str) -> Bench:
    """The benchmark `name`; each imports what it measures when it is asked for.

    Raises UserError for an unknown one, or one whose packages or pty are not there.
    """
    known = {**OUTSIDE, **INSIDE}
    if name not in known:
        raise UserError(f"expected one of {', '.join((*NAMES, *EXTRAS))}, found {name[:32]!r}")
    module, function = known[name].split(".")
    try:
        made = getattr(import_module(f"spxcc.runtime.bench.{module}"), function)
    except ImportError as error:
        raise UserError(
            f"expected what {name} is measured with, found: {error}; a pseudo terminal takes a Unix system, packages "
            "of others come with --peers"
        ) from None
    return (lambda quick, home, clock: made(quick)) if name in INSIDE else made


def measured(names: Sequence[str], quick: bool, clock: Clock, short: Container[str] = ()) -> Iterator[Figure]:
    """Figures of the named benchmarks (all, without names), each as soon as it is there; those in `short` always quick.

    Raises UserError.
    """
    benches = [(bench_named(name), quick or name in short) for name in names or NAMES]
    with tempfile.TemporaryDirectory(prefix="spxcc-bench-") as home:
        for bench, brief in benches:
            yield from bench(brief, Path(home), clock)
