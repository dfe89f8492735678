"""The same bars of a session made in other ways: by pandas, and all anew by our own book."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from spxcc.market.candles import MINUTES, Candle
from spxcc.market.series import CandleBook
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.runtime.bench.chain import DAY
from spxcc.runtime.bench.figure import Figure, ratio
from spxcc.runtime.bench.timing import timed

RULES = {"open": "first", "high": "max", "low": "min", "close": "last"}
DAY_MINUTES = 1_440
LENGTHS = (*(length for length in MINUTES.values() if length > 1), DAY_MINUTES)


def session_minutes(count: int = 390) -> list[Candle]:
    """Minutes of a session from its open."""
    opened = at_exchange(DAY, "09:30")
    return [Candle(opened + at * NANOS_PER_MINUTE, 10.0, 11.0, 9.0, 10.0 + at % 3 / 2) for at in range(count)]


def frame_of(minutes: Sequence[Candle]) -> pd.DataFrame:
    """Minutes as pandas keeps them, by their instant."""
    rows = [(one.open, one.high, one.low, one.close) for one in minutes]
    return pd.DataFrame(rows, columns=list(RULES), index=pd.to_datetime([one.start for one in minutes], unit="ns"))


def resampled(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Bars of the six timeframes above the minute, from the first row on."""
    return [frame.resample(f"{length}min", origin="start").agg(RULES) for length in LENGTHS]


def candle_peer_figures(quick: bool) -> Iterable[Figure]:
    """A tick at the end of a session: ours folds it in, the others make the session's bars again; alternating."""
    repeats, minutes = 7 if quick else 15, session_minutes()
    book, frame, last = CandleBook(), frame_of(minutes), minutes[-1].start
    book.upsert_minutes(minutes)
    step, mine, anew, theirs = 0, list[float](), list[float](), list[float]()

    def tick() -> None:
        nonlocal step
        step += 1
        book.tick(10.0 + step % 17 / 17, last + step % 59 * NANOS_PER_SECOND)

    for _ in range(repeats):
        mine += timed(tick, 1, 500, 1e6)
        anew += timed(lambda: CandleBook().upsert_minutes(minutes), 1, 1, 1e6)
        theirs += timed(partial(resampled, frame), 1, 1, 1e6)
    ours = Figure("candles: tick, full session", "µs", tuple(mine), "seven timeframes, 390 minutes")
    full = Figure("candles: all anew", "µs", tuple(anew), "seven timeframes of 390 minutes, our book")
    pandas = Figure("candles: pandas resample", "µs", tuple(theirs), "six timeframes of 390 minutes, frame kept")
    yield from (ours, full, pandas)
    yield ratio("candles: all anew over ours", full, ours, "same run, alternating")
    yield ratio("candles: pandas over ours", pandas, ours, "same run, alternating")
