"""The websocket server: binds, opens connections, beats time for them, and stops in order."""

import asyncio
import errno
import logging
from collections.abc import Mapping, Sequence

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.typing import Subprotocol

from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.handshake import Doorkeeper, remote_address, upgrade_token
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import AskHandler, Authenticator, HttpRoutes, PriceSource, RequestHandler
from spxcc.gateway.limits import Admission, is_loopback
from spxcc.gateway.link import Link, Services
from spxcc.gateway.redact import quiet_logger
from spxcc.gateway.transport import GatewayConnection
from spxcc.market.clock import Clock
from spxcc.protocol.messages import PATH, SUBPROTOCOL, Shutdown

log = logging.getLogger(__name__)

WRITE_LIMIT = (65_536, 16_384)
"""Bytes in a transport's buffer above which its reader lags, and below which it has caught up."""


class BindError(Exception):
    """The server may not or cannot listen there; the text says what to do."""


class GatewayServer:
    """`/ws/prices` and the HTTP routes on one port. `queries` and `commands` are handlers by name."""

    def __init__(
        self,
        hub: Hub,
        auth: Authenticator,
        clock: Clock,
        config: GatewayConfig,
        prices: PriceSource | None = None,
        http: HttpRoutes | None = None,
        ask: AskHandler | None = None,
        queries: Mapping[str, RequestHandler] | None = None,
        commands: Mapping[str, RequestHandler] | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._admission = Admission(config.caps)
        self._services = Services(hub, auth, clock, config, self._admission, prices, ask, queries or {}, commands or {})
        self._door = Doorkeeper(config, auth, self._admission, http, clock)
        self._links: dict[Link, None] = {}
        self._opened = 0
        self._dropped = 0
        self._server: Server | None = None
        self._ticker: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._door.port

    @property
    def connections(self) -> int:
        """Open connections."""
        return len(self._links)

    @property
    def dropped(self) -> int:
        """Frames that lagging readers did not get, since the start."""
        return self._dropped + sum(link.outbox.dropped for link in self._links)

    async def start(self) -> ServerAddress:
        """Listen on the configured port or the next free one.

        Raises:
            BindError: no port is free, or the address is open to others and no key is configured.
        """
        if not is_loopback(self._config.host) and (
            self._services.auth.loopback_only or self._services.auth.anonymous is not None
        ):
            raise BindError(f"refusing to serve {self._config.host} without a configured key; set one or use 127.0.0.1")
        self._server = await self._bind()
        self._door.port = self._server.sockets[0].getsockname()[1]
        self._ticker = asyncio.ensure_future(self._beat())
        host = f"[{self._config.host}]" if ":" in self._config.host else self._config.host
        return ServerAddress(self._config.host, self.port, f"ws://{host}:{self.port}{PATH}")

    async def stop(self, reason: str = "restart") -> None:
        """Announce it, then close all with 1012; who lags is cut off."""
        if self._server is None:
            return
        notice = Shutdown(round(self._config.drain * 1000), self._config.reconnect_ms)
        for link in tuple(self._links):
            if link.lagging:
                link.abort()
            else:
                link.peer.send(notice)
        if self._config.drain > 0:
            await self._clock.sleep(self._config.drain)
        self._server.close(code=1012, reason=reason)
        await self._server.wait_closed()
        self._server = None
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.wait({self._ticker})

    async def _bind(self) -> Server:
        first = self._config.port
        candidates = range(first, min(first + self._config.port_search, 65_535) + 1) if first else (0,)
        for port in candidates:
            try:
                return await self._listen(port)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise BindError(f"cannot listen on {self._config.host}:{port}: {error.strerror}") from error
        raise BindError(f"ports {candidates[0]} to {candidates[-1]} are taken; choose another with --port")

    async def _listen(self, port: int) -> Server:
        config = self._config
        return await serve(
            self._handle,
            config.host,
            port,
            process_request=self._door.process,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            select_subprotocol=_select_subprotocol,
            compression=None,
            server_header=None,
            ping_interval=config.ping_interval,
            ping_timeout=config.ping_timeout,
            close_timeout=config.close_timeout,
            max_size=config.limits.msg_bytes,
            max_queue=16,
            write_limit=WRITE_LIMIT,
            backlog=4_096,
            logger=quiet_logger("spxcc.gateway.websockets"),
            create_connection=GatewayConnection,
        )

    async def _handle(self, connection: ServerConnection) -> None:
        request = connection.request
        if not isinstance(connection, GatewayConnection) or request is None:
            return
        self._opened += 1
        address = remote_address(connection, self._config)
        link = Link(self._services, connection, address, f"{self._services.hub.epoch}-{self._opened}")
        refusal = self._admission.refusal(address)
        if refusal is not None:
            await link.refuse(refusal)
            return
        self._links[link] = None
        try:
            await link.run(upgrade_token(request, self._config))
        finally:
            del self._links[link]
            self._dropped += link.outbox.dropped

    async def _beat(self) -> None:
        while True:
            await self._clock.sleep(self._config.tick)
            for link in tuple(self._links):
                link.tick()


def _select_subprotocol(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
