"""Wire bars of every symbol; what did not change is the same object as before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from spxcc.engines.bars.result import BARS, BarsResult, WireBar, bars_channel
from spxcc.engines.common import SYMBOLS
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.market.candles import Candle
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import BarColumns, MarketSnapshot, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, to_millis

SAME_DAY_NS = 20 * 60 * NANOS_PER_MINUTE
"""A daily bar that starts less than this before the session's open is that session's own, whether stamped at the open
or at midnight UTC."""


@dataclass(frozen=True, slots=True)
class Made:
    """Wire bars made from one block of columns."""

    columns: BarColumns
    label: str
    bars: tuple[WireBar, ...]


@dataclass(frozen=True, slots=True)
class BarsMemory:
    """Blocks by (symbol, part)."""

    blocks: Mapping[tuple[str, str], Made] = field(default_factory=dict)


def wire_bars(
    columns: BarColumns, tf: Literal["1m", "1D"], label: str, source: str, before: Made | None
) -> tuple[WireBar, ...]:
    """Columns as wire bars, taking from `before` every bar whose numbers and label are the same.

    A bar without a label keeps the source it was first seen with.
    """
    known = {} if before is None or before.label != label else {bar.start: bar for bar in before.bars}
    rows = zip(
        columns.start.tolist(),
        columns.open.tolist(),
        columns.high.tolist(),
        columns.low.tolist(),
        columns.close.tolist(),
        columns.volume.tolist(),
        strict=True,
    )
    bars: list[WireBar] = []
    for start, o, h, low, c, v in rows:
        old = known.get(to_millis(start))
        new = WireBar(tf, to_millis(start), o, h, low, c, v, source if old is None else old.source)
        bars.append(old if old is not None and old == new else new)
    return tuple(bars)


def developing_day(bars: SymbolBars, session: SessionInfo) -> Candle | None:
    """The session so far as one candle that starts at its open; `None` before its first minute or once it is closed."""
    today, forming = bars.today, bars.forming
    if len(bars.daily) and int(bars.daily.start[-1]) > session.open_at - SAME_DAY_NS:
        return None
    parts = [] if forming is None else [forming]
    if len(today):
        first, last = float(today.open[0]), float(today.close[-1])
        high, low = float(today.high.max()), float(today.low.min())
        parts.insert(0, Candle(int(today.start[0]), first, high, low, last, float(today.volume.sum())))
    if not parts or parts[-1].start < session.open_at:
        return None
    high, low = max(part.high for part in parts), min(part.low for part in parts)
    volume = sum(part.volume for part in parts)
    return Candle(session.open_at, parts[0].open, high, low, parts[-1].close, volume)


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: BarsMemory) -> tuple[BarsResult, BarsMemory]:
    """Per symbol: earlier sessions' minutes, today's, the forming one; then daily bars and the session so far."""
    blocks: dict[tuple[str, str], Made] = {}
    everything: dict[str, tuple[WireBar, ...]] = {}
    for symbol in sorted(snapshot.bars):
        bars = snapshot.bars[symbol]
        source = _source(snapshot, symbol, bars)
        for part, columns in (("earlier", bars.earlier), ("today", bars.today), ("daily", bars.daily)):
            before = memory.blocks.get((symbol, part))
            if before is None or before.columns is not columns or before.label != bars.label:
                made = wire_bars(columns, "1D" if part == "daily" else "1m", bars.label, source, before)
                before = Made(columns, bars.label, made)
            blocks[symbol, part] = before
        minutes = (*blocks[symbol, "earlier"].bars, *blocks[symbol, "today"].bars)
        days = blocks[symbol, "daily"].bars
        live = _wire("1m", bars.forming, source)
        today = _wire("1D", developing_day(bars, snapshot.session), source)
        everything[symbol] = (*minutes, *live, *days, *today)
    reason = None if everything.get("SPX") else "no bars yet for SPX"
    return BarsResult(bars=everything, reason=reason), BarsMemory(blocks)


def _source(snapshot: MarketSnapshot, symbol: str, bars: SymbolBars) -> str:
    last = snapshot.prices.get(symbol)
    return bars.label or ("unknown" if last is None else last.source)


def _wire(tf: Literal["1m", "1D"], candle: Candle | None, source: str) -> tuple[WireBar, ...]:
    if candle is None:
        return ()
    start = to_millis(candle.start)
    return (WireBar(tf, start, candle.open, candle.high, candle.low, candle.close, candle.volume, source),)


def _publish(result: BarsResult) -> Iterable[Publication]:
    for symbol, bars in result.bars.items():
        yield Publication(bars_channel(symbol), bars)


ENGINE: Engine[BarsResult, BarsMemory] = Engine(
    key=BARS,
    compute=compute,
    initial=BarsMemory,
    publish=_publish,
    channels=tuple(map(bars_channel, SYMBOLS)),
    explain=later("spxcc.engines.bars.explain:explain"),
    prompt=True,
)
