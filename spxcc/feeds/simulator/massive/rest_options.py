"""Contracts and chains: `/v3/reference/options/contracts`, `/v3/snapshot/options/…`."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from spxcc.feeds.simulator.massive.answer import Row, bad_request, not_entitled, not_found
from spxcc.feeds.simulator.massive.chain_rows import chain_rows, details, listed
from spxcc.feeds.simulator.massive.contracts import UNDERLYINGS, Contracts
from spxcc.feeds.simulator.massive.query import (
    AFTER,
    Asked,
    choice_of,
    flag_of,
    limit_of,
    next_url,
    numbers_of,
    ranges_of,
    within,
)
from spxcc.market.snapshot import Ints

Rows: TypeAlias = Callable[[Ints], list[Row]]

CHAINS = {"I:SPX": 0, "SPY": 1}
"""Underlyings as the chain names them; the reference wants them bare."""


def chain(asked: Asked, underlying: str) -> Row:
    """A page of the chain snapshot. Raises Refused."""
    if not asked.plan.snapshots:
        raise not_entitled()
    limit = limit_of(asked.params, "OptionsChainQueryParam", 10, 250)
    if underlying not in CHAINS:
        return {"results": []}
    places = listed(asked.market, asked.market.contracts.where(CHAINS[underlying]), asked.seen_ms)
    found = _sorted(asked, _filtered(asked, places), ("ticker", "expiration_date", "strike_price"))
    return _page(asked, found, limit, lambda part: chain_rows(asked.market, asked.plan, part, asked.seen_ms))


def one_option(asked: Asked, underlying: str, ticker: str) -> Row:
    """The snapshot of one contract. Raises Refused."""
    if not asked.plan.snapshots:
        raise not_entitled()
    contracts = asked.market.contracts
    place = contracts.places.get(ticker)
    if place is None or CHAINS.get(underlying) != int(contracts.board[place]):
        raise not_found("Options contract not found.")
    found = listed(asked.market, np.array([place], dtype=np.int64), asked.seen_ms)
    if not found.size:
        raise not_found("Options contract not found.")
    return {"results": chain_rows(asked.market, asked.plan, found, asked.seen_ms)[0]}


def contracts(asked: Asked) -> Row:
    """A page of the reference. Raises Refused."""
    limit = limit_of(asked.params, "OptionsContractsQueryParams", 10, 1_000)
    table = asked.market.contracts
    names = ranges_of(asked.params, "underlying_ticker")
    boards = [which for which, name in enumerate(UNDERLYINGS) if within(name, names)]
    places = np.flatnonzero(np.isin(table.board, boards))
    expired = flag_of(asked.params, "expired", False)
    gone = table.settles_ms[places] <= asked.seen_ms
    places = places[gone if expired else ~gone]
    if "ticker" in asked.params:
        places = places[[table.tickers[place] == asked.params["ticker"] for place in places.tolist()]]
    found = _sorted(asked, _filtered(asked, places), ("ticker", "underlying_ticker", "expiration_date", "strike_price"))
    return _page(asked, found, limit, lambda part: [_reference(asked, place) for place in part.tolist()])


def one_contract(asked: Asked, ticker: str) -> Row:
    """The reference of one contract. Raises Refused."""
    place = asked.market.contracts.places.get(ticker)
    if place is None:
        raise not_found("Option Ticker not found.")
    return {"results": _reference(asked, place)}


def _reference(asked: Asked, place: int) -> Row:
    board = int(asked.market.contracts.board[place])
    return {
        **details(asked.market, place),
        "cfi": "OCEICS" if board == 0 else "OCASPS",
        "primary_exchange": "XCBO" if board == 0 else "BATO",
        "underlying_ticker": UNDERLYINGS[board],
    }


def _filtered(asked: Asked, places: Ints) -> Ints:
    table: Contracts = asked.market.contracts
    right = asked.params.get("contract_type")
    if right is not None:
        if right not in ("call", "put"):
            raise bad_request("Failed to parse query parameters from URL: contract_type must be call or put")
        places = places[table.call[places] == (right == "call")]
    for kind, bound in numbers_of(asked.params, "strike_price").items():
        places = places[_compared(table.strike[places], kind, bound)]
    for kind, text in ranges_of(asked.params, "expiration_date").items():
        places = places[_compared(table.expiries[places], kind, text)]
    return places


def _compared(column: "np.ndarray[tuple[int], np.dtype[np.generic]]", kind: str, bound: float | str) -> Ints:
    keep = {"eq": np.equal, "gte": np.greater_equal, "gt": np.greater, "lte": np.less_equal, "lt": np.less}[kind]
    return np.flatnonzero(keep(column, bound))


def _sorted(asked: Asked, places: Ints, allowed: Sequence[str]) -> Ints:
    table = asked.market.contracts
    by = choice_of(asked.params, "sort", allowed, "ticker")
    if by == "expiration_date":
        places = places[np.argsort(table.expiries[places], kind="stable")]
    elif by == "strike_price":
        places = places[np.argsort(table.strike[places], kind="stable")]
    elif by == "underlying_ticker":
        places = places[np.argsort(table.board[places], kind="stable")]
    return places[::-1] if choice_of(asked.params, "order", ("asc", "desc"), "asc") == "desc" else places


def _page(asked: Asked, found: Ints, limit: int, rows: Rows) -> Row:
    begin = int(asked.params.get(AFTER, "0"))
    answer: Row = {"results": rows(found[begin : begin + limit])}
    if begin + limit < found.size:
        answer["next_url"] = next_url(asked, begin + limit)
    return answer
