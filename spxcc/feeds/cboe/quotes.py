"""One document of delayed quotes as events."""

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from spxcc.feeds.cboe.answer import Trouble
from spxcc.feeds.cboe.params import DOCUMENTS, INDICES, SOURCE
from spxcc.feeds.files.cboe_json import parse_document
from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.feeds.files.quoted import DELAY, QuotedChain
from spxcc.market.events import ChainSnapshot, EquityTick, FeedNotice, IndexTick, PreviousClose
from spxcc.market.session import previous_session, to_exchange
from spxcc.market.units import NANOS_PER_DAY, UnixNanos

_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_OLDEST_DAYS = 5
"""A price is from the session of its quotes or the one before, with a holiday and a weekend between them."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Chain and price of one underlying. timestamp: when the vendor made the document, as it stands there.

    price_at: when the price was traded, at the latest when the quotes were made and few days before; `None` = not
    known, then the price is only what stands beside the chain. previous_close: of the session before `price_at`.
    """

    symbol: str
    timestamp: str
    chain: QuotedChain
    price_at: UnixNanos | None
    previous_close: float | None

    def tick(self, ts_recv: UnixNanos) -> IndexTick | EquityTick | None:
        """The price with its own time, if both are known."""
        price, at = self.chain.underlying_price, self.price_at
        if price is None or at is None:
            return None
        kind = IndexTick if self.symbol in INDICES else EquityTick
        return kind(ts_event=at, ts_recv=ts_recv, source=SOURCE, symbol=self.symbol, price=price)

    def close_before(self, ts_recv: UnixNanos) -> PreviousClose | None:
        """The close that the price is compared with."""
        if self.previous_close is None or self.price_at is None:
            return None
        date = previous_session(to_exchange(self.price_at).date().isoformat())
        return PreviousClose(
            ts_event=self.price_at,
            ts_recv=ts_recv,
            source=SOURCE,
            symbol=self.symbol,
            price=self.previous_close,
            date=date,
        )

    def snapshot(self, ts_recv: UnixNanos) -> ChainSnapshot:
        """The whole chain."""
        return self.chain.snapshot(ts_recv)

    def about(self, ts_recv: UnixNanos) -> FeedNotice:
        """What chain is shown."""
        chain = self.chain
        text = (
            f"{self.symbol} chain of {len(chain.rows):,} contracts quoted {to_exchange(chain.quoted_at):%Y-%m-%d %H:%M}"
            f" ET, delayed, open interest of {chain.open_interest_date}"
        )
        partial = "" if chain.complete else f"; it is partial ({next(iter((*chain.bad, *chain.remarks)), 'see gex')})"
        return FeedNotice(
            ts_event=chain.quoted_at,
            ts_recv=ts_recv,
            source=SOURCE,
            level="info" if chain.complete else "warning",
            code=f"chain:{self.symbol}",
            text=f"{text}{partial}.",
        )


def quotes_of(symbol: str, body: bytes) -> Quotes:
    """The quotes of `symbol` in the document `body`. Raises Trouble for everything else.

    Takes some tenths of a second for ten thousand contracts.
    """
    if body.lstrip()[:1] == b"<":
        raise Trouble("html", f"a web page{_title(body)}")
    try:
        document = parse_document(Path(DOCUMENTS[symbol]), body)
    except DataFileError as error:
        raise Trouble(error.code, error.found, expected=error.expected) from None
    chain = document.chain
    if chain.underlying != symbol:
        raise Trouble("wrong_underlying", f"one of {chain.underlying}", expected=f"a chain of {symbol}")
    price_at = document.price_at
    odd = None if price_at is None else _odd(price_at, chain.quoted_at)
    if odd is not None:
        told = f"the price of {symbol} is stamped {odd}"
        chain, price_at = dataclasses.replace(chain, remarks=(*chain.remarks, told)), None
    return Quotes(symbol, document.timestamp, chain, price_at, document.previous_close)


def _odd(price_at: UnixNanos, quoted_at: UnixNanos) -> str | None:
    """What keeps a price from counting as of `price_at`; `None` = nothing."""
    try:
        moment = to_exchange(price_at)
        previous_session(moment.date().isoformat())
    except (ValueError, OverflowError):
        return "beyond the session calendar"
    if price_at > quoted_at + DELAY:
        return f"{moment:%H:%M} ET, after its quotes"
    if price_at < quoted_at - _OLDEST_DAYS * NANOS_PER_DAY:
        return f"{moment:%Y-%m-%d}, more than {_OLDEST_DAYS} days before its quotes"
    return None


def _title(body: bytes) -> str:
    found = _TITLE.search(body[:4096])
    return "" if found is None else f" ({one_line(found[1].decode('utf-8', 'replace'), 60)})"
