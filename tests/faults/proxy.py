"""A TCP proxy that does to a connection what networks do: cuts it, slices it, holds it back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random


class Proxy:
    """Between a client and a port of this machine. `port` is where it listens; faults can be told at any time."""

    def __init__(self, target: int, draw: Random) -> None:
        self.port = 0
        self.sliced = False
        self._target = target
        self._draw = draw
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """Ends of connections it holds."""
        return len(self._writers)

    def freeze(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self._flowing.clear()

    def thaw(self) -> None:
        """What was held back passes."""
        self._flowing.set()

    def cut(self) -> None:
        """All connections are reset; what was under way is lost."""
        for task in self._tasks:
            task.cancel()
        for writer in tuple(self._writers):
            writer.transport.abort()
        self._flowing.set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A client has come."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", self._target)
            self._writers.add(back)
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._pump(reader, back))
                    both.create_task(self._pump(onward, writer))
            finally:
                back.transport.abort()
                self._writers.discard(back)
        except (asyncio.CancelledError, ConnectionError, ExceptionGroup):
            pass
        finally:
            writer.transport.abort()
            self._writers.discard(writer)
            self._tasks.discard(task)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            await self._flowing.wait()
            while data:
                size = self._draw.randrange(1, 12) if self.sliced else len(data)
                target.write(data[:size])
                await target.drain()
                data = data[size:]
        raise ConnectionResetError("one end is gone")


@asynccontextmanager
async def proxied(target: int, draw: Random) -> AsyncIterator[Proxy]:
    """Listen before `target`; at the end all is cut."""
    proxy = Proxy(target, draw)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
        await asyncio.wait_for(server.wait_closed(), 10.0)
