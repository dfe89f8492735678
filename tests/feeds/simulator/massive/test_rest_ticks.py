"""Prints and quotes over REST."""

import pytest

from tests.feeds.simulator.massive.markets import CONTRACT, api_of, asked, pages


@pytest.mark.parametrize("kind", ["trades", "quotes"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_f30_pages_equal_one_big_page(kind: str, order: str) -> None:
    target = f"/v3/{kind}/{CONTRACT}?order={order}"
    assert pages(api_of(), f"{target}&limit=333") == pages(api_of(), f"{target}&limit=50000")


def test_f30_ask_is_upper_case() -> None:
    row = asked(api_of(), "/v2/last/nbbo/SPY")[1]["results"]
    assert row["P"] > row["p"]
    assert asked(api_of(), "/v2/last/nbbo/I:SPX")[0] == 403
    assert asked(api_of(), "/v3/trades/I:SPX")[0] == 403
    assert asked(api_of(), "/v3/quotes/SPY", key="sim-delayed")[0] == 403


def test_f30_a_date_is_a_whole_day() -> None:
    assert asked(api_of(), "/v3/trades/SPY?timestamp=2026-03-24&limit=5")[1]["results"]
    assert asked(api_of(), "/v3/trades/SPY?timestamp=2026-03-23&limit=5")[1]["results"] == []
    assert asked(api_of(), "/v3/trades/SPY?timestamp=soon")[0] == 400
