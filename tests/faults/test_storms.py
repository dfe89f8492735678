"""Many at once, and peers that are gone without a word."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.gateway.prices import CachedPrices, FetchedPrice
from spxcc.market.units import UnixNanos
from tests.fakes.channels import Quote
from tests.fakes.gateway import GEX, Reading, price_channel
from tests.fakes.server import Client, Running, client, running, settle
from tests.faults.test_fuzz import OPENING

CROWD = 1_000
WIDE = replace(GatewayConfig(), caps=Caps(total=2_000, per_address=2_000, unauthenticated=2_000, per_user=2_000))


class Vendor:
    """Counts what it is asked; answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()

    async def __call__(self, symbol: str) -> FetchedPrice:
        self.asked.append(symbol)
        await self.open.wait()
        return FetchedPrice(Quote(symbol, 6_000.0), 0)


class Later:
    """A price source that is known once the server runs."""

    source: CachedPrices

    async def ensure(self, symbol: str) -> None:
        await self.source.ensure(symbol)


@asynccontextmanager
async def market(vendor: Vendor) -> AsyncIterator[Running]:
    """A server whose first prices come from the vendor."""
    later = Later()
    async with running(WIDE, prices=later) as server:
        hub, clock = server.desk.hub, server.desk.clock

        def known(symbol: str) -> UnixNanos | None:
            latest = hub.latest(f"price:{symbol}")
            return None if latest is None else latest.as_of

        def publish(symbol: str, price: FetchedPrice) -> None:
            hub.publish(price_channel(symbol), price.value, clock.now())

        later.source = CachedPrices(known, lambda _: False, publish, vendor, clock)
        yield server


async def subscribed(reader: Client) -> None:
    """Ask for a cold symbol and a channel, and wait until both are whole."""
    await reader.say(type="subscribe", channels=["gex:SPX"], symbols=["QQQ"])
    waiting = {"gex:SPX", "price:QQQ"}
    while waiting:
        waiting.discard((await reader.until("synced"))["channel"])


async def crowd(count: int) -> float:
    """So many connect and subscribe at once. Returns the seconds until all have all."""
    vendor = Vendor()
    vendor.open.set()
    async with market(vendor) as server, AsyncExitStack() as stack:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        began = perf_counter()

        async def come() -> Client:
            reader = await stack.enter_async_context(client(server))
            await subscribed(reader)
            return reader

        readers = await asyncio.gather(*(come() for _ in range(count)))
        took = perf_counter() - began
        assert vendor.asked == ["QQQ"]
        assert (server.server.connections, server.server._gate.refused) == (count, 0)
        server.desk.hub.publish(GEX, Reading(2.0), server.desk.as_of)
        last = [(await reader.read())[0] for reader in readers]
        assert {frame["data"]["value"] for frame in last} == {2.0}
        assert {frame["seq"] for frame in last} == {2}
    return took


async def test_a_hundred_who_subscribe_at_once_all_get_all_for_one_question_to_the_vendor(
    record_property: Any,
) -> None:
    """A hundred subscribe at once to what is not there yet: the vendor is asked once, and all get all."""
    await crowd(100)
    record_property("clients", 100)


@pytest.mark.slow
async def test_a_thousand_who_connect_and_subscribe_at_once_all_get_all(record_property: Any) -> None:
    """A thousand connect and subscribe at once: nobody is refused, and all get all within 10 s."""
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 3 * CROWD:
        pytest.skip(f"needs {3 * CROWD} open files: raise `ulimit -n`")
    # Both ends share this process, so that the server alone takes less than half of it.
    assert await crowd(CROWD) < 10.0
    record_property("clients", CROWD)


async def test_who_waits_for_a_slow_vendor_hears_of_it_and_gets_the_price_later() -> None:
    """The vendor is slow with a first price: who waits hears so within 2.5 s, and gets the price when it comes."""
    vendor = Vendor()
    async with market(vendor) as server, client(server) as reader:
        await reader.say(type="subscribe", symbols=["QQQ"])
        await reader.until("subscribed")
        await server.desk.clock.advance(2.5)
        error = await reader.until("error")
        assert (error["code"], error["channel"]) == ("unavailable", "price:QQQ")
        vendor.open.set()
        assert (await reader.until("price"))["price"] == 6_000.0


async def test_a_subscribe_storm_of_one_connection_meets_the_rate_and_costs_the_others_nothing() -> None:
    """A connection subscribes without end: it meets its rate, the vendor is asked once, the others notice nothing."""
    vendor = Vendor()
    async with market(vendor) as server, client(server) as storm, client(server, "B") as good:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        for _ in range(40):
            await storm.say(type="subscribe", channels=["gex:SPX"], symbols=["QQQ"])
            await storm.say(type="unsubscribe", channels=["gex:SPX"], symbols=["QQQ"])
        assert (await storm.until("error"))["code"] == "rate_limited"
        await settle()
        assert vendor.asked == ["QQQ"]
        await good.say(type="subscribe", channels=["gex:SPX"])
        assert (await good.until("synced"))["count"] == 1
        storm.socket.transport.abort()


async def test_a_peer_that_is_gone_without_a_word_is_let_go_and_leaves_nothing() -> None:
    """A peer answers no ping: it is let go with 1011 and leaves nothing."""
    quick = replace(GatewayConfig(), ping_interval=0.5, ping_timeout=0.5, close_timeout=0.05)
    async with running(quick) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.server.port)
        writer.write(OPENING)
        await reader.readuntil(b"\r\n\r\n")
        # It is there, takes what comes, and answers no ping.
        async with asyncio.timeout(20.0):
            await server.desk.clock.advance(2.0)
            await reader.read()
            while server.server.connections or len(server.server._admission):
                await settle(1)
        writer.close()
        assert list(server.server._ended) == ["1011"]
