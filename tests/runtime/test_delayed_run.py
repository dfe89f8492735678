"""The whole product over delayed quotes, served on loopback."""

import asyncio
import gzip
from dataclasses import replace

import httpx
import pytest

from spxcc.feeds.catalog import PlannedFeed
from spxcc.feeds.cboe.params import DOCUMENTS
from spxcc.market.units import UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_feed
from spxcc.runtime.errors import UserError
from spxcc.runtime.smoke import capture_own
from tests.fakes.real_data import real_data
from tests.fakes.snapshots import at
from tests.feeds.cboe.vendor import MORNING, Reply, body, vendor
from tests.runtime.runs import plain_config


def planned(url: str, now: UnixNanos) -> PlannedFeed:
    """The feed as if it were `now`, when its documents were made."""
    config = plain_config().with_flags(feed="cboe", cboe_url=url)
    return replace(choose_feed(config), start_at=now)


async def test_quotes_of_the_session_fill_every_channel_and_are_labelled_delayed() -> None:
    replies = {DOCUMENTS[symbol]: Reply(body=body(symbol)) for symbol in DOCUMENTS}
    with vendor(replies) as server:
        backend = Backend(planned(server.url, MORNING), plain_config(), BackendOptions())
        report = await capture_own(backend, 6.0)
    assert (report.ok, report.mode, report.missing, report.errors) == (True, "delayed", (), ())
    assert report.channels["gex:SPY"].items > 0
    assert report.channels["gex:SPX"].items > 0
    assert report.prices["SPX"]["price"] == 6000.0
    assert report.prices["SPX"]["feed_age_ms"] >= 900_000
    assert report.prices["SPX"]["change"] == 10.0
    status = backend.node.results["session"]
    assert (status.mode, status.status) == ("delayed", "open")
    assert dict(status.feeds) == {"cboe": "ok"}


@pytest.mark.slow
@pytest.mark.real_data
async def test_the_real_document_gives_gamma_of_spy() -> None:
    whole = gzip.decompress(real_data("chains/spy_2022-07-12_cdn-delayed_quotes.json.gz").read_bytes())
    with vendor({DOCUMENTS["SPY"]: Reply(body=whole)}) as server:
        backend = Backend(planned(server.url, at("18:58", "2022-07-12")), plain_config(), BackendOptions())
        report = await capture_own(backend, 10.0, ("gex:SPY", "price:SPY"))
    gex = backend.node.results["gex"].symbols["SPY"]
    assert (report.ok, report.mode, gex.reason) == (True, "delayed", None)
    assert report.channels["gex:SPY"].items > 50
    assert gex.net_gex is not None
    assert gex.net_gex < 0
    assert report.prices["SPY"]["price"] == 380.88
    assert report.prices["SPY"]["change"] == -3.35
    assert "HTTP status 404" in backend.complaints()[0]


async def test_without_the_vendor_it_lives_and_says_why() -> None:
    with vendor({}) as server:
        url = server.url
    backend = Backend(planned(url, MORNING), plain_config(), BackendOptions(no_auth=True))
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"http://127.0.0.1:{address.port}/healthz")).status_code == 200
    assert len(backend.complaints()) == 2
    assert "found no connection" in backend.complaints()[0]
    assert backend.node.failure is None
    health = backend.node.results["health"]
    assert [notice.level for notice in health.notices] == ["error", "error"]
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


def test_it_keeps_the_time_of_the_machine() -> None:
    plan = choose_feed(plain_config().with_flags(feed="cboe"))
    assert (plan.mode, plan.start_at, plan.title) == ("delayed", None, "Cboe quotes of SPX and SPY")
    backend = Backend(plan, plain_config(), BackendOptions())
    assert backend.clock is backend.wall
    with pytest.raises(UserError, match="leave it out"):
        Backend(plan, plain_config(), BackendOptions(speed=2.0))
