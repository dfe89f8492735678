"""Messages of the streams as events; what was told before or cannot be is counted and left out."""

import math
from collections import Counter
from collections.abc import Callable

from spxcc.feeds.massive.conditions import makes_price
from spxcc.feeds.massive.frames import Message, Minute, Quote, Trade, Value
from spxcc.feeds.massive.outlier import OutlierGate, Seen, reach_of
from spxcc.feeds.massive.params import SOURCE
from spxcc.feeds.massive.print_book import PrintBook
from spxcc.feeds.massive.rows import Maybe
from spxcc.feeds.massive.stream_order import StreamOrder
from spxcc.feeds.massive.tickers import OPTION, symbol_of
from spxcc.feeds.massive.times import from_millis, possible
from spxcc.market.events import Bar, EquityTick, FeedEvent, IndexTick, OptionQuote, OptionTrade
from spxcc.market.session import CalendarRangeError, session_at
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

REPORTED_LATE = frozenset(range(201, 209))
"""Conditions of option prints that are cancels, or late by their own word."""


class Translator:
    """`odd` counts what was left out, by reason. `beside` knows prices of a symbol that did not come by the stream."""

    def __init__(self, beside: Callable[[str], Seen | None] = lambda symbol: None) -> None:
        self._beside = beside
        self._gates: dict[str, OutlierGate] = {}
        self.prints = PrintBook()
        self.odd: Counter[str] = Counter()
        self.order = StreamOrder()
        self._bars: dict[str, Minute] = {}
        self.minutes: dict[str, UnixNanos] = {}
        """Start of the newest minute bar by symbol."""
        self.rewritten = 0
        """Minute bars told once more with other values, as late trades make the vendor do."""

    def event(self, message: Message, now: UnixNanos) -> FeedEvent | None:
        """The event of a message heard at `now`."""
        match message:
            case Value():
                return self._value(message, now)
            case Trade():
                return self._trade(message, now)
            case Quote():
                return self._quote(message, now)
            case Minute():
                return self._minute(message, now)
        return None

    def _value(self, message: Value, now: UnixNanos) -> FeedEvent | None:
        ts, symbol = self._time(message.t, now), symbol_of(message.T)
        if ts is None or not self._sound(message.val) or self._repeats("a value", symbol, ts, now, message.val):
            return None
        if not self._admitted(symbol, message.val, ts):
            return None
        return IndexTick(ts_event=ts, ts_recv=now, source=SOURCE, symbol=symbol, price=message.val)

    def _trade(self, message: Trade, now: UnixNanos) -> FeedEvent | None:
        ts = self._time(message.t, now)
        if ts is None or not self._sound(message.p, message.s) or self._again(message):
            return None
        symbol = symbol_of(message.sym)
        if message.q and REPORTED_LATE.isdisjoint(message.c):
            self._repeats("a print", symbol, ts, now, message.q)
        if message.sym.startswith(OPTION):
            return OptionTrade(
                ts_event=ts,
                ts_recv=now,
                source=SOURCE,
                contract=symbol,
                price=message.p,
                size=int(message.s),
                conditions=message.c,
                exchange=message.x,
                trade_id=str(message.q) if message.q else "",
            )
        if not makes_price(message.c) or not self._admitted(symbol, message.p, ts):
            return None
        return EquityTick(ts_event=ts, ts_recv=now, source=SOURCE, symbol=symbol, price=message.p, size=message.s)

    def _quote(self, message: Quote, now: UnixNanos) -> FeedEvent | None:
        ts = self._time(message.t, now)
        if ts is None or not message.sym.startswith(OPTION):
            return None
        bid, ask = _price(message.bp), _price(message.ap)
        if self._repeats("a quote", message.sym, ts, now, (message.q, bid, ask)):
            return None
        if bid is None and ask is None:
            self.odd["a quote without a price"] += 1
        if bid is not None and ask is not None and bid > ask:
            self.odd["a bid above the ask"] += 1
            return None
        return OptionQuote(
            ts_event=ts,
            ts_recv=now,
            source=SOURCE,
            contract=symbol_of(message.sym),
            bid=bid,
            ask=ask,
            bid_size=max(0, int(message.bs)),
            ask_size=max(0, int(message.as_)),
        )

    def _minute(self, message: Minute, now: UnixNanos) -> FeedEvent | None:
        start = self._time(message.s, now)
        if start is None or message.sym.startswith(OPTION):
            return None
        symbol = symbol_of(message.sym)
        self.minutes[symbol] = max(start, self.minutes.get(symbol, 0))
        before = self._bars.get(symbol)
        if before == message:
            self.odd["a bar told again"] += 1
            return None
        self.rewritten += before is not None and before.s == message.s
        self._bars[symbol] = message
        return minute_bar(symbol, start, (message.o, message.h, message.low, message.c), message.v, now)

    def _time(self, millis: int, now: UnixNanos) -> UnixNanos | None:
        ts = possible(from_millis(millis), now)
        if ts is None:
            self.odd["a time that cannot be"] += 1
        return ts

    def _repeats(self, what: str, symbol: str, ts: UnixNanos, now: UnixNanos, same: object) -> bool:
        """Whether just this was told before; what else is odd about its time is counted."""
        word = self.order.word(what, symbol, ts, now, same)
        if word is not None:
            self.odd[f"{what} {word}"] += 1
        return word == "told again"

    def _sound(self, *values: float) -> bool:
        sound = all(math.isfinite(value) and value > 0 for value in values)
        if not sound:
            self.odd["a price or size that is none"] += 1
        return sound

    def _admitted(self, symbol: str, price: float, ts: UnixNanos) -> bool:
        gate = self._gates.get(symbol)
        if gate is None:
            gate = self._gates[symbol] = OutlierGate(reach_of(symbol))
        before = gate.dropped
        admitted = gate.admit(price, ts, self._beside(symbol))
        if gate.dropped > before:
            self.odd["a price that nothing confirmed"] += gate.dropped - before
        return admitted

    def _again(self, message: Trade) -> bool:
        again = self.prints.again(message)
        if again:
            self.odd["a print told again"] += 1
        return again


def minute_bar(
    symbol: str, start: UnixNanos, prices: tuple[float, float, float, float], volume: float, now: UnixNanos
) -> Bar | None:
    """A minute of the regular session; `None` for one outside it."""
    try:
        if session_at(start) is None:
            return None
    except CalendarRangeError:
        return None
    opened, high, low, close = prices
    return Bar(
        ts_event=start + NANOS_PER_MINUTE,
        ts_recv=now,
        source=SOURCE,
        symbol=symbol,
        start=start,
        open=opened,
        high=high,
        low=low,
        close=close,
        volume=volume,
    )


def _price(value: Maybe) -> float | None:
    return value if isinstance(value, float) and math.isfinite(value) and value > 0 else None
