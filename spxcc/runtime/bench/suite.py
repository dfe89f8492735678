"""The benchmarks by name, and running them."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.errors import UserError

Bench = Callable[[bool, Path, Clock], Iterable[Figure]]
NAMES = ("tick", "desk", "start", "gex", "candles", "encode", "recording")
EXTRAS = ("peers", "soak", "streams", "candle-peers", "scaling")
"""Only by name: they need packages of others, a quarter of an hour, Node.js, pandas, or a very large chain."""


def bench_named(name: str) -> Bench:
    """The benchmark `name`; each imports what it measures when it is asked for.

    Raises UserError for an unknown one, or one that needs a pty where there is none.
    """
    if name not in (*NAMES, *EXTRAS):
        raise UserError(f"expected one of {', '.join((*NAMES, *EXTRAS))}, found {name[:32]!r}")
    if name == "gex":
        from spxcc.runtime.bench.gex import gex_figures

        return lambda quick, home, clock: gex_figures(quick)
    if name == "scaling":
        from spxcc.runtime.bench.scaling import scaling_figures

        return lambda quick, home, clock: scaling_figures(quick)
    if name == "candle-peers":
        from spxcc.runtime.bench.candle_peers import candle_peer_figures

        return lambda quick, home, clock: candle_peer_figures(quick)
    if name in ("candles", "encode"):
        from spxcc.runtime.bench import inside

        made = {"candles": inside.candle_figures, "encode": inside.encode_figures}[name]
        return lambda quick, home, clock: made(quick)
    if name == "recording":
        from spxcc.runtime.bench.recording import recording_figures

        return recording_figures
    if name == "streams":
        from spxcc.runtime.bench.streams import stream_figures

        return stream_figures
    try:
        from spxcc.runtime.bench import desks, outside
    except ImportError as error:
        raise UserError(f"{name} needs a pseudo terminal of a Unix system: {error}") from None
    return {
        "tick": outside.tick_figures, "desk": desks.desk_figures, "start": outside.start_figures,
        "peers": desks.peer_figures, "soak": desks.soak_figures,
    }[name]  # fmt: skip


def measured(names: Sequence[str], quick: bool, clock: Clock) -> Iterator[Figure]:
    """Figures of the named benchmarks (all, without names), each as soon as it is there. Raises UserError."""
    benches = [bench_named(name) for name in names or NAMES]
    with tempfile.TemporaryDirectory(prefix="spxcc-bench-") as home:
        for bench in benches:
            yield from bench(quick, Path(home), clock)
