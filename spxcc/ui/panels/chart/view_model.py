"""What the chart shows: columns of bars, marks, words. Pure; `columns` is the room for bars."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.marks import MarkBook, Scope
from spxcc.ui.renderables.labels import Mark
from spxcc.ui.state import TIMEFRAMES
from spxcc.ui.why import freshness, why_empty

SECONDS = dict(zip(TIMEFRAMES, (60, 300, 900, 1_800, 3_600, 14_400, 86_400), strict=True))


@dataclass(frozen=True, slots=True)
class ChartView:
    """bars: columns from left to right, `None` a gap. spy: mapped SPY closes by bar start. hidden: bars after the edge.

    volumes: one a bar; `volume_of` names another symbol whose they are (an index has none of its own), `volume_label`
    says so, or that there are none. cross: index into `bars`. reason: why there is nothing to draw.
    """

    symbol: str
    timeframe: str
    source_label: str
    bars: tuple[Candle | None, ...]
    volumes: tuple[float, ...]
    marks: tuple[Mark, ...]
    levels_shown: int
    levels_total: int
    last: float | None
    stale: bool
    pitch: int
    follow: bool
    hidden: int
    cross: int | None
    spy: tuple[tuple[UnixNanos, float], ...]
    spy_note: str
    volume_of: str
    volume_label: str
    reason: str | None


def build(frame: Frame, columns: int, book: MarkBook | None = None) -> ChartView:
    """The view for `columns` columns of bars; `book` keeps the marks from one frame to the next."""
    state, symbol = frame.state, frame.options.symbol
    candles = frame.source.book(symbol).candles(state.timeframe)
    first, stop = state.viewport.window(candles, columns)
    bars = with_gaps(candles, first, stop, state.timeframe, max(columns // state.viewport.pitch, 1))
    newest = newest_minute(frame.source.items(bars_channel(symbol)))
    label = newest.source if newest is not None else ""
    marks, shown = (book or MarkBook()).of(Scope.from_frame(frame))
    spy, note = _spy(frame, bars)
    volumes, volume_of = _volumes(frame, bars)
    return ChartView(
        symbol=symbol,
        timeframe=state.timeframe,
        source_label=label,
        bars=bars,
        volumes=volumes,
        marks=marks,
        levels_shown=shown,
        levels_total=len(frame.source.items(LEVELS_UPDATE)),
        last=last_price(frame),
        stale=freshness(frame).stale,
        pitch=state.viewport.pitch,
        follow=state.viewport.follow,
        hidden=len(candles) - stop,
        cross=_cross(state.crosshair, len(bars)),
        spy=spy,
        spy_note=note,
        volume_of=volume_of,
        volume_label=_volume_label(volumes, volume_of, label),
        reason=None if candles else why_empty(frame, f"bars:{symbol}"),
    )


def last_price(frame: Frame) -> float | None:
    """The last price, before there is one the close of the last bar."""
    price = frame.source.get(price_channel(frame.options.symbol))
    if price is not None:
        return price.price
    candles = frame.source.book(frame.options.symbol).candles(frame.state.timeframe)
    return candles[-1].close if candles else None


def with_gaps(
    candles: Sequence[Candle], first: int, stop: int, timeframe: str, columns: int
) -> tuple[Candle | None, ...]:
    """The newest `columns` of candles[first:stop], with one `None` wherever buckets are missing in between."""
    limit = SECONDS[timeframe] * NANOS_PER_SECOND * 3 // 2
    bars: list[Candle | None] = []
    previous: Candle | None = None
    for at in range(first, stop):
        candle = candles[at]
        if previous is not None and timeframe != "1D" and candle.start - previous.start > limit:
            bars.append(None)
        bars.append(candle)
        previous = candle
    return tuple(bars[-columns:])


def newest_minute(items: Mapping[str, WireBar]) -> WireBar | None:
    """The minute bar that came last, `None` without one."""
    return next((bar for bar in reversed(tuple(items.values())) if bar.tf == "1m"), None)


def _cross(back: int | None, bars: int) -> int | None:
    return None if back is None or not bars else max(bars - 1 - back, 0)


def _volumes(frame: Frame, bars: Sequence[Candle | None]) -> tuple[tuple[float, ...], str]:
    """The bars' own volumes; those of SPY where they have none, which is how an index trades."""
    own = tuple(0.0 if bar is None else bar.volume for bar in bars)
    if any(own) or frame.options.symbol == "SPY":
        return own, ""
    candles = frame.source.book("SPY").candles(frame.state.timeframe)
    traded = {one.start: one.volume for one in _near(candles, bars)}
    return tuple(0.0 if bar is None else traded.get(bar.start, 0.0) for bar in bars), "SPY"


def _near(candles: Sequence[Candle], bars: Sequence[Candle | None]) -> Sequence[Candle]:
    """Those of `candles` that start within `bars`."""
    starts = [bar.start for bar in bars if bar is not None]
    if not starts:
        return ()
    first = bisect_left(candles, starts[0], key=lambda one: one.start)
    return candles[first : bisect_right(candles, starts[-1], key=lambda one: one.start)]


def _volume_label(volumes: Sequence[float], source: str, label: str) -> str:
    if not any(volumes):
        return f"no volume in {label}" if label else "no volume"
    return f"vol {source or label}".rstrip()


def _spy(frame: Frame, bars: Sequence[Candle | None]) -> tuple[tuple[tuple[UnixNanos, float], ...], str]:
    """SPY closes × the live ratio, for the bars in view."""
    if not frame.state.spy_overlay:
        return (), ""
    basis = frame.source.get(BASIS)
    ratio = None if basis is None else basis.ratio
    if ratio is None:
        return (), "SPY: no ratio"
    shown = {bar.start for bar in bars if bar is not None}
    candles = _near(frame.source.book("SPY").candles(frame.state.timeframe), bars)
    line = tuple((one.start, one.close * ratio) for one in candles if one.start in shown)
    return line, f"· SPY × {ratio:.4f}" if line else "SPY: no bars"
