"""Paths and parameters."""

import pytest

from spxcc.feeds.massive import endpoints


def test_f30_the_paths_are_the_vendors() -> None:
    assert endpoints.MARKET_NOW.path == "/v1/marketstatus/now"
    assert endpoints.MARKET_UPCOMING.path == "/v1/marketstatus/upcoming"
    bars = endpoints.aggregates("I:SPX", "minute", "2026-01-01", "2026-01-14", 5)
    assert bars.path == "/v2/aggs/ticker/I:SPX/range/5/minute/2026-01-01/2026-01-14"
    assert bars.params == {"limit": "50000", "sort": "asc"}
    assert endpoints.previous_bar("SPY").path == "/v2/aggs/ticker/SPY/prev"
    assert endpoints.last_trade("SPY").path == "/v2/last/trade/SPY"
    assert endpoints.last_quote("SPY").path == "/v2/last/nbbo/SPY"
    assert endpoints.contract("O:SPXW260114C06000000").path.endswith("contracts/O:SPXW260114C06000000")
    one = endpoints.chain_contract("I:SPX", "O:SPXW260114C06000000")
    assert one.path == "/v3/snapshot/options/I:SPX/O:SPXW260114C06000000"


def test_the_pages_are_as_large_as_allowed() -> None:
    assert endpoints.chain("I:SPX").params["limit"] == "250"
    assert endpoints.contracts("SPX").params == {"underlying_ticker": "SPX", "limit": "1000"}
    assert endpoints.indices(["I:SPX", "I:VIX"]).params == {"ticker.any_of": "I:SPX,I:VIX", "limit": "250"}
    assert endpoints.universal(["SPY"]).path == "/v3/snapshot"
    assert endpoints.conditions("options").params["asset_class"] == "options"
    assert endpoints.exchanges("options").params["asset_class"] == "options"


def test_windows_of_the_tape_do_not_overlap() -> None:
    for question in (endpoints.trades("O:X", 5, 9), endpoints.quotes("O:X", 5, 9)):
        assert (question.params["timestamp.gte"], question.params["timestamp.lt"]) == ("5", "9")
        assert (question.params["order"], question.params["limit"]) == ("asc", "50000")


@pytest.mark.parametrize("tickers", [[], ["A"] * 251, ["O:SPXW260114C06000000" * 20] * 30])
def test_lists_that_do_not_fit_are_refused(tickers: list[str]) -> None:
    with pytest.raises(ValueError, match="tickers"):
        endpoints.universal(tickers)
