"""Rows of the REST answers as they stand on the wire: a key may be absent, never null or of another type.

Numbers of shares and contracts are floats, since the vendor sends both. Names are the vendor's.
"""

from typing import TypeAlias

import msgspec

Maybe: TypeAlias = float | msgspec.UnsetType
ABSENT = msgspec.UNSET


_BAR = {"start_ms": "t", "open": "o", "high": "h", "low": "l", "close": "c", "volume": "v", "vwap": "vw", "trades": "n"}


class BarRow(msgspec.Struct, frozen=True, rename=_BAR):
    """An aggregate; an index has prices alone."""

    start_ms: int
    open: float
    high: float
    low: float
    close: float
    volume: Maybe = ABSENT
    vwap: Maybe = ABSENT
    trades: int | msgspec.UnsetType = ABSENT


class LastTradeRow(msgspec.Struct, frozen=True):
    """The last trade of a stock or option; `t` in nanoseconds."""

    p: float
    s: float
    t: int
    T: str = ""
    c: tuple[int, ...] = ()
    x: int = 0
    q: int = 0
    i: str = ""


class LastQuoteRow(msgspec.Struct, frozen=True):
    """The best quote of a stock: capital letters are the ask, small ones the bid; `t` in nanoseconds."""

    t: int
    T: str = ""
    P: Maybe = ABSENT
    S: Maybe = ABSENT
    p: Maybe = ABSENT
    s: Maybe = ABSENT
    q: int = 0


class MarketNow(msgspec.Struct, frozen=True, rename="camel"):
    """What the vendor thinks of the market; `server_time` is RFC 3339."""

    server_time: str
    market: str = ""
    early_hours: bool = False
    after_hours: bool = False
    exchanges: dict[str, str] = {}
    indices_groups: dict[str, str] = {}


class Holiday(msgspec.Struct, frozen=True):
    """A closed day or an early close of one exchange."""

    date: str
    exchange: str
    status: str
    name: str = ""
    open: str = ""
    close: str = ""


class ContractRow(msgspec.Struct, frozen=True):
    """A listed option contract; `ticker` in OCC form with `O:`."""

    ticker: str
    expiration_date: str
    strike_price: float
    contract_type: str
    underlying_ticker: str = ""
    exercise_style: str = ""
    shares_per_contract: float = 100.0
    primary_exchange: str = ""
    cfi: str = ""


class Details(msgspec.Struct, frozen=True):
    """Which contract a snapshot is of; `ticker` is absent in universal snapshots."""

    contract_type: str
    expiration_date: str
    strike_price: float
    exercise_style: str = ""
    shares_per_contract: float = 100.0
    ticker: str = ""


class Day(msgspec.Struct, frozen=True):
    """The session's bar so far; empty where nothing was traded. `last_updated` in nanoseconds."""

    open: Maybe = ABSENT
    high: Maybe = ABSENT
    low: Maybe = ABSENT
    close: Maybe = ABSENT
    volume: Maybe = ABSENT
    vwap: Maybe = ABSENT
    previous_close: Maybe = ABSENT
    change: Maybe = ABSENT
    last_updated: int | msgspec.UnsetType = ABSENT


class SnapshotQuote(msgspec.Struct, frozen=True):
    """Best quote in a snapshot; times in nanoseconds."""

    bid: Maybe = ABSENT
    ask: Maybe = ABSENT
    bid_size: float = 0.0
    ask_size: float = 0.0
    last_updated: int = 0
    timeframe: str = ""


class SnapshotTrade(msgspec.Struct, frozen=True):
    """Last trade in a snapshot; empty where nothing was ever traded."""

    price: Maybe = ABSENT
    size: float = 0.0
    sip_timestamp: int = 0
    conditions: tuple[int, ...] = ()
    exchange: int = 0
    timeframe: str = ""


class Greeks(msgspec.Struct, frozen=True):
    """The vendor's greeks; any of them may be absent."""

    delta: Maybe = ABSENT
    gamma: Maybe = ABSENT
    theta: Maybe = ABSENT
    vega: Maybe = ABSENT


class UnderlyingAsset(msgspec.Struct, frozen=True):
    """What stands beside a contract: `price` of a stock, `value` of an index."""

    ticker: str = ""
    price: Maybe = ABSENT
    value: Maybe = ABSENT
    last_updated: int = 0
    timeframe: str = ""


class OptionRow(msgspec.Struct, frozen=True):
    """One contract of a chain snapshot."""

    details: Details
    day: Day = Day()
    last_quote: SnapshotQuote = SnapshotQuote()
    last_trade: SnapshotTrade = SnapshotTrade()
    greeks: Greeks = Greeks()
    underlying_asset: UnderlyingAsset = UnderlyingAsset()
    implied_volatility: Maybe = ABSENT
    open_interest: Maybe = ABSENT
    break_even_price: Maybe = ABSENT


class SnapshotRow(msgspec.Struct, frozen=True):
    """A ticker of an index or universal snapshot, or, with `error`, why there is none."""

    ticker: str = ""
    error: str = ""
    message: str = ""
    type: str = ""
    name: str = ""
    value: Maybe = ABSENT
    last_updated: int = 0
    timeframe: str = ""
    market_status: str = ""
    session: Day = Day()
    last_trade: SnapshotTrade = SnapshotTrade()
    last_quote: SnapshotQuote = SnapshotQuote()
    underlying_asset: UnderlyingAsset = UnderlyingAsset()


class TradeRow(msgspec.Struct, frozen=True):
    """A trade of the tape; an option's has no id and no sequence number. Nanoseconds."""

    exchange: int
    price: float
    sip_timestamp: int
    size: float
    conditions: tuple[int, ...] = ()
    correction: int = 0
    id: str = ""
    sequence_number: int = 0


class QuoteRow(msgspec.Struct, frozen=True):
    """A quote of the tape; one side may be absent. Nanoseconds."""

    sequence_number: int
    sip_timestamp: int
    ask_price: Maybe = ABSENT
    bid_price: Maybe = ABSENT
    ask_size: float = 0.0
    bid_size: float = 0.0
    ask_exchange: int = 0
    bid_exchange: int = 0


class Updates(msgspec.Struct, frozen=True):
    """What a condition lets a trade change."""

    updates_high_low: bool = True
    updates_open_close: bool = True
    updates_volume: bool = True


class UpdateRules(msgspec.Struct, frozen=True):
    """By tape and by market centre."""

    consolidated: Updates = Updates()
    market_center: Updates = Updates()


class ConditionRow(msgspec.Struct, frozen=True):
    """A condition of trades or quotes."""

    id: int
    name: str = ""
    abbreviation: str = ""
    asset_class: str = ""
    type: str = ""
    data_types: tuple[str, ...] = ()
    update_rules: UpdateRules = UpdateRules()


class ExchangeRow(msgspec.Struct, frozen=True):
    """A venue."""

    id: int
    name: str = ""
    type: str = ""
    asset_class: str = ""
    acronym: str = ""
    mic: str = ""
    participant_id: str = ""
