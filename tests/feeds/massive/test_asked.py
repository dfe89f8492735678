"""A first price on demand."""

import httpx
import pytest

from spxcc.feeds.massive.asked import PriceDesk
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.params import CallLimits
from spxcc.market.feed import AskedPrice, NoPrice
from tests.feeds.massive.vendor import NOW, Bench, World, page


def prices(world: World) -> tuple[PriceDesk, Bench]:
    bench = Bench(world, CallLimits(tries=1))
    return PriceDesk(bench.client, Desk(FeedTime(bench.clock, follow=False))), bench


async def test_f13_one_request_gives_price_time_and_source() -> None:
    desk, bench = prices(World())
    assert await desk.price_of("AAPL") == AskedPrice("AAPL", 100.25, NOW, "massive", 99.0, 1234.0)
    assert [str(request.url.params["ticker.any_of"]) for request in bench.asked] == ["AAPL"]
    index = await desk.price_of("RUT")
    assert (index.symbol, index.price) == ("RUT", 6000.5)
    assert bench.asked[-1].url.params["ticker.any_of"] == "I:RUT"


@pytest.mark.parametrize(
    ("symbol", "broken", "unknown"),
    [
        ("NOPE", {}, True),
        ("NDX", {}, False),
        ("AAPL", {"/v3/snapshot": httpx.Response(403)}, False),
        ("AAPL", {"/v3/snapshot": httpx.Response(404)}, True),
        ("AAPL", {"/v3/snapshot": httpx.ConnectError("no")}, False),
        ("AAPL", {"/v3/snapshot": httpx.Response(200, content=page([]))}, True),
        ("AAPL", {"/v3/snapshot": httpx.Response(200, content=page([{"ticker": "AAPL"}]))}, False),
        ("A" * 7000, {}, True),
    ],
)
async def test_no_price_says_whether_for_good(symbol: str, broken: dict[str, httpx.Response], unknown: bool) -> None:
    desk, _ = prices(World(broken=dict(broken)))
    with pytest.raises(NoPrice) as caught:
        await desk.price_of(symbol)
    assert caught.value.unknown is unknown
    assert len(caught.value.why) < 200
