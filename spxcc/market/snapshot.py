"""`MarketSnapshot`: all that an engine may know, frozen at `as_of`. Arrays are read-only; NaN in a column is absent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spxcc.market.candles import Candle
from spxcc.market.events import FeedNotice, OptionTrade
from spxcc.market.feed import Mode
from spxcc.market.session import SessionInfo
from spxcc.market.units import UnixNanos

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The newest value of a symbol; `previous_close` is `None` until a feed said it."""

    symbol: str
    price: float
    ts_event: UnixNanos
    source: str
    previous_close: float | None
    volume: float


@dataclass(frozen=True, slots=True)
class BarColumns:
    """Closed bars, oldest first, all columns of equal length; `start` in nanoseconds."""

    start: Ints
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    def __len__(self) -> int:
        return int(self.start.size)


@dataclass(frozen=True, slots=True)
class SymbolBars:
    """Minute bars of today's session (closed), the forming one, earlier sessions' minutes, and daily bars (closed)."""

    today: BarColumns
    forming: Candle | None
    earlier: BarColumns
    daily: BarColumns
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChainScope:
    """What stands of a named part of a chain (the name is empty for the whole): how many rows came, as of when, and
    whether they were all that were asked for."""

    name: str
    rows: int
    ts_event: UnixNanos
    complete: bool


@dataclass(frozen=True, slots=True)
class OptionChain:
    """Columns of one underlying's listed contracts, in the order of `contracts` (sorted by settlement, strike, right).

    Contracts past their settlement instant are absent. `settles_at` and `quoted_at` in nanoseconds (0 = never quoted).
    `bid`, `ask`, `last`, `vendor_iv`, `vendor_delta`, `vendor_gamma`: NaN = absent. `volume` and `open_interest`: NaN =
    unknown. `last_at`: when `last` was traded, 0 = not known. `underlying_price` is the value printed beside the chain,
    valid at `ts_event`. `interest_dates`: the different dates of the open interest, oldest first; more than one while
    it is being published anew, and `open_interest_date` is then the oldest. `remarks`: what was left out, and what a
    reader of numbers from this chain should know. `scopes`: the parts it was put together from, each as it came last.
    """

    underlying: str
    contracts: tuple[str, ...]
    roots: tuple[str, ...]
    expiries: tuple[str, ...]
    settles_at: Ints
    strike: Floats
    is_call: Bools
    bid: Floats
    ask: Floats
    last: Floats
    last_at: Ints
    volume: Floats
    open_interest: Floats
    quoted_at: Ints
    vendor_iv: Floats
    vendor_delta: Floats
    vendor_gamma: Floats
    open_interest_date: str | None
    underlying_price: float | None
    ts_event: UnixNanos
    source: str
    complete: bool
    interest_dates: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    scopes: tuple[ChainScope, ...] = ()

    def __len__(self) -> int:
        return len(self.contracts)


@dataclass(frozen=True, slots=True)
class SeenTrade:
    """A print with the quote that stood when it arrived; `bid`/`ask` `None` = no quote, so the side is unknown."""

    trade: OptionTrade
    bid: float | None
    ask: float | None
    bid_size: int
    ask_size: int
    quote_age_ns: int | None


@dataclass(frozen=True, slots=True)
class ContractVolume:
    """Minute volume of a contract from trade bars (no prints): today's total and the last bar."""

    contract: str
    day_volume: int
    last_start: UnixNanos
    last_volume: int
    last_close: float


@dataclass(frozen=True, slots=True)
class FeedCounters:
    """What the fold took and refused, by reason."""

    events: int = 0
    stale_ticks: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class MarketSnapshot:
    """The market at `as_of`. `trades` are the prints since the previous snapshot, in order of arrival.

    facts: JSON of what the ledger knows, by name; the same object until it is said anew.
    """

    as_of: UnixNanos
    mode: Mode
    session: SessionInfo
    prices: Mapping[str, LastPrice] = field(default_factory=dict)
    bars: Mapping[str, SymbolBars] = field(default_factory=dict)
    chains: Mapping[str, OptionChain] = field(default_factory=dict)
    trades: tuple[SeenTrade, ...] = ()
    option_volume: Mapping[str, ContractVolume] = field(default_factory=dict)
    notices: tuple[FeedNotice, ...] = ()
    counters: FeedCounters = field(default_factory=FeedCounters)
    halted: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
