"""The terminal in a browser: textual-serve on loopback, for pages of this address alone."""

import shlex
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from spxcc.runtime.errors import UserError

if TYPE_CHECKING:
    from aiohttp.web import Application, Request, StreamResponse

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
MISSING = "the terminal in a browser needs textual-serve, which is not installed: pip install 'spxcc[web]'"
ENDS_WITHIN_S = 3.0
"""What open tabs have to end in, after Ctrl-C."""


def tab_command(url: str) -> str:
    """What each tab runs, for a shell. The token comes from the endpoint file, so it is on no command line."""
    return shlex.join((sys.executable, "-m", "spxcc", "tui", "--attach", url))


def own(host: str | None, origin: str | None, port: int) -> bool:
    """Whether a request is for this address and, where a page made it, from a page of it.

    Any page in the user's browser may open a websocket to loopback, and may get there under a name of its own; a
    terminal must not take keys from it.
    """
    hosts = [f"{name}:{port}" for name in NAMES]
    return host in hosts and (origin is None or origin in [f"http://{one}" for one in hosts])


def needed() -> None:
    """Raises UserError where textual-serve is missing."""
    if find_spec("textual_serve") is None:
        raise UserError(MISSING)


@asynccontextmanager
async def browsing(url: str, port: int) -> AsyncIterator[str]:
    """Serve tabs attached to the server at `url`; the address to open. port: 0 = a free one.

    Raises UserError where textual-serve is missing or the port is taken.
    """
    needed()
    # An optional extra: only who opens the page has it, and pays for its web framework.
    from aiohttp import web
    from textual_serve.server import Server

    bound = _bound(port)
    chosen = int(bound.getsockname()[1])

    @web.middleware
    async def guard(request: "Request", handler: Callable[[Any], Awaitable[Any]]) -> "StreamResponse":
        if not own(request.headers.get("Host"), request.headers.get("Origin"), chosen):
            raise web.HTTPForbidden(text="this terminal is for pages of its own address")
        answer: StreamResponse = await handler(request)
        return answer

    class Tabs(Server):
        async def on_startup(self, app: "Application") -> None:
            """Without the banner."""

        async def application(self) -> "Application":
            """Routes of textual-serve behind the guard."""
            made = await self._make_app()
            made.middlewares.append(guard)
            return made

    tabs = Tabs(tab_command(url), HOST, chosen, "spxcc", f"http://{HOST}:{chosen}")
    runner = web.AppRunner(await tabs.application(), shutdown_timeout=ENDS_WITHIN_S)
    try:
        await runner.setup()
        await web.SockSite(runner, bound).start()
        yield tabs.public_url
    finally:
        await runner.cleanup()
        bound.close()


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError as error:
        made.close()
        raise UserError(f"expected port {port} of {HOST} to be free, found: {error.strerror}; use --port", 3) from None
    return made
