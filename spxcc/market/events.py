"""Typed events: what a feed can say. Parsing happens before; a malformed or non-finite value never becomes an event."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.market.units import UnixNanos


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Common to all: when it happened at the source, when we got it, and who said so."""

    ts_event: UnixNanos
    ts_recv: UnixNanos
    source: str


class IndexTick(Event, frozen=True, kw_only=True, tag="index"):
    """One value of an index (SPX, VIX)."""

    symbol: str
    price: float


class EquityTick(Event, frozen=True, kw_only=True, tag="equity"):
    """One trade of a stock or future (SPY, ES); `size` in shares or contracts."""

    symbol: str
    price: float
    size: float = 0.0


class OptionQuote(Event, frozen=True, kw_only=True, tag="quote"):
    """Best bid and ask of a contract (compact OCC symbol). `None` = no bid or no ask."""

    contract: str
    bid: float | None
    ask: float | None
    bid_size: int = 0
    ask_size: int = 0


class OptionTrade(Event, frozen=True, kw_only=True, tag="trade"):
    """One print. `conditions` are OPRA condition ids, `exchange` the venue's id.

    `trade_id` is unique per contract and day.
    """

    contract: str
    price: float
    size: int
    conditions: tuple[int, ...] = ()
    exchange: int = 0
    trade_id: str = ""


class OptionBar(Event, frozen=True, kw_only=True, tag="option_bar"):
    """Minute trade bar of a contract: volume without prints (so no sweep or block can be read from it)."""

    contract: str
    start: UnixNanos
    open: float
    high: float
    low: float
    close: float
    volume: int


class OpenInterest(Event, frozen=True, kw_only=True, tag="open_interest"):
    """Open interest of one contract as of the close of `date` (ISO)."""

    contract: str
    open_interest: int
    date: str


class Bar(Event, frozen=True, kw_only=True, tag="bar"):
    """A whole bar of an underlying. `interval_s` is 60 or 86400; `label` says how it was made ("SPY × 10.0359").

    A minute bar becomes visible at its end: its `ts_event` is `start` + 60 s.
    """

    symbol: str
    start: UnixNanos
    open: float
    high: float
    low: float
    close: float
    volume: float = 0.0
    interval_s: int = 60
    label: str = ""


class History(Event, frozen=True, kw_only=True, tag="history"):
    """Bars of earlier sessions (minutes and days), oldest first: context, not news."""

    symbol: str
    bars: tuple[Bar, ...]


class PreviousClose(Event, frozen=True, kw_only=True, tag="previous_close"):
    """Official close of the session `date` (ISO), the base of `change`."""

    symbol: str
    price: float
    date: str


class ChainRow(msgspec.Struct, frozen=True, kw_only=True):
    """One contract of a chain. Vendor greeks are kept as a cross-check only. `None` = the vendor gave nothing.

    last_at: when `last` was traded; `None` also where only the time is not known. quoted_at: when bid and ask were
    quoted, `None` = with the chain.
    """

    contract: str
    bid: float | None = None
    ask: float | None = None
    last: float | None = None
    volume: int | None = None
    open_interest: int | None = None
    iv: float | None = None
    delta: float | None = None
    gamma: float | None = None
    last_at: UnixNanos | None = None
    quoted_at: UnixNanos | None = None


class ChainSnapshot(Event, frozen=True, kw_only=True, tag="chain"):
    """A chain of one underlying ("SPX" holds SPX and SPXW). Replaces the previous one of that underlying.

    scope: empty, or the name of a part ("near"), whose rows replace those of the same contracts while all others stay.

    `open_interest_date` is the ISO date of the close that the open interest refers to, if known. `underlying_price` is
    the value that the vendor printed beside the chain. `complete` is false for a salvaged or paged-out part. `remarks`:
    what a reader of numbers from this chain should know, such as rows left out and counted.
    """

    underlying: str
    rows: tuple[ChainRow, ...]
    open_interest_date: str | None = None
    underlying_price: float | None = None
    complete: bool = True
    remarks: tuple[str, ...] = ()
    scope: str = ""


class MarketStatus(Event, frozen=True, kw_only=True, tag="status"):
    """What the source says about trading ("halted", "open"); the session calendar decides everything else."""

    status: Literal["open", "halted", "closed"]
    message: str = ""


class FeedNotice(Event, frozen=True, kw_only=True, tag="notice"):
    """Something a user should know: a degraded input, a mapping in use, rows that were dropped and counted."""

    level: Literal["info", "warning", "error"]
    code: str
    text: str


class LedgerFact(Event, frozen=True, kw_only=True, tag="fact"):
    """What only the ledger knows and an engine reads: JSON of the struct that stands in that engine's `result`.

    Replaces what was said before under `name`. It travels with the feed, so that a recording holds it.
    """

    name: str
    body: str


class Watermark(Event, frozen=True, kw_only=True, tag="watermark"):
    """Everything up to `ts_event` is delivered: the engines run with `as_of = ts_event`."""


FeedEvent: TypeAlias = (
    IndexTick
    | EquityTick
    | OptionQuote
    | OptionTrade
    | OptionBar
    | OpenInterest
    | Bar
    | History
    | PreviousClose
    | ChainSnapshot
    | MarketStatus
    | FeedNotice
    | LedgerFact
    | Watermark
)
