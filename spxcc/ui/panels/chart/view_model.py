"""What the chart shows: columns of bars, marks, words. Pure; `columns` is the room for bars."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION, Prediction
from spxcc.engines.price.result import price_channel
from spxcc.market.candles import Candle
from spxcc.market.session import CalendarRangeError, session_at
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos, to_millis
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.ahead import Band, ConeBook, ZonePrices, columns_ahead, zone_prices
from spxcc.ui.panels.chart.marks import MarkBook, Scope
from spxcc.ui.panels.chart.seams import DAILY, Seam, seams_of, with_gaps
from spxcc.ui.panels.chart.vwap import NOTHING, Curve, VwapBook
from spxcc.ui.renderables.labels import Mark
from spxcc.ui.state import TIMEFRAMES
from spxcc.ui.why import freshness, why_empty

SECONDS = dict(zip(TIMEFRAMES, (60, 300, 900, 1_800, 3_600, 14_400, 86_400), strict=True))


@dataclass(frozen=True, slots=True)
class ChartView:
    """bars: columns from left to right, `None` a gap. spy: mapped SPY closes by bar start. hidden: bars after the edge.

    seams: what the gaps are. ahead: columns kept free for the future, in which `cone` and `zone` stand. curve: of the
    VWAP. cross: index into `bars`; cross_price: where the crosshair points at.
    countdown_ms: until the last bar is complete, `None` where it is not forming. volumes: one a bar; `volume_of` names
    another symbol whose they are (an index has none of its own), `volume_label` says so, or that there are none.
    reason: why there is nothing to draw.
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
    seams: tuple[Seam, ...] = ()
    ahead: int = 0
    cone: tuple[Band, ...] = ()
    zone: ZonePrices | None = None
    curve: Curve = NOTHING
    cross_price: float | None = None
    countdown_ms: float | None = None


def build(
    frame: Frame,
    columns: int,
    book: MarkBook | None = None,
    vwaps: VwapBook | None = None,
    cones: ConeBook | None = None,
) -> ChartView:
    """The view for `columns` columns of bars and of the future; the books keep from frame to frame what is the same."""
    state, symbol = frame.state, frame.options.symbol
    candles = frame.source.book(symbol).candles(state.timeframe)
    seconds, pitch = bucket_seconds(state.timeframe), state.viewport.pitch
    curve = (vwaps or VwapBook()).of(frame)
    scope, prediction = Scope.from_frame(frame, bool(curve.points)), frame.source.get(PREDICTION)
    zone = zone_prices(scope.setup)
    ahead = columns_ahead(columns, pitch, state.viewport.follow and _foreseen(prediction, seconds, zone))
    first, stop = state.viewport.window(candles, columns - ahead)
    bars = with_gaps(candles, first, stop, seconds, max((columns - ahead) // pitch, 1))
    label = _source_label(frame)
    marks, shown = (book or MarkBook()).of(scope)
    (spy, note), (volumes, volume_of), stale = _spy(frame, bars), _volumes(frame, bars), freshness(frame).stale
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
        stale=stale,
        pitch=pitch,
        follow=state.viewport.follow,
        hidden=len(candles) - stop,
        cross=_cross(state.crosshair, bars),
        spy=spy,
        spy_note=note,
        volume_of=volume_of,
        volume_label=_volume_label(volumes, volume_of, label),
        reason=None if candles else why_empty(frame, f"bars:{symbol}"),
        seams=seams_of(bars, seconds),
        ahead=ahead,
        cone=(cones or ConeBook()).of(prediction, seconds, ahead // pitch),
        zone=zone if ahead else None,
        curve=curve,
        cross_price=state.cross_price if state.crosshair is not None else None,
        countdown_ms=None if stale or stop < len(candles) else _countdown(frame, bars),
    )


def _foreseen(prediction: Prediction | None, seconds: int | None, zone: ZonePrices | None) -> bool:
    """Whether there is anything to draw after the last bar."""
    return zone is not None or (seconds is not None and prediction is not None and bool(prediction.horizons))


def bucket_seconds(timeframe: str) -> int | None:
    """Length of a bar; `None` for days, which have none of the clock."""
    return None if timeframe == DAILY else SECONDS[timeframe]


def last_price(frame: Frame) -> float | None:
    """The last price, before there is one the close of the last bar."""
    price = frame.source.get(price_channel(frame.options.symbol))
    if price is not None:
        return price.price
    candles = frame.source.book(frame.options.symbol).candles(frame.state.timeframe)
    return candles[-1].close if candles else None


def _source_label(frame: Frame) -> str:
    newest = newest_minute(frame.source.items(bars_channel(frame.options.symbol)))
    return newest.source if newest is not None else ""


def newest_minute(items: Mapping[str, WireBar]) -> WireBar | None:
    """The minute bar that came last, `None` without one."""
    return next((bar for bar in reversed(tuple(items.values())) if bar.tf == "1m"), None)


def _cross(at: UnixNanos | None, bars: Sequence[Candle | None]) -> int | None:
    """Index of the bar that holds the instant `at`: the last that began by then, or the first."""
    if at is None:
        return None
    drawn = [index for index, bar in enumerate(bars) if bar is not None]
    begun = (index for index in reversed(drawn) if (bar := bars[index]) is not None and bar.start <= at)
    return next(begun, drawn[0] if drawn else None)


def _countdown(frame: Frame, bars: Sequence[Candle | None]) -> float | None:
    """Milliseconds until the last bar is complete: a bar never outlasts its session."""
    last, now = bars[-1] if bars else None, frame.session_now
    if last is None or now is None:
        return None
    seconds = bucket_seconds(frame.state.timeframe)
    try:
        session = session_at(last.start)
    except CalendarRangeError:
        return None
    if session is None:
        return None
    ends = session.close_at if seconds is None else min(last.start + seconds * NANOS_PER_SECOND, session.close_at)
    left = to_millis(ends) - now
    return left if 0 < left <= to_millis(ends - last.start) else None


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
