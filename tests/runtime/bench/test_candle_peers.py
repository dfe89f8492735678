"""The same bars by pandas and by our book."""

import pandas as pd
import pytest

from spxcc.market.candles import TIMEFRAMES
from spxcc.market.series import CandleBook
from spxcc.runtime.bench.candle_peers import candle_peer_figures, frame_of, resampled, session_minutes


def test_pandas_makes_the_bars_that_the_book_makes() -> None:
    minutes, book = session_minutes(), CandleBook()
    book.upsert_minutes(minutes)
    for timeframe, bars in zip(TIMEFRAMES[1:], resampled(frame_of(minutes)), strict=True):
        ours = [(one.start, one.open, one.high, one.low, one.close) for one in book.candles(timeframe)]
        starts = pd.DatetimeIndex(bars.index).as_unit("ns").asi8.tolist()
        assert ours == [(start, *row) for start, row in zip(starts, bars.to_numpy().tolist(), strict=True)]


def test_ours_is_beside_both_in_the_same_run() -> None:
    *times, anew, pandas = candle_peer_figures(True)
    assert [one.name for one in times] == [
        "candles: tick, full session", "candles: all anew", "candles: pandas resample",
    ]  # fmt: skip
    assert all(len(one.samples) == 7 for one in times)
    assert anew.median == pytest.approx(times[1].median / times[0].median)
    assert pandas.median == pytest.approx(times[2].median / times[0].median)
    assert min(anew.median, pandas.median) > 3.0
