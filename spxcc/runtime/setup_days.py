"""Recorded minute bars as sessions to play setups on."""

from collections.abc import Iterator
from pathlib import Path

from spxcc.engines.setups.trial.recorded import DAYS_OF_SIGMA, Recorded, before_of, regular, scaled
from spxcc.feeds.files.bars import read_minute_bars
from spxcc.market.session import hours, to_exchange
from spxcc.market.snapshot import BarColumns
from spxcc.runtime.errors import UserError

SPY_RATIO = 10.0359
"""SPX/SPY at the 15:59 bar of 2025-01-06: one ratio for the whole file, so distances are right to a few per mille."""


def recorded_days(path: Path) -> Iterator[Recorded]:
    """The sessions of a file of minute bars, oldest first; SPY is mapped to index points by `SPY_RATIO`.

    Raises DataFileError, or UserError for another symbol.
    """
    read = read_minute_bars(path)
    if read.symbol not in ("SPX", "SPY"):
        raise UserError(f"expected bars of SPX or SPY, found {read.symbol} in {path}")
    bars = BarColumns(read.start, read.open, read.high, read.low, read.close, read.volume)
    bars = scaled(bars, SPY_RATIO) if read.symbol == "SPY" else bars
    earlier: list[BarColumns] = []
    for date in dict.fromkeys(to_exchange(int(start)).date().isoformat() for start in bars.start):
        session = hours(date)
        if session is None:
            continue
        today = regular(bars, session)
        if len(today):
            yield Recorded(session, today, before_of(earlier))
            earlier = [*earlier[-DAYS_OF_SIGMA:], today]
