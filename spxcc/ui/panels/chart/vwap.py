"""The VWAP of the session and its spread after every minute, from the bars that the chart has."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from spxcc.engines.basis.result import BASIS
from spxcc.market.candles import Candle
from spxcc.market.session import CalendarRangeError, SessionHours, session_at
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos, to_nanos
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.seams import DAILY

LATE = 1
"""Minutes after the open that the first bar may start at: without the opening it is no VWAP of the session."""
UNSEEN, UNTRADED = "the minutes since the open were not seen", "neither it nor SPY has volume"
UNMAPPED = "no ratio to map SPY by"


@dataclass(frozen=True, slots=True)
class Point:
    """centre ± sigma in points of the chart, after the minute that starts at `start`."""

    start: UnixNanos
    centre: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Curve:
    """points: one a whole minute of the last session, oldest first. bands: whether these are wanted beside the VWAP.

    of: the symbol whose volume weighs. reason: why there are no points; `None` where none are wanted.
    """

    points: tuple[Point, ...] = ()
    bands: bool = False
    of: str = ""
    reason: str | None = None


NOTHING = Curve()
_Key: TypeAlias = tuple[object, ...]


def running(minutes: Sequence[Candle], ratio: float = 1.0) -> tuple[Point, ...]:
    """Σ(p·v)/Σv of p = (high + low + close)/3 × `ratio` and √(Σv(p − VWAP)²/Σv), from the first volume on."""
    points: list[Point] = []
    mass = first = second = base = 0.0
    for bar in minutes:
        typical = (bar.high + bar.low + bar.close) / 3.0 * ratio
        if not mass:
            base = typical
        away = typical - base
        mass += bar.volume
        first += bar.volume * away
        second += bar.volume * away * away
        if mass > 0:
            mean = first / mass
            points.append(Point(bar.start, base + mean, sqrt(max(second / mass - mean * mean, 0.0))))
    return tuple(points)


class VwapBook:
    """Keeps the curve until another minute is whole; the ratio that maps SPY is the one of that moment."""

    def __init__(self) -> None:
        self._key: _Key | None = None
        self._curve = NOTHING

    def of(self, frame: Frame) -> Curve:
        """The curve that the chosen overlays want; the same object until it changes."""
        state, symbol = frame.state, frame.options.symbol
        if state.overlays == "none" or state.level_filter not in ("all", "intraday") or state.timeframe == DAILY:
            return NOTHING
        basis = frame.source.get(BASIS)
        own, spy = whole_minutes(frame, symbol), whole_minutes(frame, "SPY")
        ratio = None if basis is None else basis.ratio
        key = (*_end_of(own), *_end_of(spy), ratio is None, state.overlays, symbol)
        if key != self._key:
            self._key, self._curve = key, curve_of(own, spy, ratio, symbol, state.overlays == "all")
        return self._curve


def whole_minutes(frame: Frame, symbol: str) -> tuple[Sequence[Candle], int]:
    """Minutes of `symbol`, and how many of them, from the first on, nothing is added to any more."""
    bars = frame.source.book(symbol).candles("1m")
    if not bars:
        return bars, 0
    now = frame.session_now
    over = now is not None and to_nanos(now) >= bars[-1].start + NANOS_PER_MINUTE
    return bars, len(bars) - (not over)


def _end_of(minutes: tuple[Sequence[Candle], int]) -> _Key:
    bars, count = minutes
    return count, bars[count - 1] if count else None


def curve_of(
    own: tuple[Sequence[Candle], int], spy: tuple[Sequence[Candle], int], ratio: float | None, symbol: str, bands: bool
) -> Curve:
    """The curve of the newest session: by its own volume, else (an index has none) by that of SPY × `ratio`."""
    session = _session(own if own[1] else spy)
    if session is None:
        return Curve(bands=bands, reason=UNSEEN)
    chosen, scale, of = _since(own, session), 1.0, symbol
    if not any(bar.volume for bar in chosen):
        chosen, of = _since(spy, session), "SPY"
        if not any(bar.volume for bar in chosen):
            return Curve(bands=bands, reason=UNTRADED)
        if ratio is None:
            return Curve(bands=bands, reason=UNMAPPED)
        scale = ratio if symbol != "SPY" else 1.0
    if chosen[0].start > session.open_at + LATE * NANOS_PER_MINUTE:
        return Curve(bands=bands, reason=UNSEEN)
    return Curve(running(chosen, scale), bands, of)


def _session(minutes: tuple[Sequence[Candle], int]) -> SessionHours | None:
    bars, count = minutes
    try:
        return session_at(bars[count - 1].start) if count else None
    except CalendarRangeError:
        return None


def _since(minutes: tuple[Sequence[Candle], int], session: SessionHours) -> Sequence[Candle]:
    bars, count = minutes
    return bars[bisect_left(bars, session.open_at, hi=count, key=lambda bar: bar.start) : count]
