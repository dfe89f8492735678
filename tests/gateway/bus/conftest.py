"""Every way to carry the bus."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from spxcc.gateway.bus.interface import Bus
from spxcc.gateway.bus.memory import Exchange, MemoryBus
from spxcc.runtime.clock import SystemClock
from tests.fakes.nats import NatsServer

Make: TypeAlias = Callable[[], Awaitable[Bus]]


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """One for all tests that do not harm it."""
    server = NatsServer(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.end()


@pytest.fixture(params=["memory", "nats"])
async def make(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Make]:
    """Makes participants of one bus."""
    made: list[Bus] = []
    exchange = Exchange(SystemClock())
    server = request.getfixturevalue("nats_server") if request.param == "nats" else None

    async def participant() -> Bus:
        if server is None:
            bus: Bus = MemoryBus(exchange)
        else:
            from spxcc.gateway.bus.by_nats import Login, connect

            bus = await connect(server.url, tmp_path.name, Login(), SystemClock())
        made.append(bus)
        return bus

    yield participant
    for bus in made:
        await bus.close()
