"""Minute bars from values or prints in order of time."""

import numpy as np

from spxcc.market.events import Bar
from spxcc.market.snapshot import Floats, Ints
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

SOURCE = "sim"


def fold_minutes(values: Floats, begins: Ints) -> Floats:
    """Open, high, low, close of the runs of `values` that start at `begins` (rising, none empty): shape (runs, 4)."""
    ends = np.append(begins[1:], values.size)
    return np.column_stack(
        (values[begins], np.maximum.reduceat(values, begins), np.minimum.reduceat(values, begins), values[ends - 1])
    )


def minute_bars(symbol: str, first: UnixNanos, prices: Floats, volumes: Floats | None = None) -> list[Bar]:
    """One bar a minute from `first` on; prices as of `fold_minutes`. Each is known at its end."""
    counts = [0.0] * len(prices) if volumes is None else volumes.tolist()
    return [
        Bar(
            ts_event=first + (at + 1) * NANOS_PER_MINUTE,
            ts_recv=first + (at + 1) * NANOS_PER_MINUTE,
            source=SOURCE,
            symbol=symbol,
            start=first + at * NANOS_PER_MINUTE,
            open=row[0],
            high=row[1],
            low=row[2],
            close=row[3],
            volume=counts[at],
        )
        for at, row in enumerate(prices.tolist())
    ]
