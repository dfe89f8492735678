"""The door."""

import pytest

from tests.feeds.simulator.massive.markets import CONTRACT, api_of, asked


@pytest.mark.parametrize("target", ["/v9/nope", "/", "/v3/snapshot/options/a/b/c", "/v2/aggs/ticker/SPY/range/1/day"])
def test_f30_other_paths_are_not_found(target: str) -> None:
    assert asked(api_of(), target)[0] == 404


def test_f30_keys_come_by_header_or_query_and_limits_by_the_minute() -> None:
    api = api_of()
    assert asked(api, f"/v2/last/trade/{CONTRACT}", key="")[0] == 401
    found = api.answer("/v2/last/trade/SPY?apiKey=sim", {}, api.market.open_ms + 10**6, 0.0, "http://h")
    assert found.answer.status == 200
    statuses = [asked(api, "/v1/marketstatus/now", key="sim-throttled", wall_s=float(at))[0] for at in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert asked(api, "/v1/marketstatus/now", key="sim-throttled", wall_s=60.0)[0] == 200
