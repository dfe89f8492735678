"""Recorded sessions as tapes: bars of the day, and what the sessions before it had left."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.result import BadWick
from spxcc.engines.setups.wicks import clean
from spxcc.market.session import SessionHours, to_exchange
from spxcc.market.snapshot import BarColumns, Floats
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.quant.indicators import vwap_bands

USUAL_MINUTES = 390.0
DAYS_OF_SIGMA = 10
"""Volatility is that of the closes of so many sessions before, minute by minute."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was known at the open: high, low, close of the session before in points, and a usual day's move."""

    high: float
    low: float
    close: float
    day_move: float


@dataclass(frozen=True, slots=True)
class Recorded:
    """One session; bars within its hours."""

    hours: SessionHours
    bars: BarColumns
    before: Before | None


def regular(bars: BarColumns, hours: SessionHours) -> BarColumns:
    """The bars of a session's regular hours."""
    first, end = (int(np.searchsorted(bars.start, edge)) for edge in (hours.open_at, hours.close_at))
    return BarColumns(
        bars.start[first:end], bars.open[first:end], bars.high[first:end], bars.low[first:end], bars.close[first:end],
        bars.volume[first:end],
    )  # fmt: skip


def scaled(bars: BarColumns, ratio: float) -> BarColumns:
    """Prices times a ratio of one time, as SPY's to index points."""
    return BarColumns(
        bars.start, bars.open * ratio, bars.high * ratio, bars.low * ratio, bars.close * ratio, bars.volume
    )


def move_of(bars: BarColumns) -> float | None:
    """Realised move of a session in relative terms: root of the sum of squared minute returns."""
    if len(bars) < 60:
        return None
    steps = np.diff(np.log(bars.close))
    return float(np.sqrt(np.sum(steps * steps)))


def before_of(sessions: list[BarColumns]) -> Before | None:
    """What the sessions so far left for the next; `None` where there is nothing to measure."""
    moves = [move for move in map(move_of, sessions[-DAYS_OF_SIGMA:]) if move is not None]
    if not sessions or not moves or not len(sessions[-1]):
        return None
    last = sessions[-1]
    cut = clean(last.start, last.open, last.high, last.low, last.close)
    close = float(last.close[-1])
    usual = float(np.sqrt(np.mean(np.square(moves))))
    return Before(float(cut.high.max()), float(cut.low.min()), close, usual * close)


def tape_of(day: Recorded) -> tuple[Tape, tuple[BadWick, ...]]:
    """The session's bars so far as a tape, and the bad wicks that were cut."""
    bars, hours = day.bars, day.hours
    cut = clean(bars.start, bars.open, bars.high, bars.low, bars.close)
    ends = bars.start + NANOS_PER_MINUTE
    since = (ends - hours.open_at) / NANOS_PER_SECOND
    opens = to_exchange(hours.open_at)
    clock = since + 3600.0 * opens.hour + 60.0 * opens.minute
    to_close = (hours.close_at - ends) / NANOS_PER_SECOND
    tape = Tape(bars.open, cut.high, cut.low, bars.close, clock, since, to_close, _facts(day, cut.high, cut.low))
    return tape, cut.wicks


def _facts(day: Recorded, high: Floats, low: Floats) -> dict[str, Floats]:
    bars, before, facts = day.bars, day.before, dict[str, Floats]()
    if bars.volume.size and bars.volume[0] > 0:
        facts["VW"], facts["VW_sigma"] = vwap_bands((high + low + bars.close) / 3.0, bars.volume)
    if before is not None:
        size = len(bars)
        facts["PDH"], facts["PDL"] = np.full(size, before.high), np.full(size, before.low)
        facts["PDC"], facts["EM"] = np.full(size, before.close), np.full(size, before.day_move)
        facts["E15"] = np.full(size, before.day_move * np.sqrt(15.0 / USUAL_MINUTES))
    return facts
