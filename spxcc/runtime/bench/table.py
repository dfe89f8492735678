"""The table of the README: what, ours, the best of the others, the ratio, the limit; and the same as bars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.bench.figure import Figure, digits
from spxcc.runtime.bench.saved import MORE_IS_BETTER

COMMAND = "spxcc bench --peers --markdown"
BAR_CELLS, NAME_CELLS = 40, 30


@dataclass(frozen=True, slots=True)
class Row:
    """what: in words. bench: the benchmark that measures `ours`, and each of `peers` (name of the other: figure).

    limit: the figure of the bound below it, in words `bound`; None where there is none that says anything.
    """

    what: str
    bench: str
    ours: str
    peers: Mapping[str, str]
    limit: str | None = None
    bound: str = ""


DESK = "textual-plotext + DataTable"
ROWS = (
    Row("chart, a tick, data to bytes", "chart", "chart: tick, ours",
        {name: f"chart: tick, {name}" for name in ("textual-plot", "textual-plotext", "candlestick-chart")},
        "chart: tick, its bytes written", "its bytes by write(2)"),
    Row("chart, every candle another", "chart", "chart: whole, ours",
        {name: f"chart: whole, {name}" for name in ("textual-plot", "textual-plotext", "candlestick-chart")},
        "chart: whole, its bytes written", "its bytes by write(2)"),
    Row("desk, a frame at 200 messages/s", "peers", "peers: a frame, ours", {DESK: "peers: a frame, theirs"}),
    Row("desk, event to glass p95", "peers", "peers: to glass p95, ours", {DESK: "peers: to glass p95, theirs"}),
    Row("desk, memory", "peers", "peers: resident, ours", {DESK: "peers: resident, theirs"}),
    Row("desk, a price tick", "tick", "tick: one price", {}, "tick: its bytes written",
        "its bytes by write(2)"),
    Row("GEX at 300 spots, 13,144 contracts", "gex", "gex: gamma, vanna, charm",
        {"gflows' method": "gex: by gflows' method"}, "limits: gex at 300 spots", "one exponential of each"),
    Row("GEX at another spot", "gex", "gex: at another spot", {}, "limits: gex at another spot", "its columns read"),
    Row("GEX, everything anew", "gex", "gex: whole chain", {}),
    Row("GEX, band of 256 draws", "gex", "gex: band", {}),
    Row("greeks of a contract", "pricing", "pricing: greeks, ours",
        {name: f"pricing: greeks, {name}" for name in ("py_vollib", "QuantLib")}),
    Row("implied volatility of a contract", "pricing", "pricing: volatility, ours",
        {name: f"pricing: volatility, {name}" for name in ("py_vollib", "QuantLib")}),
    Row("a tick into seven timeframes", "candle-peers", "candles: tick, full session",
        {"pandas resample": "candles: pandas resample", "recompute": "candles: all anew"},
        "limits: a tick into candles", "a number stored for each"),
    Row("a GEX frame encoded", "encode", "encode: gex", {}, "limits: a gex frame", "msgspec alone"),
    Row("a GEX frame read", "encode", "encode: gex read back", {}, "limits: a gex frame read", "msgspec alone"),
    Row("fan-out, a frame to one of 1,000", "fanout", "fanout: ours 1,000",
        {"Node ws": "fanout: node 1,000", "websockets broadcast": "fanout: library 1,000"},
        "clients: bare, each of 1,000", "a bare write(2)"),
    Row("one client more, a frame", "clients", "clients: ours, slope",
        {"websockets broadcast": "clients: library, slope"}, "clients: bare, slope", "a bare write(2)"),
    Row("simulated Massive, ready events sent", "streams", "streams: ready, ours", {"Node ws": "streams: Node ws"}),
    Row("1,000 clients at once, till synced", "herd", "herd: ours", {"Node ws": "herd: Node ws"}),
    Row("replay, events decoded and folded", "recording", "recording: decode and fold", {}),
    Row("recorder at 20,000 events/s, of a core", "recording", "recording: recorder", {}),
    Row("start, first screen", "start", "start: first screen", {}, "start: python alone", "an empty Python"),
    Row("start, `serve --check`", "start", "start: serve --check", {}, "start: python alone", "an empty Python"),
    Row("start, `tail`", "start", "start: tail", {}, "start: python alone", "an empty Python"),
    Row("start, `gex`", "start", "start: gex", {}, "start: python alone", "an empty Python"),
)  # fmt: skip
GROWTH = {
    "GEX with contracts, 1,000 to 100,000": ("scaling", "scaling: gex exponent"),
    "a tick with contracts, between refreshes": ("growth", "growth: tick, contracts, exponent"),
    "a picture with its strikes, 50 to 3,200": ("growth", "growth: strikes drawn, exponent"),
    "a channel with its messages, 200 to 20,000": ("growth", "growth: messages, exponent"),
    "a recording with its events, 10,000 to 160,000": ("growth", "growth: recorded events, exponent"),
}
"""What grows: the benchmark, and the figure that holds the power of size by which it does."""
BENCHES = tuple(
    dict.fromkeys((*(row.bench for row in ROWS), "limits", *(bench for bench, _ in GROWTH.values())))
)  # fmt: skip
"""All that the table is made of."""
SHORT = ("recording",)
"""Those whose quick figures say the same, so that the whole stays under ten minutes."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A row with its figures: the best of the others (`None`: nobody does that), and the bound (`None`: none known)."""

    row: Row
    ours: Figure
    best: tuple[str, Figure] | None
    limit: Figure | None

    @property
    def ratio(self) -> float | None:
        """How many times better ours is than the best of the others; `None` without."""
        if self.best is None:
            return None
        ours, theirs = self.ours.median, self.best[1].median
        above, below = (ours, theirs) if self.ours.unit in MORE_IS_BETTER else (theirs, ours)
        return above / below if below > 0.0 else None


def compared(figures: Iterable[Figure]) -> Iterator[Compared]:
    """The rows that were measured."""
    by_name = {one.name: one for one in figures if one.samples}
    for row in ROWS:
        ours = by_name.get(row.ours)
        if ours is None:
            continue
        theirs = [(name, by_name[figure]) for name, figure in row.peers.items() if figure in by_name]
        more = ours.unit in MORE_IS_BETTER
        best = min(theirs, key=lambda one: -one[1].median if more else one[1].median, default=None)
        yield Compared(row, ours, best, by_name.get(row.limit or ""))


def markdown(figures: Sequence[Figure], now: UnixNanos, machine: str, python: str) -> str:
    """The table with its date, machine and command; rows that were not measured are absent."""
    day = datetime.fromtimestamp(now // NANOS_PER_SECOND, UTC).date().isoformat()
    lines = [
        f"Medians of one run on {day} by `{COMMAND}` ({machine}, Python {python}); processor time, but for starts, "
        "event to glass and clients at once. Ratio: times better than the best of the others in that run. Limit: what "
        "no code goes below, or none of its method, the least of rounds, and how many times that ours takes.",
        "",
        "| what | ours | best of the others | ratio | limit |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [_line(one) for one in compared(figures)]
    by_name = {one.name: one for one in figures if one.samples}
    grown = [(what, by_name[figure]) for what, (_, figure) in GROWTH.items() if figure in by_name]
    if grown:
        lines += ["", "| cost grows by a power of size (0 flat, 1 linear) | power | at most |", "|---|--:|--:|"]
        lines += [f"| {what} | {one.median:.2f} | {one.budget:g} |" for what, one in grown]
    return "\n".join(lines)


def _line(one: Compared) -> str:
    best = "–" if one.best is None else f"{one.best[0]} {_measure(one.best[1])}"
    better = "–" if one.ratio is None else f"{digits(one.ratio)}×"
    return f"| {one.row.what} | {_measure(one.ours)} | {best} | {better} | {_limit(one)} |"


def _limit(one: Compared) -> str:
    if one.limit is None:
        return "–"
    scale = MICROS.get(one.ours.unit, 1.0) / MICROS.get(one.limit.unit, 1.0)
    times = one.ours.median * scale / one.limit.median
    return f"{one.row.bound} {_measure(one.limit)} ({digits(times)}×)"


MICROS = {"µs": 1.0, "ms": 1e3, "s": 1e6}


def _measure(one: Figure) -> str:
    return f"{digits(one.median)} {one.unit}".strip()


def bars(figures: Sequence[Figure]) -> Iterator[str]:
    """Each row that has others, and how long each takes as a bar; the longest fills `BAR_CELLS`."""
    by_name = {one.name: one for one in figures if one.samples}
    for one in compared(figures):
        if one.best is None:
            continue
        sides = {"ours": one.ours, **{n: by_name[f] for n, f in one.row.peers.items() if f in by_name}}
        most = max(figure.median for figure in sides.values())
        yield one.row.what
        for name, figure in sides.items():
            cells = max(round(BAR_CELLS * figure.median / most), 1) if most > 0.0 else 0
            yield f"  {name:<{NAME_CELLS}}{_measure(figure):>14} {'█' * cells}"
