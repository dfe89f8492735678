"""`python -m spxcc.runtime.bench.clients_server KIND SIZE BULK`: a server of this house, or the bare library's.

Told on standard input, a byte a deed: `p` publishes a frame of SIZE bytes to all, `b` one of BULK bytes to those who
asked for it. Prints its port, and ends with its input.
"""

import asyncio
import gc
import sys
from collections.abc import Callable

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast, serve

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.frame import Stamp, channel_payload
from spxcc.gateway.hub import Hub
from spxcc.gateway.iso import iso
from spxcc.gateway.limits import Caps
from spxcc.gateway.local import NoAuth
from spxcc.gateway.server import GatewayServer
from spxcc.market.clock import Clock
from spxcc.protocol.channel import StateChannel
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.memory import settle

KINDS = ("ours", "library")
BACKLOG = 4_096
OPEN = 20_000
"""More than any of these benchmarks opens; the settings of a server for the public are far lower."""


class Tick(msgspec.Struct, frozen=True):
    """When it was published (seconds of the monotonic clock), and as many letters as its frame needs."""

    at: str
    pad: str


FRAMES, BULK = StateChannel("gex:SPX", "spx_gex", Tick), StateChannel("regime:update", "spx_regime", Tick)


class Maker:
    """Values whose frames have `size` bytes."""

    def __init__(self, channel: StateChannel[Tick], size: int, clock: Clock) -> None:
        self._clock, self._size, self._channel = clock, size, channel

    def tick(self, seq: int) -> Tick:
        """The value of the frame `seq`."""
        at = f"{self._clock.monotonic():019.9f}"
        bare = len(self.payload(Tick(at, ""), seq))
        if bare > self._size:
            raise ValueError(f"expected frames of {bare} bytes or more, found {self._size}")
        return Tick(at, "x" * (self._size - bare))

    def payload(self, tick: Tick, seq: int) -> bytes:
        """The frame of the hub."""
        now = self._clock.now()
        data = msgspec.json.encode(tick)
        return channel_payload(self._channel, data, Stamp("bench", iso(now), now, False), seq=seq)


async def _ours(clock: Clock, makers: dict[bytes, Maker]) -> tuple[int, dict[bytes, Callable[[], None]]]:
    hub = Hub("bench", clock.now)
    caps = Caps(OPEN, OPEN, OPEN, OPEN)
    server = GatewayServer(hub, NoAuth(), clock, GatewayConfig(port=0, mode="sim", caps=caps))

    def publish(kind: bytes, channel: StateChannel[Tick]) -> None:
        hub.publish(channel, makers[kind].tick(hub.seq(channel.name) + 1), clock.now())

    publish(b"p", FRAMES)
    publish(b"b", BULK)
    deeds = {b"p": lambda: publish(b"p", FRAMES), b"b": lambda: publish(b"b", BULK)}
    return (await server.start()).port, deeds


async def _library(clock: Clock, makers: dict[bytes, Maker]) -> tuple[int, dict[bytes, Callable[[], None]]]:
    """`broadcast` as its documentation has it."""
    connections: set[ServerConnection] = set()
    seq = 0

    async def handler(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    def publish() -> None:
        nonlocal seq
        seq += 1
        maker = makers[b"p"]
        broadcast(connections, maker.payload(maker.tick(seq), seq), text=True)

    server = await serve(handler, "127.0.0.1", 0, compression=None, backlog=BACKLOG)
    return server.sockets[0].getsockname()[1], {b"p": publish}


async def main(kind: str, size: int, bulk: int) -> None:
    """Serve until standard input ends."""
    clock, ended = SystemClock(), asyncio.Event()
    makers = {b"p": Maker(FRAMES, size, clock), b"b": Maker(BULK, bulk, clock)}
    port, deeds = await (_ours if kind == "ours" else _library)(clock, makers)

    class Told(asyncio.Protocol):
        """Does what comes in."""

        def data_received(self, data: bytes) -> None:
            for at in range(len(data)):
                deeds[data[at : at + 1]]()

        def connection_lost(self, exc: Exception | None) -> None:
            ended.set()

    await asyncio.get_running_loop().connect_read_pipe(Told, sys.stdin)
    settle()
    gc.collect()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
