"""The questions that Massive answers: paths and parameters. Tickers are the vendor's (see `tickers`)."""

from collections.abc import Mapping, Sequence

from spxcc.feeds.massive.client import Question
from spxcc.feeds.massive.params import BASE_BARS, CONTRACT_ROWS, PAGE_ROWS

MARKET_NOW = Question("/v1/marketstatus/now")
MARKET_UPCOMING = Question("/v1/marketstatus/upcoming")
_URL_BYTES = 6_000


def aggregates(ticker: str, span: str, start: str, end: str, multiplier: int = 1) -> Question:
    """Bars of `multiplier` times `span` (second … year) from `start` to `end`, each a date or milliseconds."""
    params = {"limit": str(BASE_BARS), "sort": "asc"}
    return Question(f"/v2/aggs/ticker/{ticker}/range/{multiplier}/{span}/{start}/{end}", params)


def previous_bar(ticker: str) -> Question:
    """The daily bar of the session before."""
    return Question(f"/v2/aggs/ticker/{ticker}/prev")


def last_trade(ticker: str) -> Question:
    """Of a stock or an option; an index has none."""
    return Question(f"/v2/last/trade/{ticker}")


def last_quote(ticker: str) -> Question:
    """Of a stock."""
    return Question(f"/v2/last/nbbo/{ticker}")


def contracts(underlying: str, filters: Mapping[str, str] | None = None) -> Question:
    """Listed contracts of a bare underlying."""
    return Question(
        "/v3/reference/options/contracts",
        {"underlying_ticker": underlying, "limit": str(CONTRACT_ROWS), **(filters or {})},
    )


def contract(ticker: str) -> Question:
    """One listed contract."""
    return Question(f"/v3/reference/options/contracts/{ticker}")


def chain(underlying: str, filters: Mapping[str, str] | None = None) -> Question:
    """Snapshot of a chain; `filters` such as `expiration_date.gte`."""
    return Question(f"/v3/snapshot/options/{underlying}", {"limit": str(PAGE_ROWS), **(filters or {})})


def chain_contract(underlying: str, ticker: str) -> Question:
    """Snapshot of one contract."""
    return Question(f"/v3/snapshot/options/{underlying}/{ticker}")


def indices(tickers: Sequence[str]) -> Question:
    """Snapshot of indices. Raises ValueError for more than fit."""
    return Question("/v3/snapshot/indices", _any_of(tickers))


def universal(tickers: Sequence[str]) -> Question:
    """Snapshot of tickers of any kind. Raises ValueError for more than fit."""
    return Question("/v3/snapshot", _any_of(tickers))


def trades(ticker: str, since_ns: int, until_ns: int) -> Question:
    """The tape of one ticker, oldest first; nanoseconds, `since_ns` inclusive, `until_ns` not."""
    return Question(f"/v3/trades/{ticker}", _window(since_ns, until_ns))


def quotes(ticker: str, since_ns: int, until_ns: int) -> Question:
    """The quotes of one ticker, oldest first; bounds as for `trades`."""
    return Question(f"/v3/quotes/{ticker}", _window(since_ns, until_ns))


def conditions(asset_class: str) -> Question:
    """Conditions of `stocks` or `options`."""
    return Question("/v3/reference/conditions", {"asset_class": asset_class, "limit": "1000"})


def exchanges(asset_class: str) -> Question:
    """Venues of `stocks` or `options`."""
    return Question("/v3/reference/exchanges", {"asset_class": asset_class})


def _any_of(tickers: Sequence[str]) -> dict[str, str]:
    text = ",".join(tickers)
    if not tickers or len(tickers) > PAGE_ROWS or len(text) > _URL_BYTES:
        raise ValueError(f"expected 1 to {PAGE_ROWS} tickers of {_URL_BYTES} bytes in all, found {len(tickers)}")
    return {"ticker.any_of": text, "limit": str(PAGE_ROWS)}


def _window(since_ns: int, until_ns: int) -> dict[str, str]:
    return {
        "timestamp.gte": str(since_ns),
        "timestamp.lt": str(until_ns),
        "order": "asc",
        "sort": "timestamp",
        "limit": str(BASE_BARS),
    }
