"""Second and minute bars of one symbol as stream events."""

from collections.abc import Iterator

import numpy as np

from spxcc.feeds.simulator.massive.fold import from_ticks
from spxcc.feeds.simulator.massive.market import INDICES, Market
from spxcc.feeds.simulator.massive.sent import MINUTE_LATE_MS, SECOND_LATE_MS, Sent
from spxcc.feeds.simulator.massive.shapes import MinuteBar, SecondBar
from spxcc.feeds.simulator.massive.ticks import Book, Ticks

SECOND_MS, MINUTE_MS = 1_000, 60_000


def bar_events(market: Market, symbol: str, book: Book, number: int, ticks: Ticks, width_ms: int) -> Iterator[Sent]:
    """Bars of a second or a minute from the ticks of one; symbol `number` of `book`. Seconds leave cancels out."""
    minute = width_ms == MINUTE_MS
    bars = from_ticks(ticks if minute else ticks.take(ticks.volume >= 0), width_ms)
    for at in range(len(bars)):
        start = int(bars.start[at])
        end = start + width_ms
        day = book.standing(np.array([number]), end - 1)
        shape = MinuteBar if minute else SecondBar
        due = end + (MINUTE_LATE_MS if minute else SECOND_LATE_MS)
        prices = (float(bars.open[at]), float(bars.close[at]), float(bars.high[at]), float(bars.low[at]))
        first, span = float(day.open[0]), (market.open_ms + start, market.open_ms + end)
        topic = "AM" if minute else "A"
        if symbol in INDICES:
            yield Sent(due, topic, symbol, shape(symbol, first, *prices, *span))
            continue
        volume, whole = int(bars.volume[at]), int(day.volume[0])
        yield Sent(
            due,
            topic,
            symbol,
            shape(
                symbol, first, *prices, *span,
                v=volume,
                av=whole,
                vw=round(float(bars.notional[at]) / volume, 4) if volume > 0 else None,
                a=round(float(day.notional[0]) / whole, 4) if whole > 0 else None,
                z=volume // max(int(bars.trades[at]), 1),
            ),
        )  # fmt: skip
