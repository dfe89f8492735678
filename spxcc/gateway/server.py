"""The websocket server: binds, opens connections, beats time for them, and stops in order."""

import asyncio
import errno
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from math import inf

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request
from websockets.typing import Subprotocol

from spxcc.gateway.broadcasting import connection_class
from spxcc.gateway.config import GatewayConfig, ServerAddress
from spxcc.gateway.deflate import SharedDeflate
from spxcc.gateway.direct import WRITE_LIMIT
from spxcc.gateway.handshake import Doorkeeper, remote_address, upgrade_token
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import AskHandler, Authenticator, HttpRoutes, PriceSource, RequestHandler
from spxcc.gateway.limits import Admission, OpeningGate, is_loopback
from spxcc.gateway.link import Link, Services
from spxcc.gateway.metrics import Metric, code_label, single
from spxcc.gateway.redact import quiet_logger
from spxcc.gateway.revocation import RevocationFile
from spxcc.gateway.supervisor import Supervised
from spxcc.gateway.transport import CLOSE_TIMEOUT, GatewayConnection
from spxcc.gateway.watchdog import LoopWatch
from spxcc.market.clock import Clock
from spxcc.protocol.codes import CloseCode
from spxcc.protocol.messages import PATH, SUBPROTOCOL, Shutdown

log = logging.getLogger(__name__)

SLICE = 100
"""Connections that are closed before the event loop gets a turn."""


class BindError(Exception):
    """The server may not or cannot listen there; the text says what to do."""


class GatewayServer:
    """`/ws/prices` and the HTTP routes on one port. `queries` and `commands` are handlers by name.

    revocations: who may not enter any more, looked at again while it runs; `load` it before. watched: stages that run
    elsewhere, which the numbers tell too.
    """

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
        revocations: RevocationFile | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._admission = Admission(config.caps)
        revoked = (lambda _: False) if revocations is None else (lambda identity: identity in revocations.current)
        self._services = Services(
            hub, auth, clock, config, self._admission, prices, ask, queries or {}, commands or {}, revoked
        )
        self._gate = OpeningGate[GatewayConnection](config.caps, config.trusted_proxies)
        self._door = Doorkeeper(config, auth, self._admission, http, clock, revoked)
        self._links: dict[Link, float] = {}
        self._empty: asyncio.Event | None = None
        self._opened = 0
        self._dropped = 0
        self._server: Server | None = None
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._watch = LoopWatch()
        self.watched: dict[str, Supervised] = {}
        self._stages = {"beat": Supervised("the beat of the server", self._beat, clock)}
        if revocations is not None:
            self._stages["revocations"] = Supervised("the look at the revocation list", revocations.watch, clock)
        self._ended: Counter[str] = Counter()

    @property
    def services(self) -> Services:
        """What its connections are served with."""
        return self._services

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
        self._tasks = tuple(asyncio.ensure_future(stage.run()) for stage in self._stages.values())
        host = f"[{self._config.host}]" if ":" in self._config.host else self._config.host
        return ServerAddress(self._config.host, self.port, f"ws://{host}:{self.port}{PATH}")

    async def stop(self, reason: str = "restart") -> None:
        """Take nobody in, announce it, then close all with 1012, some at a time; who lags is cut off."""
        if self._server is None or self._door.closing:
            return
        self._door.closing = True
        if self._config.unready > 0:
            await self._clock.sleep(self._config.unready)
        notice = Shutdown(round(self._config.drain * 1000), self._config.reconnect_ms)
        for link in tuple(self._links):
            if link.lagging:
                link.abort()
            else:
                link.peer.send(notice)
        if self._config.drain > 0:
            await self._clock.sleep(self._config.drain)
        await self._close_all(reason)
        self._server.close(code=CloseCode.RESTART, reason=reason)
        await self._server.wait_closed()
        self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def _close_all(self, reason: str) -> None:
        links = tuple(self._links)
        for first in range(0, len(links), SLICE):
            for link in links[first : first + SLICE]:
                link.peer.evict(CloseCode.RESTART, reason)
            await self._clock.sleep(0)
        for connection in self._gate.late(inf):
            connection.transport.abort()
        self._empty = asyncio.Event()
        if self._links:
            # Each closing is bounded; one that is lost all the same keeps no server from its end.
            with suppress(TimeoutError):
                async with asyncio.timeout(2 * CLOSE_TIMEOUT):
                    await self._empty.wait()

    def metrics(self) -> tuple[Metric, ...]:
        """Numbers since the start."""
        hub, watch, stages = self._services.hub, self._watch, {**self._stages, **self.watched}
        return (
            single("connections", "gauge", "open connections", len(self._links)),
            single("connections_opening", "gauge", "handshakes under way", len(self._gate)),
            single("connections_turned_away_total", "counter", "beyond the room for handshakes", self._gate.refused),
            single("connections_opened_total", "counter", "connections that opened", self._opened),
            Metric("connections_closed_total", "counter", "ended connections", dict(self._ended), "code"),
            single("auth_failures_total", "counter", "tokens that did not admit", self._admission.failures),
            single("frames_published_total", "counter", "updates", sum(hub.seq(name) for name in hub.names())),
            single("frames_dropped_total", "counter", "frames lagging readers did not get", self.dropped),
            single("loop_lag_seconds", "gauge", "how late the event loop last woke", watch.last),
            single("loop_lag_worst_seconds", "gauge", "how late it ever woke", watch.worst),
            single("loop_stalls_total", "counter", "wakes later than half a second", watch.stalls),
            Metric(
                "stage_restarts_total",
                "counter",
                "stages that died",
                {name: each.restarts for name, each in stages.items()},
                "stage",
            ),
            Metric(
                "stage_up",
                "gauge",
                "whether a stage runs",
                {name: float(each.failure is None) for name, each in stages.items()},
                "stage",
            ),
        )

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
            extensions=[SharedDeflate()] if config.compression else None,
            server_header=None,
            open_timeout=config.open_timeout,
            ping_interval=config.ping_interval,
            ping_timeout=config.ping_timeout,
            close_timeout=config.close_timeout,
            max_size=config.limits.msg_bytes,
            max_queue=16,
            write_limit=WRITE_LIMIT,
            backlog=4_096,
            logger=quiet_logger("spxcc.gateway.websockets"),
            create_connection=partial(connection_class(), reception=self),  # type: ignore[arg-type]
        )

    async def _handle(self, connection: ServerConnection) -> None:
        if isinstance(connection, GatewayConnection):
            await connection.read()

    def came(self, connection: GatewayConnection, address: str) -> bool:
        """Whether there is room for one more handshake from `address`."""
        return self._gate.came(connection, address, self._clock.monotonic())

    def went(self, connection: GatewayConnection) -> None:
        """A handshake is over."""
        self._gate.went(connection)

    def opens(self, connection: GatewayConnection, request: Request) -> bool:
        """Whether nothing stands against an upgrade."""
        return self._door.opens(connection, request)

    def welcome(self, connection: GatewayConnection) -> Link:
        """Who listens to a connection that has opened."""
        self._opened += 1
        request = connection.request
        address = remote_address(connection, self._config)
        name = f"{self._services.hub.epoch}-{self._opened}"
        link = Link(self._services, connection, address, name, self._left)
        self._links[link] = self._clock.monotonic()
        refusal = self._admission.refusal(address)
        if refusal is not None:
            link.refuse(refusal)
        else:
            link.begin(None if request is None else upgrade_token(request, self._config))
        return link

    def _left(self, link: Link) -> None:
        began = self._links.pop(link)
        self._dropped += link.outbox.dropped
        label = code_label(link.ended_with)
        self._ended[label] += 1
        told = {"connection": link.peer.name, "code": label, "dropped": link.outbox.dropped}
        told["seconds"] = round(self._clock.monotonic() - began, 3)
        log.info("connection %(connection)s closed with %(code)s after %(seconds)s s", told, extra=told)
        if not self._links and self._empty is not None:
            self._empty.set()

    async def _beat(self) -> None:
        while True:
            due = self._clock.monotonic() + self._config.tick
            await self._clock.sleep(self._config.tick)
            self._watch.woke(due, self._clock.monotonic())
            now, wall = self._services.times()
            for connection in self._gate.late(now - self._config.open_timeout):
                connection.transport.abort()
            for link in tuple(self._links):
                link.tick(now, wall)


def _select_subprotocol(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
