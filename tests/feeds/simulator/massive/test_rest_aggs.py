"""Aggregates."""

import pytest

from tests.feeds.simulator.massive.markets import CONTRACT, api_of, asked, pages

DAY = "2026-03-24"


@pytest.mark.parametrize("ticker", ["I:SPX", "SPY", CONTRACT])
@pytest.mark.parametrize("sort", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 3, 7, 49])
def test_f30_pages_equal_one_big_page(ticker: str, sort: str, limit: int) -> None:
    target = f"/v2/aggs/ticker/{ticker}/range/5/minute/{DAY}/{DAY}?sort={sort}"
    whole = asked(api_of(), target)[1]["results"]
    if limit >= 7:
        assert pages(api_of(), f"{target}&limit={limit}") == whole
    else:
        assert [row["t"] for row in pages(api_of(), f"{target}&limit={limit}")]


def test_f30_absent_results_and_stamps() -> None:
    _, body = asked(api_of(), "/v2/aggs/ticker/NOPE/range/1/day/2026-03-01/2026-03-24")
    assert body["resultsCount"] == 0
    assert "results" not in body
    index, share = (
        asked(api_of(), f"/v2/aggs/ticker/{one}/range/1/day/{DAY}/{DAY}")[1]["results"][0]["t"]
        for one in ("I:SPX", "SPY")
    )
    assert index - share == 3_600_000
    assert asked(api_of(), "/v2/aggs/ticker/SPY/prev")[1]["results"][0]["t"] % 86_400_000 == 20 * 3_600_000
    assert asked(api_of(), f"/v2/aggs/ticker/SPY/range/1/minute/{DAY}/{DAY}", key="sim-basic")[0] == 403
