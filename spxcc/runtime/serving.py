"""A backend that other commands of this user find: started, announced, played, and withdrawn at the end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from spxcc.gateway.config import ServerAddress
from spxcc.gateway.server import BindError, GatewayServer
from spxcc.runtime.endpoint import Endpoint, announce, withdraw
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths


class Servable(Protocol):
    """A backend, or a gateway to one elsewhere."""

    server: GatewayServer

    async def start(self) -> ServerAddress:
        """Listen. Raises BindError."""
        ...

    async def run(self) -> None:
        """Until it is cancelled."""

    async def stop(self) -> None:
        """Close in order."""

    def token(self) -> str | None:
        """The local token of this run, where there is one."""
        ...


@asynccontextmanager
async def serving(backend: Servable) -> AsyncIterator[str]:
    """Its address, while it plays. Raises UserError where it cannot listen."""
    try:
        address = await backend.start()
    except BindError as error:
        raise UserError(str(error), 3) from None
    endpoint_file, pid, token = user_paths().endpoint_file, os.getpid(), backend.token()
    if token is not None:
        announce(endpoint_file, Endpoint(url=address.url, pid=pid, token=token))
    playing = asyncio.ensure_future(backend.run())
    try:
        yield address.url
    finally:
        withdraw(endpoint_file, pid)
        # Who reads until the last moment reads what is true then: the feed plays on while the server drains.
        await backend.server.stop()
        playing.cancel()
        await asyncio.wait({playing})
        await backend.stop()


async def until_ended() -> None:
    """Until Ctrl-C or a request to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    await ended.wait()
