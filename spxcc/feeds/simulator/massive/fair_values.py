"""Streams that few subscribe to: fair values, and the imbalance before the closing auction."""

from collections.abc import Iterator

import numpy as np

from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.sent import LAG_MS, Sent
from spxcc.feeds.simulator.massive.shapes import FairValue, Imbalance
from spxcc.market.snapshot import Ints
from spxcc.market.units import NANOS_PER_MILLI

FAIR_MS = 500
"""Where in its second a fair value is told."""
AUCTION_S, AUCTION_MS = 600, 700
"""Before the close from which the imbalance is told, and where in its second."""
VENUE = 11
"""Where SPY is listed."""
LARGEST = 4_000_000


def share_values(market: Market, second: int) -> Iterator[Sent]:
    """What SPY is worth in one second after the open."""
    at_ms = 1_000 * second + FAIR_MS
    bid, ask = market.share_quote(np.array([at_ms], dtype=np.int64))
    value = round(0.5 * float(bid[0] + ask[0]), 4)
    yield Sent(at_ms + LAG_MS, "FMV", "SPY", FairValue(value, "SPY", _nanos(market, at_ms)))


def option_values(market: Market, second: int, place: Ints) -> Iterator[Sent]:
    """What the contracts at `place` of the table are worth in one second after the open."""
    contracts, at_ms = market.contracts, 1_000 * second + FAIR_MS
    place = place[contracts.settles_ms[place] > at_ms]
    for board, owner in enumerate(market.day.boards):
        own = place[contracts.board[place] == board]
        at = np.full(own.size, at_ms / 1_000.0)
        values = owner.maker.quotes(at, contracts.number[own]).value
        for number, value in zip(own.tolist(), values.tolist(), strict=True):
            symbol = contracts.tickers[number]
            event = FairValue(round(value, 4), symbol, _nanos(market, at_ms))
            yield Sent(at_ms + LAG_MS, "FMV", symbol, event)


def imbalance(market: Market, second: int) -> Iterator[Sent]:
    """SPY's imbalance of a second before the close; it pairs off as the auction comes nearer."""
    left = market.day.grid.seconds - second
    if left > AUCTION_S:
        return
    at_ms = 1_000 * second + AUCTION_MS
    share = left / AUCTION_S
    most = LARGEST * (0.3 + (market.day.seed.number * 7_919 % 1_000) / 1_429.0)
    bid, _ = market.share_quote(np.array([at_ms], dtype=np.int64))
    event = Imbalance(
        ticker="SPY", t=_nanos(market, at_ms), at=_clock(market), a="M", i=AUCTION_S - left, x=VENUE,
        open_shares=round(0.2 * most * share), p=round(most * (1.0 - 0.5 * share)), b=float(bid[0]),
    )  # fmt: skip
    yield Sent(at_ms + LAG_MS, "NOI", "SPY", event)


def _clock(market: Market) -> int:
    """The close as hhmm: 1600, or 1300 on a half day."""
    return 1600 if market.day.grid.minutes == 390 else 1300


def _nanos(market: Market, at_ms: int) -> int:
    return (market.open_ms + at_ms) * NANOS_PER_MILLI
