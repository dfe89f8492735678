"""`python -m spxcc.runtime.bench.gateways_child ROLE URL SIZE`: one half of a server, with the bus between.

An engine publishes a frame of SIZE bytes for every byte on its standard input. A gateway serves what it follows and
prints its port. Both end with their input.
"""

import asyncio
import sys
from collections.abc import Callable

from spxcc.gateway.bus.by_nats import Login, connect
from spxcc.gateway.bus.follower import Follower
from spxcc.gateway.bus.messages import Want
from spxcc.gateway.bus.writer import Greeting, HubWriter
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.hub import Hub
from spxcc.gateway.limits import Caps
from spxcc.gateway.local import NoAuth
from spxcc.gateway.server import GatewayServer
from spxcc.runtime.bench.clients_server import FRAMES, OPEN, Maker
from spxcc.runtime.clock import SystemClock

TICK_S = 0.25


async def engine(url: str, size: int) -> None:
    """Until standard input ends."""
    clock = SystemClock()
    hub, maker = Hub("bench", clock.now), Maker(FRAMES, size, clock)
    bus = await connect(url, "bench", Login(), clock)
    term = await bus.acquire(2.0) or 1
    writing = asyncio.ensure_future(HubWriter(hub, bus, lambda: term, Greeting("sim", "bench", 0.0), clock).run())

    def publish(count: int) -> None:
        for _ in range(count):
            hub.publish(FRAMES, maker.tick(hub.seq(FRAMES.name) + 1), clock.now())

    publish(1)
    await _told(publish, "ready")
    writing.cancel()
    await asyncio.wait({writing})


async def gateway(url: str) -> None:
    """Until standard input ends."""
    clock = SystemClock()
    hub = Hub("gateway", clock.now)
    # Who subscribes before the engine was heard waits for its first value.
    hub.declare(FRAMES)
    bus = await connect(url, "bench", Login(), clock)
    asking: set[asyncio.Task[None]] = set()

    def want(names: tuple[str, ...]) -> None:
        asking.add(asyncio.ensure_future(bus.want(Want(channels=names))))

    follower = Follower(hub, {FRAMES.name: FRAMES}.get, want, clock.monotonic)
    caps = Caps(OPEN, OPEN, OPEN, OPEN)
    server = GatewayServer(hub, NoAuth(), clock, GatewayConfig(port=0, mode="sim", caps=caps))
    await bus.follow(follower.take, follower.hear)
    address = await server.start()
    ticking = asyncio.ensure_future(_tick(follower, clock))
    await _told(lambda count: None, str(address.port))
    ticking.cancel()


async def _tick(follower: Follower, clock: SystemClock) -> None:
    while True:
        await clock.sleep(TICK_S)
        follower.tick()


class _Told(asyncio.Protocol):
    def __init__(self, do: Callable[[int], None], ended: asyncio.Event) -> None:
        self._do, self._ended = do, ended

    def data_received(self, data: bytes) -> None:
        """A deed a byte."""
        self._do(len(data))

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        self._ended.set()


async def _told(do: Callable[[int], None], first: str) -> None:
    ended = asyncio.Event()
    await asyncio.get_running_loop().connect_read_pipe(lambda: _Told(do, ended), sys.stdin)
    sys.stdout.write(f"{first}\n")
    sys.stdout.flush()
    await ended.wait()


if __name__ == "__main__":
    role, where = sys.argv[1:3]
    asyncio.run(engine(where, int(sys.argv[3])) if role == "engine" else gateway(where))
