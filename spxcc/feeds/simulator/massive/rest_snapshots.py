"""Snapshots across asset classes: `/v3/snapshot/indices`, `/v3/snapshot`."""

import numpy as np

from spxcc.feeds.simulator.massive.answer import Row, bad_request, not_entitled
from spxcc.feeds.simulator.massive.chain_rows import chain_rows, listed
from spxcc.feeds.simulator.massive.market import INDICES, NAMES, STOCKS, Market
from spxcc.feeds.simulator.massive.plans import Plan, product_of
from spxcc.feeds.simulator.massive.query import AFTER, Asked, choice_of, limit_of, next_url, ranges_of, within
from spxcc.feeds.simulator.massive.quote_rows import share_quotes

MOST = 250


def indices(asked: Asked) -> Row:
    """A page of index snapshots. Raises Refused."""
    return _served(asked, INDICES, "indices", "SnapshotIndicesQueryParams")


def universal(asked: Asked) -> Row:
    """A page of the universal snapshot. Raises Refused."""
    kind = asked.params.get("type")
    table = {"indices": INDICES, "stocks": STOCKS, "options": asked.market.contracts.tickers, None: ()}
    if kind not in table and kind not in ("crypto", "fx"):
        raise bad_request("Failed to parse query parameters from URL: Key: 'Type' failed on the 'oneof' tag")
    return _served(asked, table.get(kind, ()), None, "UniversalSnapshotQueryParams")


def _served(asked: Asked, listed_here: tuple[str, ...], only: str | None, name: str) -> Row:
    if not asked.plan.snapshots:
        raise not_entitled()
    limit = limit_of(asked.params, name, 10, MOST)
    if only is not None and only not in asked.plan.products:
        raise not_entitled()
    choice_of(asked.params, "sort", ("ticker",), "ticker")
    wanted = _wanted(asked, listed_here)
    if choice_of(asked.params, "order", ("asc", "desc"), "asc") == "desc":
        wanted.reverse()
    begin = int(asked.params.get(AFTER, "0"))
    answer: Row = {"results": [_row(asked, ticker, only) for ticker in wanted[begin : begin + limit]]}
    if begin + limit < len(wanted):
        answer["next_url"] = next_url(asked, begin + limit)
    return answer


def _wanted(asked: Asked, listed_here: tuple[str, ...]) -> list[str]:
    several = asked.params.get("ticker.any_of")
    if several is not None:
        tickers = [ticker.strip() for ticker in several.split(",") if ticker.strip()]
        if len(tickers) > MOST:
            raise bad_request(f"The parameter 'ticker.any_of' accepts at most {MOST} tickers")
        return sorted(dict.fromkeys(tickers))
    bounds = ranges_of(asked.params, "ticker")
    if "eq" in bounds and not listed_here:
        return [bounds["eq"]]
    return sorted(ticker for ticker in listed_here if within(ticker, bounds))


def _row(asked: Asked, ticker: str, only: str | None) -> Row:
    market, plan, product = asked.market, asked.plan, product_of(ticker)
    if not market.known(ticker) or only not in (None, product):
        return {"ticker": ticker, "error": "NOT_FOUND", "message": "Ticker not found."}
    if product not in plan.products:
        return {"ticker": ticker, "error": "NOT_ENTITLED", "message": "Not entitled to this ticker."}
    if product != "options":
        return _single(market, plan, ticker, product, asked.seen_ms)
    places = listed(market, np.array([market.contracts.places[ticker]], dtype=np.int64), asked.seen_ms)
    if not places.size:
        return {"ticker": ticker, "error": "NOT_FOUND", "message": "Ticker not found."}
    row = chain_rows(market, plan, places, asked.seen_ms)[0]
    session = row.pop("day")
    own = {
        "ticker": ticker,
        "name": ticker,
        "type": "options",
        "market_status": _status(market, product, asked.seen_ms),
    }
    return {**own, "session": session, **row}


def _single(market: Market, plan: Plan, ticker: str, product: str, seen_ms: int) -> Row:
    now = market.singles[ticker].standing(np.zeros(1, dtype=np.int64), seen_ms)
    past = float((market.past.vix if ticker == "I:VIX" else market.past.daily)[-1, 3])
    past = past if product == "indices" else round(past / market.day.ratio, 2)
    row: Row = {"ticker": ticker, "name": NAMES[ticker], "type": product, "timeframe": plan.timeframe}
    row["market_status"] = _status(market, product, seen_ms)
    session: Row = {"previous_close": past}
    if not now.known[0]:
        return {**row, "session": session} | ({"value": past} if product == "indices" else {})
    close = float(now.close[0])
    stamp = (market.open_ms + int(now.at_ms[0])) * 1_000_000
    session |= {"open": float(now.open[0]), "high": float(now.high[0]), "low": float(now.low[0]), "close": close}
    session |= {"change": round(close - past, 4), "change_percent": round(100.0 * (close / past - 1.0), 6)}
    row |= {"session": session, "last_updated": stamp}
    if product == "indices":
        return {**row, "value": close}
    session["volume"] = int(now.volume[0])
    if plan.trades:
        one = market.share_print(int(now.last[0]))
        row["last_trade"] = {
            "conditions": [], "exchange": one.venue, "id": str(one.number), "price": one.price, "size": one.size,
            "sip_timestamp": stamp, "last_updated": stamp, "timeframe": plan.timeframe,
        }  # fmt: skip
    if plan.quotes:
        row |= _quoted(market, plan, seen_ms)
    return row


def _quoted(market: Market, plan: Plan, seen_ms: int) -> Row:
    end = min(seen_ms, market.close_ms - 1)
    rows = share_quotes(market, end - 1_000, end)
    if not rows or rows[-1].bid is None:
        return {}
    one = rows[-1]
    return {
        "last_quote": {
            "ask": one.ask, "ask_size": one.ask_size, "bid": one.bid, "bid_size": one.bid_size,
            "midpoint": round(0.5 * (one.ask + one.bid), 4) if one.bid is not None else None,
            "last_updated": (market.open_ms + one.at_ms) * 1_000_000, "timeframe": plan.timeframe,
        }
    }  # fmt: skip


def _status(market: Market, product: str, seen_ms: int) -> str:
    if 0 <= seen_ms < market.close_ms:
        return "regular_trading" if product == "indices" else "open"
    return "closed"
