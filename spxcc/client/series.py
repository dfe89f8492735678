"""Candles of a symbol from its bars and price channels, whatever structs those carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from spxcc.market.candles import Candle
from spxcc.market.units import UnixNanos
from spxcc.protocol.channel import DeltaChannel, StateChannel

Tick: TypeAlias = tuple[float, UnixNanos]


class Book(Protocol):
    """What the store needs of `spxcc.market.series.CandleBook`."""

    def upsert_minutes(self, candles: Sequence[Candle]) -> Any: ...
    def upsert_daily(self, candles: Sequence[Candle]) -> Any: ...
    def tick(self, price: float, ts: UnixNanos) -> Any: ...
    def candles(self, timeframe: Any) -> Sequence[Candle]: ...
    def version(self, timeframe: Any) -> int: ...


@dataclass(frozen=True)
class SeriesSource:
    """Where the candles of `symbol` come from.

    to_candles: items of the bars channel → (minutes, daily bars), each oldest first. to_tick: value of the price
    channel → (price, instant), `None` where it is not to be folded.
    """

    symbol: str
    bars_channel: DeltaChannel[Any]
    price_channel: StateChannel[Any] | None
    to_candles: Callable[[Sequence[Any]], tuple[Sequence[Candle], Sequence[Candle]]]
    to_tick: Callable[[Any], Tick | None]


class SeriesFeeder:
    """The books of all symbols, fed by what the store accepts.

    Ticks stand between two bars frames only, so a book built from any selection of frames ends with the server's bars.
    """

    def __init__(self, sources: Sequence[SeriesSource], new_book: Callable[[], Book]) -> None:
        self._new_book = new_book
        self._by_bars = {source.bars_channel.name: source for source in sources}
        self._by_price = {source.price_channel.name: source for source in sources if source.price_channel is not None}
        self._books: dict[str, Book] = {}

    def book(self, symbol: str) -> Book:
        """The book of `symbol`, empty until its bars come."""
        if symbol not in self._books:
            self._books[symbol] = self._new_book()
        return self._books[symbol]

    def bars(self, channel: str, items: Sequence[Any], anew: bool) -> None:
        """Changed items of a bars channel; anew: they are all there is, an older book is dropped."""
        source = self._by_bars.get(channel)
        if source is None:
            return
        if anew:
            self._books[source.symbol] = self._new_book()
        minutes, daily = source.to_candles(items)
        book = self.book(source.symbol)
        if daily:
            book.upsert_daily(daily)
        if minutes:
            book.upsert_minutes(minutes)

    def price(self, channel: str, value: Any, fold: bool) -> Tick | None:
        """A new value of a price channel, folded into the candles if `fold`; what it says, if anything."""
        source = self._by_price.get(channel)
        tick = None if source is None else source.to_tick(value)
        if source is not None and tick is not None and fold:
            self.book(source.symbol).tick(*tick)
        return tick

    def symbol_of(self, channel: str) -> str | None:
        """Symbol whose bars `channel` carries, if it does."""
        source = self._by_bars.get(channel) or self._by_price.get(channel)
        return None if source is None else source.symbol
