"""`MarketState`: the fold of feed events. `snapshot` is the one place where time enters the core."""

from collections.abc import Mapping

from spxcc.market.chain_book import ChainBook
from spxcc.market.contract import parse_contract, underlying_of
from spxcc.market.events import (
    Bar,
    ChainSnapshot,
    EquityTick,
    FeedEvent,
    FeedNotice,
    History,
    IndexTick,
    LedgerFact,
    MarketStatus,
    OpenInterest,
    OptionBar,
    OptionQuote,
    OptionTrade,
    PreviousClose,
    Watermark,
)
from spxcc.market.feed import Mode
from spxcc.market.session import at_exchange, session_info, to_exchange
from spxcc.market.snapshot import ContractVolume, FeedCounters, MarketSnapshot, OptionChain, SeenTrade
from spxcc.market.symbol_book import SymbolBook
from spxcc.market.units import NANOS_PER_DAY, UnixNanos

NOTICES_KEPT = 50


class MarketState:
    """Mutable; one owner. A value that cannot be used is counted and dropped, never replaced."""

    def __init__(self, mode: Mode) -> None:
        self._mode: Mode = mode
        self._symbols: dict[str, SymbolBook] = {}
        self._chains: dict[str, ChainBook] = {}
        self._trades: list[SeenTrade] = []
        self._volumes: dict[str, ContractVolume] = {}
        self._notices: dict[tuple[str, str], FeedNotice] = {}
        self._date = ""
        self._date_until: UnixNanos = 0
        self._events = self._stale = self._rejected = 0
        self._halted = False
        self._facts: Mapping[str, str] = {}

    @property
    def notices(self) -> tuple[FeedNotice, ...]:
        """The last word on each matter that a feed told of, the oldest first."""
        return tuple(self._notices.values())

    def fold(self, event: FeedEvent) -> None:
        """Take in one event."""
        self._events += 1
        if event.ts_recv >= self._date_until:
            self._new_date(event.ts_recv)
        try:
            self._fold(event)
        except ValueError:
            self._rejected += 1

    def snapshot(self, as_of: UnixNanos) -> MarketSnapshot:
        """The market at `as_of`; the prints since the last snapshot go with it and are handed out once."""
        if as_of >= self._date_until:
            self._new_date(as_of)
        trades, self._trades = tuple(self._trades), []
        return MarketSnapshot(
            as_of=as_of,
            mode=self._mode,
            session=session_info(as_of),
            prices={symbol: book.last for symbol, book in self._symbols.items() if book.last is not None},
            bars={symbol: book.view(as_of) for symbol, book in self._symbols.items()},
            chains=self._chain_views(as_of),
            trades=trades,
            option_volume=dict(self._volumes),
            notices=self.notices,
            counters=FeedCounters(self._events, self._stale, self._rejected),
            halted=self._halted,
            facts=self._facts,
        )

    def _fold(self, event: FeedEvent) -> None:
        match event:
            case IndexTick(symbol=symbol, price=price):
                self._tick(symbol, price, event.ts_event, event.source, 0.0)
            case EquityTick(symbol=symbol, price=price, size=size):
                self._tick(symbol, price, event.ts_event, event.source, size)
            case OptionQuote():
                self._stale += not self._chain(event.contract).quote(event)
            case OptionTrade():
                self._trade(event)
            case OptionBar():
                self._option_bar(event)
            case OpenInterest():
                self._chain(event.contract).interest(event)
            case ChainSnapshot():
                book = self._chains.setdefault(event.underlying, ChainBook(event.underlying))
                today = to_exchange(event.ts_event).date().isoformat() == self._date
                take = book.update if event.scope else book.replace
                self._rejected += take(event, of_today=today)
            case Watermark():
                pass
            case _:
                self._context(event)

    def _context(self, event: Bar | History | PreviousClose | MarketStatus | FeedNotice | LedgerFact) -> None:
        match event:
            case Bar():
                self._rejected += not self._bar(event)
            case History():
                self._rejected += self._symbol(event.symbol).history(event.bars)
            case PreviousClose():
                self._rejected += not self._symbol(event.symbol).close_before(event.price)
            case MarketStatus():
                self._halted = event.status == "halted"
            case LedgerFact(name=name, body=body):
                self._facts = {**self._facts, name: body}
            case FeedNotice():
                self._notices.pop((event.source, event.code), None)
                self._notices[event.source, event.code] = event
                while len(self._notices) > NOTICES_KEPT:
                    del self._notices[next(iter(self._notices))]

    def _tick(self, symbol: str, price: float, ts_event: UnixNanos, source: str, size: float) -> None:
        happened = self._symbol(symbol).tick(price, ts_event, source, size)
        self._stale += happened == "stale"
        self._rejected += happened == "rejected"

    def _bar(self, event: Bar) -> bool:
        book = self._symbol(event.symbol)
        today = event.interval_s == 60 and to_exchange(event.start).date().isoformat() == self._date
        return book.bar(event) if today else book.history((event,)) == 0

    def _trade(self, event: OptionTrade) -> None:
        book = self._chain(event.contract)
        quote = book.standing(event.contract)
        if not event.price > 0 or event.size <= 0:
            raise ValueError(f"expected a price and size above 0, found {event.price} and {event.size}")
        quoted = quote is not None and quote.quoted_at > 0
        self._trades.append(
            SeenTrade(
                trade=event,
                bid=None if quote is None else quote.bid,
                ask=None if quote is None else quote.ask,
                bid_size=0 if quote is None else quote.bid_size,
                ask_size=0 if quote is None else quote.ask_size,
                quote_age_ns=event.ts_event - quote.quoted_at if quote is not None and quoted else None,
            )
        )
        book.traded(event.contract, event.price, event.size, event.ts_event, event.source)

    def _option_bar(self, event: OptionBar) -> None:
        self._chain(event.contract).traded(event.contract, event.close, event.volume, event.ts_event, event.source)
        before = self._volumes.get(event.contract)
        day = event.volume + (0 if before is None else before.day_volume)
        self._volumes[event.contract] = ContractVolume(event.contract, day, event.start, event.volume, event.close)

    def _symbol(self, symbol: str) -> SymbolBook:
        book = self._symbols.get(symbol)
        if book is None:
            book = self._symbols[symbol] = SymbolBook(symbol, self._date)
        return book

    def _chain(self, contract: str) -> ChainBook:
        underlying = underlying_of(parse_contract(contract).root)
        book = self._chains.get(underlying)
        if book is None:
            book = self._chains[underlying] = ChainBook(underlying)
        return book

    def _chain_views(self, as_of: UnixNanos) -> Mapping[str, OptionChain]:
        return {underlying: book.view(as_of) for underlying, book in self._chains.items()}

    def _new_date(self, instant: UnixNanos) -> None:
        """The trading date that counts from `instant` on, until the next midnight of the exchange."""
        date = session_info(instant).date
        midnight = at_exchange(to_exchange(instant).date().isoformat(), "00:00")
        tomorrow = to_exchange(midnight + NANOS_PER_DAY + NANOS_PER_DAY // 4).date().isoformat()
        self._date_until = at_exchange(tomorrow, "00:00")
        if date == self._date:
            return
        self._date = date
        for book in self._symbols.values():
            book.new_session(date)
        for chain in self._chains.values():
            chain.new_session()
        self._volumes.clear()
