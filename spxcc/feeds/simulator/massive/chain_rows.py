"""Rows of option snapshots."""

import numpy as np

from spxcc.feeds.simulator.massive.answer import Row
from spxcc.feeds.simulator.massive.greeks import Greeks, greeks_of
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.plans import Plan
from spxcc.feeds.simulator.massive.quoting import Touch, touch_at
from spxcc.feeds.simulator.massive.ticks import Standing
from spxcc.market.snapshot import Ints

GONE_MS = 30 * 60_000
"""After settlement a contract leaves the chain."""
UNDERLYING = ("I:SPX", "SPY")


def listed(market: Market, place: Ints, seen_ms: int) -> Ints:
    """Those of the places that are still in the chain."""
    settles_ms = market.contracts.settles_ms[place]
    # What settled in the morning is listed until the day is over, though nobody trades it.
    until_ms = np.where(settles_ms <= 0, market.close_ms, settles_ms)
    return place[until_ms + GONE_MS > seen_ms]


def chain_rows(market: Market, plan: Plan, place: Ints, seen_ms: int) -> list[Row]:
    """Snapshots of contracts of one underlying in the order of `place`."""
    if not place.size:
        return []
    contracts = market.contracts
    board, number = int(contracts.board[place[0]]), contracts.number[place]
    standing = market.books[board].standing(number, seen_ms)
    touch = touch_at(market, board, number, seen_ms, standing)
    asset, spot = underlying_asset(market, plan, board, seen_ms)
    quoted = touch.at_ms >= 0
    paid = np.where(standing.known, standing.close, np.where(quoted, touch.ask, 0.0))
    even = np.round(contracts.strike[place] + np.where(contracts.call[place], paid, -paid), 4)
    interest = market.day.boards[board].interest[number].tolist()
    columns: list[list[Row]] = [_days(market, standing), _solved(greeks_of(market, board, number, touch))]
    columns.append(_last_trades(market, plan, board, standing) if plan.trades else [{}] * place.size)
    columns.append(_last_quotes(market, plan, board, touch) if plan.quotes else [{}] * place.size)
    return [
        {
            "details": details(market, own),
            "open_interest": held,
            **day,
            **trade,
            **quote,
            **solved,
            "underlying_asset": asset if spot is None else {**asset, "change_to_break_even": round(zero - spot, 4)},
            "break_even_price": zero,
        }
        for own, held, zero, day, solved, trade, quote in zip(
            place.tolist(), interest, even.tolist(), *columns, strict=True
        )
    ]


def details(market: Market, place: int) -> Row:
    """Identity of a contract; the same object each time."""
    found = market.details.get(place)
    if found is None:
        contracts = market.contracts
        found = market.details[place] = {
            "contract_type": "call" if contracts.call[place] else "put",
            "exercise_style": "european" if contracts.board[place] == 0 else "american",
            "expiration_date": contracts.expiry[place],
            "shares_per_contract": 100,
            "strike_price": _plain(float(contracts.strike[place])),
            "ticker": contracts.tickers[place],
        }
    return found


def underlying_asset(market: Market, plan: Plan, board: int, seen_ms: int) -> tuple[Row, float | None]:
    """What the contracts are on, and its price if the plan shows one."""
    name = UNDERLYING[board]
    row: Row = {"ticker": name, "timeframe": plan.timeframe}
    if board == 0 and "indices" not in plan.products:
        return row, None
    now = market.singles[name].standing(np.zeros(1, dtype=np.int64), seen_ms)
    if not now.known[0]:
        return row, None
    price = float(now.close[0])
    stamp = (market.open_ms + int(now.at_ms[0])) * 1_000_000
    return {**row, "value" if board == 0 else "price": price, "last_updated": stamp}, price


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _days(market: Market, standing: Standing) -> list[Row]:
    volume = np.rint(standing.volume).astype(np.int64)
    vwap = np.round(standing.notional / np.maximum(standing.volume, 1.0), 4)
    stamp = (market.open_ms + standing.at_ms) * 1_000_000
    prices = (standing.open, standing.high, standing.low, standing.close)
    rows: list[Row] = []
    for known, first, high, low, last, size, average, at in zip(
        standing.known.tolist(), *(column.tolist() for column in prices), volume.tolist(), vwap.tolist(),
        stamp.tolist(), strict=True,
    ):  # fmt: skip
        day = {"open": first, "high": high, "low": low, "close": last, "volume": size, "last_updated": at}
        if size > 0:
            day["vwap"] = average
        rows.append({"day": day if known else {}})
    return rows


def _last_trades(market: Market, plan: Plan, board: int, standing: Standing) -> list[Row]:
    tape, place = market.tapes[board], np.maximum(standing.last, 0)
    prints = tape.prints
    stamp = (market.open_ms + standing.at_ms) * 1_000_000
    columns = (standing.known, prints.condition[place], prints.venue[place], standing.close, stamp, prints.size[place])
    return [
        {
            "last_trade": {
                "conditions": [condition], "exchange": venue, "price": price, "sip_timestamp": at, "size": size,
                "timeframe": plan.timeframe,
            }
            if known
            else {}
        }
        for known, condition, venue, price, at, size in zip(*(column.tolist() for column in columns), strict=True)
    ]  # fmt: skip


def _last_quotes(market: Market, plan: Plan, board: int, touch: Touch) -> list[Row]:
    venues = market.day.boards[board].tape.venue.places
    bid = np.where(np.isnan(touch.bid), 0.0, touch.bid)
    middle = np.round(0.5 * (bid + touch.ask), 4)
    columns = (touch.at_ms, bid, touch.ask, touch.bid_size, touch.ask_size, middle)
    count, first = len(venues), market.open_ms
    return [
        {
            "last_quote": {
                "ask": ask, "ask_size": offered, "ask_exchange": venues[(at // 7) % count], "bid": own_bid,
                "bid_size": wanted, "bid_exchange": venues[at % count], "midpoint": mid,
                "last_updated": (first + at) * 1_000_000, "timeframe": plan.timeframe,
            }
        }
        if at >= 0
        else {}
        for at, own_bid, ask, wanted, offered, mid in zip(*(column.tolist() for column in columns), strict=True)
    ]  # fmt: skip


def _solved(greeks: Greeks) -> list[Row]:
    columns = (greeks.iv, greeks.delta, greeks.gamma, greeks.theta, greeks.vega)
    rounded = (np.round(column, 8).tolist() for column in columns)
    rows: list[Row] = []
    for solved, served, iv, delta, gamma, theta, vega in zip(
        greeks.solved.tolist(), greeks.served.tolist(), *rounded, strict=True
    ):
        row: Row = {"implied_volatility": iv} if solved else {}
        if served:
            row["greeks"] = {"delta": delta, "gamma": gamma, "theta": theta, "vega": vega}
        rows.append(row)
    return rows
