"""Contracts of a chain snapshot as rows of ours: what is impossible becomes absent, and is counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from spxcc.feeds.massive.rows import Greeks, Maybe, OptionRow
from spxcc.feeds.massive.times import from_nanos, possible
from spxcc.market.contract import parse_contract, underlying_of
from spxcc.market.events import ChainRow
from spxcc.market.units import UnixNanos

_IV_MAX = 5.0
_GAMMA_NOISE = -1e-6
UNSOLVED = "no volatility and greeks out of the money"
"""Of a contract with a bid, which always has a volatility: in the money the vendor may not find one."""


@dataclass(frozen=True, slots=True)
class Underlying:
    """The value that stands beside the contracts, and when it was true."""

    price: float
    ts_event: UnixNanos


@dataclass(frozen=True, slots=True)
class ReadChain:
    """rows: by contract. odd: what was left out of rows or whole rows, counted by reason. underlying: newest value."""

    rows: dict[str, ChainRow]
    odd: Counter[str]
    underlying: Underlying | None
    delayed: bool


def read_chain(underlying: str, rows: Iterable[OptionRow], now: UnixNanos, day_open: UnixNanos) -> ReadChain:
    """The contracts of `underlying`, each by its OCC ticker, from which root and settlement follow.

    day_open: volumes that are older belong to another session, and are unknown for this one.
    """
    read: dict[str, ChainRow] = {}
    odd: Counter[str] = Counter()
    beside: Underlying | None = None
    delayed = False
    for row in rows:
        contract = _contract(underlying, row)
        if contract is None:
            odd["a contract that is not what it says"] += 1
            continue
        read[contract] = _row(contract, row, now, day_open, odd)
        beside = _newer(beside, _beside(row, now))
        delayed = delayed or "DELAYED" in (row.last_quote.timeframe, row.last_trade.timeframe)
    return ReadChain(read, odd, beside, delayed)


def _contract(underlying: str, row: OptionRow) -> str | None:
    """Compact symbol, if ticker and details agree."""
    details = row.details
    try:
        parsed = parse_contract(details.ticker)
    except ValueError:
        return None
    right = {"call": "C", "put": "P"}.get(details.contract_type)
    told = (underlying, details.expiration_date, right, round(details.strike_price, 3))
    same = told == (underlying_of(parsed.root), parsed.expiry, parsed.right, parsed.strike)
    return parsed.symbol if same and details.shares_per_contract == 100 else None


def _row(contract: str, row: OptionRow, now: UnixNanos, day_open: UnixNanos, odd: Counter[str]) -> ChainRow:
    quote, trade, day = row.last_quote, row.last_trade, row.day
    bid, ask = _price(quote.bid), _price(quote.ask)
    if bid is not None and ask is not None and bid > ask:
        odd["a bid above the ask"] += 1
        bid = ask = None
    last, last_at = _price(trade.price), possible(from_nanos(trade.sip_timestamp), now)
    if last is None:
        last, last_at = _price(day.close), None
    touched = from_nanos(day.last_updated) if isinstance(day.last_updated, int) else None
    volume = _count(day.volume)
    iv = _within(row.implied_volatility, 0.0, _IV_MAX, "an implied volatility out of range", odd)
    if bid is not None and _lacks(row):
        odd[UNSOLVED] += 1
    # What stands on an impossible volatility is impossible too.
    greeks = row.greeks if iv is not None or not isinstance(row.implied_volatility, float) else Greeks()
    return ChainRow(
        contract=contract,
        bid=bid,
        ask=ask,
        last=last,
        volume=None if volume is None or (touched is not None and touched < day_open) else volume,
        open_interest=_count(row.open_interest),
        iv=iv,
        delta=_within(greeks.delta, -1.0001, 1.0001, "a delta out of range", odd),
        gamma=_within(greeks.gamma, _GAMMA_NOISE, 1e6, "a gamma below zero", odd),
        last_at=last_at,
        quoted_at=possible(from_nanos(quote.last_updated), now),
    )


def _lacks(row: OptionRow) -> bool:
    """Whether it is out of the money, as far as that is told, and has neither volatility nor greeks."""
    told = row.implied_volatility, row.greeks.delta, row.greeks.gamma
    price = _spot(row)
    if price is None or any(isinstance(value, float) for value in told):
        return False
    details = row.details
    return details.strike_price > price if details.contract_type == "call" else details.strike_price < price


def _spot(row: OptionRow) -> float | None:
    price = _price(row.underlying_asset.value)
    return _price(row.underlying_asset.price) if price is None else price


def _beside(row: OptionRow, now: UnixNanos) -> Underlying | None:
    price = _spot(row)
    at = possible(from_nanos(row.underlying_asset.last_updated), now)
    return None if price is None or at is None else Underlying(price, at)


def _newer(one: Underlying | None, other: Underlying | None) -> Underlying | None:
    if one is None or other is None:
        return one or other
    return other if other.ts_event > one.ts_event else one


def _price(value: Maybe) -> float | None:
    return value if isinstance(value, float) and value > 0 else None


def _count(value: Maybe) -> int | None:
    return int(value) if isinstance(value, float) and value >= 0 else None


def _within(value: Maybe, low: float, high: float, what: str, odd: Counter[str]) -> float | None:
    """`value` if it lies above `low` and below `high`."""
    if not isinstance(value, float):
        return None
    if low < value < high:
        return value
    odd[what] += 1
    return None
