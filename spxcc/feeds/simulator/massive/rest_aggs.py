"""Aggregates: `/v2/aggs/ticker/…/range/…` and `/prev`."""

from collections.abc import Sequence

import numpy as np

from spxcc.feeds.simulator.massive.answer import Row, bad_request, not_found, too_recent
from spxcc.feeds.simulator.massive.base_bars import base_bars, lag_of
from spxcc.feeds.simulator.massive.fold import Bars, from_bars
from spxcc.feeds.simulator.massive.market import INDICES
from spxcc.feeds.simulator.massive.query import Asked, choice_of, cursor_of, flag_of, limit_of
from spxcc.feeds.simulator.massive.windows import CALENDAR, SPANS, Span, end_of, instant_of, midnight, starts_of
from spxcc.market.session import hours

DEFAULT, LARGEST = 5_000, 50_000


def aggregates(asked: Asked, ticker: str, parts: Sequence[str]) -> Row:
    """The envelope's fields for one window. parts: multiplier, timespan, from, to. Raises Refused."""
    span, lag = _span(parts[0], parts[1]), lag_of(ticker)
    begin, end = _window(parts[2], parts[3], lag)
    order = choice_of(asked.params, "sort", ("asc", "desc"), "asc")
    limit = limit_of(asked.params, "AggsQueryParams", DEFAULT, LARGEST)
    head: Row = {"ticker": ticker}
    if ticker not in INDICES:
        head["adjusted"] = flag_of(asked.params, "adjusted", True)
    if not asked.plan.snapshots and end > midnight(asked.market.day.grid.date):
        end = midnight(asked.market.day.grid.date) - 1
        if begin > end:
            raise too_recent()
    if not asked.market.known(ticker):
        return {**head, "queryCount": 0, "resultsCount": 0, "count": 0}
    low = int(starts_of(span, np.array([begin]), lag)[0])
    high = end_of(span, int(starts_of(span, np.array([end]), lag)[0]), lag)
    base = base_bars(asked.market, ticker, span.base, asked.seen_ms)
    found = base.take(np.flatnonzero((base.start >= low) & (base.start < high)))
    served, rest = _page(found, span, lag, limit, order)
    rows = [_row(ticker, served, at) for at in range(len(served))]
    if order == "desc":
        rows.reverse()
    answer = {**head, "queryCount": min(len(found), limit), "resultsCount": len(rows), "count": len(rows)}
    if rows:
        answer["results"] = rows
    if rest is not None and rows:
        window = (rest, end) if order == "asc" else (low, rest)
        inner = {key: value for key, value in asked.params.items() if key in ("adjusted", "sort", "limit")}
        cursor = cursor_of({**inner, "_after": "0", "_until": str(min(asked.seen_ms, high - asked.market.open_ms))})
        path = f"/v2/aggs/ticker/{ticker}/range/{parts[0]}/{parts[1]}/{window[0]}/{window[1]}"
        answer["next_url"] = f"{asked.base}{path}?cursor={cursor}"
    return answer


def previous(asked: Asked, ticker: str) -> Row:
    """The bar of the session before, stamped with its close. Raises Refused."""
    market = asked.market
    head: Row = {"ticker": ticker, "queryCount": 0, "resultsCount": 0, "adjusted": True, "count": 0}
    days = base_bars(market, ticker, "day", -1) if market.known(ticker) else None
    if days is None or not len(days):
        return head
    row = _row(ticker, days, len(days) - 1)
    session = hours(market.past.grids[-1].date)
    if session is None:
        raise not_found()
    row = {"T": ticker, **row, "t": session.close_at // 1_000_000}
    return {**head, "queryCount": 1, "resultsCount": 1, "count": 1, "results": [row]}


def _span(multiplier: str, timespan: str) -> Span:
    if timespan not in (*SPANS, *CALENDAR):
        raise bad_request(f"Could not parse the timespan parameter: '{timespan[:24]}'")
    if not multiplier.isdigit() or not 0 < int(multiplier) < 100_000:
        raise bad_request("The parameter 'multiplier' must be a positive integer")
    return Span(int(multiplier), timespan)


def _window(first: str, last: str, lag: int) -> tuple[int, int]:
    """Bounds in milliseconds; a date begins where the ticker's days do."""
    bounds = []
    for name, text in (("from", first), ("to", last)):
        found = instant_of(text)
        if found is None:
            raise bad_request(f"Could not parse the time parameter: '{name}'. Use YYYY-MM-DD or Unix MS Timestamps")
        bounds.append(found)
    (begin, from_date), (end, to_date) = bounds
    begin += lag if from_date else 0
    end += lag + 86_399_999 if to_date else 0
    if end < begin:
        raise bad_request("The parameter 'to' cannot be a time that occurs before 'from'")
    return begin, end


def _page(found: Bars, span: Span, lag: int, limit: int, order: str) -> tuple[Bars, int | None]:
    """The bars of one page in order of time, and the bound of the next page (`None` = this was the last).

    A bar that the limit cut is left to the next page, unless it is all there is.
    """
    starts = starts_of(span, found.start, lag)
    if len(found) <= limit:
        return from_bars(found, starts), None
    if order == "asc":
        cut = limit
        if starts[cut] == starts[cut - 1]:
            cut = int(np.searchsorted(starts, starts[cut])) or int(np.searchsorted(starts, starts[cut], side="right"))
        rest = None if cut >= len(found) else int(starts[cut])
        return from_bars(found.take(slice(0, cut)), starts[:cut]), rest
    cut = len(found) - limit
    if starts[cut - 1] == starts[cut]:
        cut = int(np.searchsorted(starts, starts[cut], side="right"))
        cut = cut if cut < len(found) else int(np.searchsorted(starts, starts[-1]))
    rest = None if cut <= 0 else int(starts[cut]) - 1
    return from_bars(found.take(slice(cut, len(found))), starts[cut:]), rest


def _row(ticker: str, bars: Bars, at: int) -> Row:
    row: Row = {
        "o": float(bars.open[at]),
        "c": float(bars.close[at]),
        "h": float(bars.high[at]),
        "l": float(bars.low[at]),
        "t": int(bars.start[at]),
    }
    if ticker in INDICES:
        return row
    volume = float(bars.volume[at])
    if volume > 0:
        return {"v": volume, "vw": round(float(bars.notional[at]) / volume, 4), **row, "n": int(bars.trades[at])}
    return {"v": volume, **row, "n": int(bars.trades[at])}
