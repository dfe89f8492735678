"""A still of the store: what the panels show while the display is frozen and data keeps flowing."""

from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from spxcc.market.candles import Candle
from spxcc.protocol.channel import DeltaChannel, EventChannel, StateChannel
from spxcc.ui.channels import DELTAS, EVENTS, NAMES, STATES, SYMBOLS
from spxcc.ui.source import Book, Connection, Hop, Meta, Source
from spxcc.ui.state import TIMEFRAMES

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741


class StillBook:
    """Candles as they were."""

    def __init__(self, book: Book) -> None:
        self._candles = {timeframe: tuple(book.candles(timeframe)) for timeframe in TIMEFRAMES}

    def candles(self, timeframe: str) -> Sequence[Candle]:
        """As of the freeze."""
        return self._candles[timeframe]

    def version(self, timeframe: str) -> int:
        """Never changes."""
        return 0


class Still:
    """The same reading side as the store, with the values of one moment."""

    def __init__(self, source: Source) -> None:
        self._states = {channel.name: source.get(channel) for channel in STATES}
        self._items = {channel.name: dict(source.items(channel)) for channel in DELTAS}
        self._events = {channel.name: tuple(source.events(channel)) for channel in EVENTS}
        self._metas = {name: source.meta(name) for name in NAMES}
        self._books = {symbol: StillBook(source.book(symbol)) for symbol in SYMBOLS}
        self._connection = source.connection
        self._cadence_ms = source.cadence_ms
        self._mode = source.mode

    @property
    def cadence_ms(self) -> int:
        """As it was."""
        return self._cadence_ms

    @property
    def mode(self) -> str:
        """As it was."""
        return self._mode

    @property
    def connection(self) -> Connection:
        """As it was."""
        return self._connection

    def get(self, channel: StateChannel[T]) -> T | None:
        """Value of a state channel."""
        return cast("T | None", self._states.get(channel.name))

    def items(self, channel: DeltaChannel[I]) -> Mapping[str, I]:
        """Members of a delta channel."""
        return self._items.get(channel.name, {})

    def events(self, channel: EventChannel[I]) -> Sequence[I]:
        """Events up to the freeze."""
        return self._events.get(channel.name, ())

    def meta(self, name: str) -> Meta | None:
        """Meta as it was."""
        return self._metas.get(name)

    def take_dirty(self) -> frozenset[str]:
        """Nothing changes."""
        return frozenset()

    def book(self, symbol: str) -> Book:
        """Candles as they were."""
        return self._books[symbol]

    @property
    def latency(self) -> Mapping[str, Hop]:
        """Not kept: the lines that show it are never frozen."""
        return {}

    def painted(self, milliseconds: float) -> None:
        """Nothing new was painted."""
