"""Prints and quotes: `/v2/last/…`, `/v3/trades/…`, `/v3/quotes/…`."""

from datetime import date as Date
from datetime import timedelta

import numpy as np

from spxcc.feeds.simulator.massive.answer import Row, bad_request, not_entitled, not_found
from spxcc.feeds.simulator.massive.market import INDICES, STOCKS, Market, Print
from spxcc.feeds.simulator.massive.query import AFTER, Asked, choice_of, limit_of, next_url, ranges_of
from spxcc.feeds.simulator.massive.quote_rows import QuoteRow, option_quotes, share_quotes
from spxcc.feeds.simulator.massive.windows import midnight
from spxcc.market.snapshot import Ints

DEFAULT, LARGEST = 1_000, 50_000


def last_trade(asked: Asked, ticker: str) -> Row:
    """The newest print. Raises Refused."""
    if ticker in INDICES or not asked.plan.trades:
        raise not_entitled()
    market = asked.market
    places = _printed(market, ticker, asked.seen_ms) if market.known(ticker) else np.zeros(0, dtype=np.int64)
    if not places.size:
        raise not_found()
    one = _print(market, ticker, int(places[-1]))
    stamp = _nanos(market, one.at_ms)
    happened = _nanos(market, one.at_ms - one.late_ms)
    row: Row = {"T": ticker, "c": _conditions(one), "i": "", "p": one.price, "s": one.size, "e": 0, "q": one.number}
    row |= {"t": stamp, "y": happened, "x": one.venue}
    if ticker in STOCKS:
        row |= {"i": str(one.number), "f": stamp, "r": 202, "z": 2}
    return {"results": row}


def last_quote(asked: Asked, ticker: str) -> Row:
    """The newest quote of a stock: `P S X` ask, `p s x` bid. Raises Refused."""
    if ticker not in STOCKS:
        raise not_entitled() if asked.market.known(ticker) else not_found()
    if not asked.plan.quotes:
        raise not_entitled()
    rows = share_quotes(asked.market, asked.seen_ms - 1_000, asked.seen_ms)
    if not rows:
        raise not_found()
    one = rows[-1]
    stamp = _nanos(asked.market, one.at_ms)
    row: Row = {"T": ticker, "P": one.ask, "S": one.ask_size, "X": one.ask_venue, "q": one.sequence, "z": 2}
    row |= {"p": one.bid, "s": one.bid_size, "x": one.bid_venue, "t": stamp, "y": stamp, "c": [1], "i": []}
    return {"results": {key: value for key, value in row.items() if value is not None}}


def trades(asked: Asked, ticker: str) -> Row:
    """A page of prints. Raises Refused."""
    if ticker in INDICES or not asked.plan.trades:
        raise not_entitled()
    market, limit, order = asked.market, *_paging(asked, "TradesQueryParams")
    low, high = _bounds(asked)
    if not market.known(ticker):
        return {"results": []}
    places = _printed(market, ticker, min(asked.seen_ms, _after_open(market, high)))
    places = places[_reported(market, ticker, places) >= _after_open(market, low, up=True)]
    if order == "desc":
        places = places[::-1]
    begin = int(asked.params.get(AFTER, "0"))
    answer: Row = {"results": [_trade_row(market, ticker, place) for place in places[begin : begin + limit].tolist()]}
    if begin + limit < places.size:
        answer["next_url"] = next_url(asked, begin + limit, _after_open(market, high))
    return answer


def quotes(asked: Asked, ticker: str) -> Row:
    """A page of quotes. Raises Refused."""
    if ticker in INDICES or not asked.plan.quotes:
        raise not_entitled()
    market, limit, order = asked.market, *_paging(asked, "QuotesQueryParams")
    low, high = _bounds(asked)
    if not market.known(ticker):
        return {"results": []}
    first = max(_after_open(market, low, up=True), 0)
    last = min(asked.seen_ms, _after_open(market, high), market.close_ms - 1)
    made = share_quotes(market, first, last) if ticker in STOCKS else option_quotes(market, ticker, first, last)
    if order == "desc":
        made.reverse()
    begin = int(asked.params.get(AFTER, "0"))
    answer: Row = {"results": [_quote_row(market, one) for one in made[begin : begin + limit]]}
    if begin + limit < len(made):
        answer["next_url"] = next_url(asked, begin + limit, _after_open(market, high))
    return answer


def _paging(asked: Asked, name: str) -> tuple[int, str]:
    choice_of(asked.params, "sort", ("timestamp",), "timestamp")
    order = choice_of(asked.params, "order", ("asc", "desc"), "desc")
    return limit_of(asked.params, name, DEFAULT, LARGEST), order


def _printed(market: Market, ticker: str, until_ms: int) -> Ints:
    """Places in the tape of all prints reported by `until_ms` after the open."""
    return market.ticks(ticker).between(-1, until_ms + 1).place


def _reported(market: Market, ticker: str, places: Ints) -> Ints:
    if ticker in STOCKS:
        return market.day.spy.at_ms[places]
    board = int(market.contracts.board[market.contracts.places[ticker]])
    return market.tapes[board].prints.at_ms[places]


def _print(market: Market, ticker: str, place: int) -> Print:
    if ticker in STOCKS:
        return market.share_print(place)
    return market.option_print(int(market.contracts.board[market.contracts.places[ticker]]), place)


def _conditions(one: Print) -> list[int]:
    return [one.condition] if one.condition else []


def _trade_row(market: Market, ticker: str, place: int) -> Row:
    one = _print(market, ticker, place)
    row: Row = {
        "conditions": _conditions(one),
        "correction": 0,
        "exchange": one.venue,
        "participant_timestamp": _nanos(market, one.at_ms - one.late_ms),
        "price": one.price,
        "sip_timestamp": _nanos(market, one.at_ms),
        "size": one.size,
    }
    if ticker in STOCKS:
        row |= {"id": str(one.number), "sequence_number": one.number, "tape": 2}
    return row


def _quote_row(market: Market, one: QuoteRow) -> Row:
    row: Row = {"sequence_number": one.sequence, "sip_timestamp": _nanos(market, one.at_ms)}
    if one.bid is not None:
        row |= {"bid_price": one.bid, "bid_size": one.bid_size, "bid_exchange": one.bid_venue}
    return {**row, "ask_price": one.ask, "ask_size": one.ask_size, "ask_exchange": one.ask_venue}


def _bounds(asked: Asked) -> tuple[int, int]:
    """First and last nanosecond asked for. Raises Refused."""
    low, high = 0, 2**63 - 1
    for kind, text in ranges_of(asked.params, "timestamp").items():
        first, last = _stamp(text)
        if kind in ("gte", "eq"):
            low = max(low, first)
        if kind in ("lte", "eq"):
            high = min(high, last)
        if kind == "gt":
            low = max(low, last + 1)
        if kind == "lt":
            high = min(high, first - 1)
    return low, high


def _stamp(text: str) -> tuple[int, int]:
    """First and last nanosecond of a date, or the one instant."""
    if text.isdigit():
        return int(text), int(text)
    try:
        day = Date.fromisoformat(text)
    except ValueError:
        raise bad_request("Could not parse the time parameter: 'timestamp'. Use YYYY-MM-DD or nanoseconds") from None
    following = (day + timedelta(days=1)).isoformat()
    return midnight(day.isoformat()) * 1_000_000, midnight(following) * 1_000_000 - 1


def _after_open(market: Market, nanos: int, up: bool = False) -> int:
    """Whole milliseconds after the open, rounded down or up."""
    return (nanos + (999_999 if up else 0)) // 1_000_000 - market.open_ms


def _nanos(market: Market, at_ms: int) -> int:
    return (market.open_ms + at_ms) * 1_000_000
