"""What one second of the market puts on the wire of a cluster."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

import numpy as np

from spxcc.feeds.simulator.massive.bar_stream import MINUTE_MS, SECOND_MS, bar_events
from spxcc.feeds.simulator.massive.fair_values import imbalance, option_values, share_values
from spxcc.feeds.simulator.massive.market import INDICES, Market
from spxcc.feeds.simulator.massive.option_stream import option_bars, option_quotes, option_trades
from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.quote_rows import share_quotes
from spxcc.feeds.simulator.massive.sent import LAG_MS, Sent
from spxcc.feeds.simulator.massive.shapes import Quote, Trade, Value
from spxcc.market.snapshot import Ints


def second_events(market: Market, cluster: Product, second: int, topics: AbstractSet[str], quoted: Ints) -> list[Sent]:
    """Events of one second after the open in the order in which they leave; bars leave later than their second.

    topics: those that anybody listens to. quoted: places of the contracts whose quotes are wanted.
    """
    if not 0 <= second < market.day.grid.seconds:
        return []
    made = list(_CLUSTERS[cluster](market, second, topics, quoted))
    made.sort(key=lambda one: one.due_ms)
    return made


def _indices(market: Market, second: int, topics: AbstractSet[str], _: Ints) -> Iterator[Sent]:
    begin = second * SECOND_MS
    for symbol in INDICES:
        ticks = market.index_ticks[symbol]
        now = ticks.between(begin, begin + SECOND_MS)
        if "V" in topics:
            for at_ms, value in zip(now.at_ms.tolist(), now.price.tolist(), strict=True):
                yield Sent(at_ms + LAG_MS, "V", symbol, Value(value, symbol, market.open_ms + at_ms))
        yield from _bars(market, symbol, second, topics)


def _stocks(market: Market, second: int, topics: AbstractSet[str], _: Ints) -> Iterator[Sent]:
    begin = second * SECOND_MS
    if "T" in topics:
        for place in market.share_ticks.between(begin, begin + SECOND_MS).place.tolist():
            one = market.share_print(place)
            conditions = (one.condition,) if one.condition else ()
            event = Trade(
                "SPY", one.venue, one.price, one.size, conditions, market.open_ms + one.at_ms, one.number,
                str(one.number), 2,
            )  # fmt: skip
            yield Sent(one.at_ms + LAG_MS, "T", "SPY", event)
    if "Q" in topics:
        for own in share_quotes(market, begin, begin + SECOND_MS - 1):
            stamp = market.open_ms + own.at_ms
            quote = Quote(
                "SPY",
                own.ask_venue,
                own.ask,
                own.ask_size,
                stamp,
                own.sequence,
                own.bid_venue,
                own.bid,
                own.bid_size,
                2,
            )
            yield Sent(own.at_ms + LAG_MS, "Q", "SPY", quote)
    if "FMV" in topics:
        yield from share_values(market, second)
    if "NOI" in topics:
        yield from imbalance(market, second)
    yield from _bars(market, "SPY", second, topics)


def _bars(market: Market, symbol: str, second: int, topics: AbstractSet[str]) -> Iterator[Sent]:
    book, ticks = market.singles[symbol], market.ticks(symbol)
    begin = second * SECOND_MS
    if "A" in topics:
        yield from bar_events(market, symbol, book, 0, ticks.between(begin, begin + SECOND_MS), SECOND_MS)
    if "AM" in topics and second % 60 == 59:
        start = (second // 60) * MINUTE_MS
        yield from bar_events(market, symbol, book, 0, ticks.between(start, start + MINUTE_MS), MINUTE_MS)


def _options(market: Market, second: int, topics: AbstractSet[str], quoted: Ints) -> Iterator[Sent]:
    if "T" in topics:
        yield from option_trades(market, second)
    if quoted.size and "Q" in topics:
        yield from option_quotes(market, second, quoted)
    if quoted.size and "FMV" in topics:
        yield from option_values(market, second, quoted)
    if "A" in topics:
        yield from option_bars(market, second * SECOND_MS, SECOND_MS)
    if "AM" in topics and second % 60 == 59:
        yield from option_bars(market, (second // 60) * MINUTE_MS, MINUTE_MS)


_CLUSTERS: dict[Product, Callable[[Market, int, AbstractSet[str], Ints], Iterator[Sent]]] = {
    "indices": _indices,
    "stocks": _stocks,
    "options": _options,
}


def places_of(market: Market, symbols: AbstractSet[str]) -> Ints:
    """Places of contracts in the table; unknown ones are left out."""
    found = sorted(market.contracts.places[symbol] for symbol in symbols if symbol in market.contracts.places)
    return np.array(found, dtype=np.int64)
