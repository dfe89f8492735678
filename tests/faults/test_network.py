"""The client behind a bad network: whatever was cut, held back or sliced, afterwards it has what the server has."""

import asyncio
from random import Random
from typing import Any

import pytest

from spxcc.client.connection import Client
from spxcc.client.store import Store
from tests.fakes.clock import settle
from tests.fakes.draws import Draws
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Member, Reading
from tests.fakes.server import Running, running
from tests.faults.proxy import Proxy, proxied

CHANNELS = (GEX, LEVELS, FLOW, STATUS)
WANTED = (GEX.name, LEVELS.name, FLOW.name)
ROUNDS = 12


class Market:
    """What was published so far."""

    def __init__(self, server: Running, draw: Random) -> None:
        self.server, self.draw = server, draw
        self.value = 0.0
        self.levels: dict[str, Member] = {}
        self.flow: list[str] = []

    def move(self, steps: int = 5) -> None:
        """Publish something on every channel, some times."""
        hub, as_of = self.server.desk.hub, self.server.desk.as_of
        for _ in range(steps):
            self.value += 1.0
            name = self.draw.choice("abcdef")
            if name in self.levels and self.draw.random() < 0.4:
                del self.levels[name]
            else:
                self.levels[name] = Member(name, round(self.value))
            self.flow.append(f"f{len(self.flow)}")
            hub.publish(GEX, Reading(self.value), as_of)
            hub.publish(LEVELS, list(self.levels.values()), as_of)
            hub.publish(FLOW, [Member(self.flow[-1])], as_of)

    def agrees(self, store: Store) -> bool:
        """Whether the store has what the server has, up to the last event."""
        latest = store.get(GEX)
        told = store.events(FLOW)
        if not told or told[-1].id != self.flow[-1]:
            return False
        return latest is not None and latest.value == self.value and store.items(LEVELS) == self.levels


async def agreed(market: Market, store: Store) -> None:
    """Let time pass until the store has all; the client's pauses pass with it."""
    async with asyncio.timeout(20.0):
        while not (store.connection.phase == "open" and market.agrees(store)):
            await market.server.desk.clock.advance(1.0)
            await settle(20)


async def trouble(proxy: Proxy, market: Market, draw: Random) -> None:
    """One fault with changes before, during and after it."""
    market.move()
    match draw.choice(("cut", "held", "held and cut", "sliced")):
        case "cut":
            proxy.cut()
        case "held":
            proxy.freeze()
            market.move(20)
            await settle(20)
            proxy.thaw()
        case "held and cut":
            proxy.freeze()
            market.move(20)
            await settle(20)
            proxy.cut()
        case "sliced":
            proxy.sliced = not proxy.sliced
    market.move()


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_trouble_the_store_equals_the_server_and_no_event_is_lost_or_told_twice(
    seed: int, record_property: Any
) -> None:
    """A network that cuts, holds back and slices: the client's copy equals the server's again, events come once."""
    draw = Random(seed)
    async with running() as server, proxied(server.server.port, draw) as proxy:
        clock = server.desk.clock
        market = Market(server, draw)
        store = Store(clock, CHANNELS)
        url = server.address.url.replace(str(server.server.port), str(proxy.port))
        client = Client(url, lambda: "A", store, clock, Draws([0.0]))
        client.want(WANTED)
        playing = asyncio.ensure_future(client.run())
        market.move()
        await agreed(market, store)
        for _ in range(ROUNDS):
            await trouble(proxy, market, draw)
            await agreed(market, store)
            assert [event.id for event in store.events(FLOW)] == market.flow
        told = [event.id for event in store.events(FLOW)]
        record_property("troubles", ROUNDS)
        record_property("events sent", len(market.flow))
        record_property("lost", len(set(market.flow) - set(told)))
        record_property("repeated", len(told) - len(set(told)))
        client.close()
        await playing
        async with asyncio.timeout(20.0):
            while server.server.connections or proxy.open:
                await settle(1)
