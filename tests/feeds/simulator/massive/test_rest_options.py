"""Contracts and chains."""

import pytest

from tests.feeds.simulator.massive.markets import CONTRACT, api_of, asked, pages


@pytest.mark.parametrize("sort", ["ticker", "expiration_date", "strike_price"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_f30_sorted_pages_hold_every_contract_once(sort: str, order: str) -> None:
    rows = pages(api_of(), f"/v3/snapshot/options/SPY?limit=50&sort={sort}&order={order}")
    keys = [row["details"][sort] for row in rows]
    assert keys == sorted(keys, reverse=order == "desc")
    assert len({row["details"]["ticker"] for row in rows}) == len(rows) == 392


def test_f30_prefixes_belong_to_the_endpoint() -> None:
    assert asked(api_of(), "/v3/snapshot/options/SPX")[1]["results"] == []
    assert asked(api_of(), "/v3/reference/options/contracts?underlying_ticker=I:SPX")[1]["results"] == []
    assert asked(api_of(), f"/v3/snapshot/options/SPY/{CONTRACT}")[0] == 404
    assert isinstance(asked(api_of(), f"/v3/snapshot/options/I%3ASPX/{CONTRACT}")[1]["results"], dict)


def test_f30_expired_contracts() -> None:
    after = 24_000_000
    target = "/v3/reference/options/contracts?underlying_ticker=SPX&expiration_date=2026-03-24&limit=1000"
    assert asked(api_of(), target, after)[1]["results"] == []
    assert len(asked(api_of(), target + "&expired=true", after)[1]["results"]) == 254
