"""Builders of market snapshots: bars from a path of closes, chains priced by Black–Scholes–Merton."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from spxcc.market.candles import Candle
from spxcc.market.events import FeedNotice
from spxcc.market.feed import Mode
from spxcc.market.session import Phase, SessionInfo
from spxcc.market.snapshot import (
    BarColumns,
    ContractVolume,
    FeedCounters,
    LastPrice,
    MarketSnapshot,
    OptionChain,
    SeenTrade,
    SymbolBars,
)
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

DAY = "2026-01-14"
"""A plain Wednesday session."""
YEAR_NS = 365 * 86_400 * NANOS_PER_SECOND
NEW_YORK = ZoneInfo("America/New_York")
NOTHING = np.array([], dtype=np.float64)
EMPTY = BarColumns(np.array([], dtype=np.int64), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


def at(clock: str, day: str = DAY) -> UnixNanos:
    """Instant of "HH:MM[:SS]" exchange time on `day`."""
    moment = datetime.combine(Date.fromisoformat(day), time.fromisoformat(clock), NEW_YORK)
    return int(moment.timestamp()) * NANOS_PER_SECOND


def make_session(as_of: UnixNanos, day: str = DAY, close: str = "16:00", holiday: str | None = None) -> SessionInfo:
    """The session of `day`, phase by `as_of`; the next one is the next weekday."""
    opens, closes = at("09:30", day), at(close, day)
    phase: Phase = "closed"
    if opens <= as_of < closes:
        phase = "open"
    elif at("04:00", day) <= as_of < opens:
        phase = "pre-market"
    elif closes <= as_of < closes + 240 * NANOS_PER_MINUTE:
        phase = "after-hours"
    after = next_weekday(day)
    next_open = opens if as_of < opens else at("09:30", after)
    next_close = closes if as_of < closes else at("16:00", after)
    return SessionInfo(day, opens, closes, phase, next_open, next_close, close != "16:00", holiday)


def next_weekday(day: str) -> str:
    """ISO date of the weekday after `day`."""
    moment = Date.fromisoformat(day) + timedelta(days=1)
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment.isoformat()


def make_columns(
    closes: Sequence[float],
    start: UnixNanos | None = None,
    *,
    step_ns: int = NANOS_PER_MINUTE,
    wick: float = 0.5,
    volume: float | Sequence[float] = 0.0,
    first_open: float | None = None,
) -> BarColumns:
    """Bars whose opens are the closes before them, wicks of `wick` points; first start 09:30 of `DAY`."""
    close = np.asarray(closes, dtype=np.float64)
    if close.size == 0:
        return EMPTY
    begin = at("09:30") if start is None else start
    opened = np.concatenate(([close[0] if first_open is None else first_open], close[:-1]))
    starts = begin + step_ns * np.arange(close.size, dtype=np.int64)
    volumes = np.broadcast_to(np.asarray(volume, dtype=np.float64), close.shape).copy()
    high, low = np.maximum(opened, close) + wick, np.minimum(opened, close) - wick
    return BarColumns(starts, opened, high, low, close, volumes)


def make_daily(rows: Sequence[tuple[str, float, float, float, float]]) -> BarColumns:
    """Daily bars from (ISO date, open, high, low, close); they start at that session's open."""
    if not rows:
        return EMPTY
    table = np.array([row[1:] for row in rows], dtype=np.float64)
    starts = np.array([at("09:30", row[0]) for row in rows], dtype=np.int64)
    return BarColumns(starts, table[:, 0], table[:, 1], table[:, 2], table[:, 3], np.zeros(len(rows)))


def make_bars(
    closes: Sequence[float] = (),
    *,
    wick: float = 0.5,
    volume: float | Sequence[float] = 0.0,
    first_open: float | None = None,
    forming: Candle | None = None,
    earlier: BarColumns = EMPTY,
    daily: BarColumns = EMPTY,
    label: str = "",
    start: UnixNanos | None = None,
) -> SymbolBars:
    """One symbol's bars: today's closed minutes from `closes`, from 09:30 of `DAY` on."""
    today = make_columns(closes, start, wick=wick, volume=volume, first_open=first_open)
    return SymbolBars(today, forming, earlier, daily, label)


def bsm(
    spot: float,
    strike: NDArray[np.float64],
    years: float,
    sigma: NDArray[np.float64],
    rate: float,
    carry: float,
    is_call: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Black–Scholes–Merton prices, written apart from the product's own."""
    forward = spot * math.exp(carry * years)
    total = sigma * math.sqrt(years)
    d1 = np.log(forward / strike) / total + total / 2
    flag = np.where(is_call, 1.0, -1.0)
    value = flag * (forward * ndtr(flag * d1) - strike * ndtr(flag * (d1 - total)))
    return np.asarray(math.exp(-rate * years) * value, dtype=np.float64)


def make_chain(
    spot: float = 6000.0,
    *,
    as_of: UnixNanos | None = None,
    expiries: Sequence[str] = (DAY,),
    underlying: str = "SPX",
    root: str = "SPXW",
    strikes: Sequence[float] | None = None,
    sigma: float = 0.15,
    smile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
    rate: float = 0.0425,
    dividend: float = 0.013,
    half_spread: float = 0.05,
    tick: float | None = None,
    call_oi: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
    put_oi: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
    quotes: bool = True,
) -> OptionChain:
    """A PM-settled chain quoted around BSM values at `as_of` (default 10:30 of `DAY`).

    smile: log-moneyness ln(K/S) → volatility, instead of the flat `sigma`. call_oi/put_oi: strike → open interest
    (default 1,000 each). tick: bids are rounded down and asks up to it. quotes=False: no bid and no ask.
    """
    now = at("10:30") if as_of is None else as_of
    grid = np.arange(round(spot / 5) * 5 - 200.0, round(spot / 5) * 5 + 200.1, 5.0) if strikes is None else strikes
    ladder = np.asarray(sorted(grid), dtype=np.float64)
    strike = np.repeat(ladder, 2)
    is_call = np.tile(np.array([True, False]), ladder.size)
    parts = [
        _quotes(spot, strike, is_call, now, expiry, sigma, smile, rate, dividend, half_spread, tick)
        for expiry in expiries
    ]
    count = len(expiries)
    bids, asks = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    absent = np.full(bids.size, np.nan)
    all_calls, all_strikes = np.tile(is_call, count), np.tile(strike, count)
    interest = np.where(all_calls, (call_oi or _thousand)(all_strikes), (put_oi or _thousand)(all_strikes))
    names = [_symbol(root, expiry, c, k) for expiry in expiries for k, c in zip(strike, is_call, strict=True)]
    return OptionChain(
        underlying=underlying,
        contracts=tuple(names),
        roots=(root,) * len(names),
        expiries=tuple(expiry for expiry in expiries for _ in strike),
        settles_at=np.repeat(np.array([at("16:00", e) for e in expiries], dtype=np.int64), strike.size),
        strike=all_strikes,
        is_call=all_calls,
        bid=bids if quotes else absent.copy(),
        ask=asks if quotes else absent.copy(),
        last=absent.copy(),
        last_at=np.zeros(bids.size, dtype=np.int64),
        volume=absent.copy(),
        open_interest=interest,
        quoted_at=np.full(bids.size, now if quotes else 0, dtype=np.int64),
        vendor_iv=absent.copy(),
        vendor_delta=absent.copy(),
        vendor_gamma=absent.copy(),
        open_interest_date="2026-01-13",
        underlying_price=spot,
        ts_event=now,
        source="fake",
        complete=True,
    )


def _thousand(strike: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.full(strike.size, 1000.0)


def _quotes(
    spot: float,
    strike: NDArray[np.float64],
    is_call: NDArray[np.bool_],
    now: UnixNanos,
    expiry: str,
    sigma: float,
    smile: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
    rate: float,
    dividend: float,
    half_spread: float,
    tick: float | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    years = (at("16:00", expiry) - now) / YEAR_NS
    vols = np.full(strike.size, sigma) if smile is None else smile(np.log(strike / spot))
    value = bsm(spot, strike, years, vols, rate, rate - dividend, is_call)
    bid, ask = value - half_spread, value + half_spread
    if tick is not None:
        bid, ask = np.floor(bid / tick) * tick, np.ceil(ask / tick) * tick
    return np.where(bid > 0, bid, np.nan), ask


def _symbol(root: str, expiry: str, is_call: bool, strike: float) -> str:
    return f"{root}{expiry[2:4]}{expiry[5:7]}{expiry[8:10]}{'C' if is_call else 'P'}{round(strike * 1000):08d}"


def make_price(
    symbol: str, price: float, ts_event: UnixNanos, *, previous_close: float | None = None, volume: float = 0.0
) -> LastPrice:
    """Last price of `symbol`, said by the source "fake"."""
    return LastPrice(symbol, price, ts_event, "fake", previous_close, volume)


def make_snapshot(
    as_of: UnixNanos | None = None,
    *,
    spx: float | None = 6000.0,
    spy: float | None = 600.0,
    prices: Mapping[str, LastPrice] | None = None,
    bars: Mapping[str, SymbolBars] | None = None,
    chains: Mapping[str, OptionChain] | None = None,
    session: SessionInfo | None = None,
    mode: Mode = "sim",
    trades: tuple[SeenTrade, ...] = (),
    option_volume: Mapping[str, ContractVolume] | None = None,
    notices: tuple[FeedNotice, ...] = (),
    counters: FeedCounters | None = None,
    halted: bool = False,
    facts: Mapping[str, str] | None = None,
) -> MarketSnapshot:
    """A snapshot at `as_of` (default 10:30 of `DAY`). `prices`, if given, replaces those of `spx` and `spy`."""
    now = at("10:30") if as_of is None else as_of
    given = {"SPX": spx, "SPY": spy}
    made = {symbol: make_price(symbol, price, now) for symbol, price in given.items() if price is not None}
    return MarketSnapshot(
        as_of=now,
        mode=mode,
        session=make_session(now) if session is None else session,
        prices=made if prices is None else prices,
        bars=bars or {},
        chains=chains or {},
        trades=trades,
        option_volume=option_volume or {},
        notices=notices,
        counters=counters or FeedCounters(),
        halted=halted,
        facts=facts or {},
    )
