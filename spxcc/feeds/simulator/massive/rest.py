"""The door of the REST side: key, plan, limit, route, envelope."""

import hashlib
from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from spxcc.feeds.simulator.massive import rest_aggs, rest_options, rest_snapshots, rest_status, rest_ticks, tables
from spxcc.feeds.simulator.massive.answer import (
    Answer,
    Refused,
    Row,
    bare,
    not_entitled,
    not_found,
    over_limit,
    refusal,
    unknown_key,
)
from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.faults_rest import Delivery, delivered, instead, spoiled
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.plans import PLANS, Plan, product_of
from spxcc.feeds.simulator.massive.query import AFTER, Asked, Params, limit_of, next_url, params_of
from spxcc.market.units import UnixMillis

WINDOW_S = 60.0


class RestApi:
    """Answers requests about one market."""

    def __init__(self, market: Market, box: FaultBox) -> None:
        self.market, self.box = market, box
        self._number = 0
        self._asked: dict[str, deque[float]] = {}

    def answer(self, target: str, headers: Mapping[str, str], now: UnixMillis, wall_s: float, base: str) -> Delivery:
        """The answer to GET `target` (path and query) and how it is brought. headers: lower-case names.

        now: market time. wall_s: seconds of any steady clock, for limits by the minute. base: scheme and host.
        """
        self._number += 1
        number, at_ms = self._number, now - self.market.open_ms
        try:
            other = instead(self.box, at_ms, number)
            if isinstance(other, Refused):
                raise other
            made = self._made(target, headers, now, wall_s, base) if other is None else other
        except Refused as refused:
            made = refusal(refused, self._request_id(target))
        return delivered(self.box, made, at_ms, number)

    def _made(self, target: str, headers: Mapping[str, str], now: UnixMillis, wall_s: float, base: str) -> Answer:
        split = urlsplit(target)
        params = params_of(split.query)
        plan = self._admitted(params, headers, wall_s)
        at_ms = now - self.market.open_ms
        asked = Asked(self.market, plan, unquote(split.path), params, self.box.standstill(at_ms), base)
        parts = asked.path.strip("/").split("/")
        if parts == ["v1", "marketstatus", "now"]:
            skew = self.box.strike("skew", at_ms, self._number)
            return bare(rest_status.now(now + (0 if skew is None else round(1_000 * (skew.value or 5.0)))))
        if parts == ["v1", "marketstatus", "upcoming"]:
            return bare(rest_status.upcoming(now))
        body = spoiled(self.box, _routed(asked, parts), base + target, at_ms, self._number, AFTER in params)
        whole = {**body, "status": plan.status, "request_id": self._request_id(target)}
        return Answer(200, msgspec.json.encode(whole))

    def _request_id(self, target: str) -> str:
        seed = self.market.day.seed
        return hashlib.blake2b(f"{seed.number} {seed.scenario} {target}".encode(), digest_size=16).hexdigest()

    def _admitted(self, params: Params, headers: Mapping[str, str], wall_s: float) -> Plan:
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        key = bearer.strip() if scheme.lower() == "bearer" else params.get("apiKey", "")
        plan = PLANS.get(key)
        if plan is None:
            raise unknown_key(bool(key))
        if plan.per_minute is None:
            return plan
        asked = self._asked.setdefault(plan.name, deque())
        while asked and asked[0] <= wall_s - WINDOW_S:
            asked.popleft()
        if len(asked) >= plan.per_minute:
            raise over_limit()
        asked.append(wall_s)
        return plan


def _routed(asked: Asked, parts: list[str]) -> Row:
    match parts:
        case ["v2", "aggs", "ticker", ticker, "range", *window] if len(window) == 4:
            return rest_aggs.aggregates(_entitled(asked, ticker), ticker, window)
        case ["v2", "aggs", "ticker", ticker, "prev"]:
            return rest_aggs.previous(_entitled(asked, ticker), ticker)
        case [version, *kind, ticker] if route := _BY_TICKER.get("/".join([version, *kind])):
            return route(_entitled(asked, ticker), ticker)
        case ["v3", "snapshot", "options" | "indices", *_] | ["v3", "snapshot"]:
            return _snapshot(asked, parts[2:])
        case ["v3", "reference", "options", "contracts"]:
            return rest_options.contracts(_entitled(asked, "O:"))
        case ["v3", "reference", "options", "contracts", ticker]:
            return rest_options.one_contract(_entitled(asked, "O:"), ticker)
        case ["v3", "reference", "conditions"]:
            return _table(asked, tables.conditions(), 10)
        case ["v3", "reference", "exchanges"]:
            return _table(asked, tables.exchanges(), 1_000)
    raise not_found("404 page not found")


_BY_TICKER: Mapping[str, Callable[[Asked, str], Row]] = {
    "v2/last/trade": rest_ticks.last_trade,
    "v2/last/nbbo": rest_ticks.last_quote,
    "v3/trades": rest_ticks.trades,
    "v3/quotes": rest_ticks.quotes,
}


def _snapshot(asked: Asked, parts: list[str]) -> Row:
    match parts:
        case ["options", underlying]:
            return rest_options.chain(_entitled(asked, "O:"), underlying)
        case ["options", underlying, ticker]:
            return rest_options.one_option(_entitled(asked, "O:"), underlying, ticker)
        case ["indices"]:
            return rest_snapshots.indices(asked)
        case []:
            return rest_snapshots.universal(asked)
    raise not_found("404 page not found")


def _entitled(asked: Asked, ticker: str) -> Asked:
    if product_of(ticker) not in asked.plan.products:
        raise not_entitled()
    return asked


def _table(asked: Asked, rows: list[Row], default: int) -> Row:
    """A page of a fixed table, filtered by equality."""
    limit = limit_of(asked.params, "ReferenceQueryParams", default, 1_000)
    for key in ("asset_class", "locale", "id"):
        if key in asked.params:
            rows = [row for row in rows if str(row.get(key)) == asked.params[key]]
    begin = int(asked.params.get(AFTER, "0"))
    answer: Row = {"results": rows[begin : begin + limit], "count": len(rows[begin : begin + limit])}
    if begin + limit < len(rows):
        answer["next_url"] = next_url(asked, begin + limit)
    return answer
