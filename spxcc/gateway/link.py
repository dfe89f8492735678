"""One connection with its socket: moves bytes, runs what takes time, brings the outcome back to its `Peer`."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from spxcc.gateway.access import admission as admission_rule
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import (
    AskHandler,
    Authenticator,
    AuthError,
    AuthUnavailable,
    Parts,
    PriceError,
    PriceSource,
    RequestError,
    RequestHandler,
)
from spxcc.gateway.limits import Admission, Refusal, Ticket
from spxcc.gateway.outbox import Outbox
from spxcc.gateway.peer import REVOKED, Greeting, Peer
from spxcc.gateway.transport import GatewayConnection
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.codes import CloseCode, ErrorCode, retry_of
from spxcc.protocol.effects import AskCoach, RunCommand, RunQuery
from spxcc.protocol.identity import Identity
from spxcc.protocol.messages import Answer, CoachAnswer, Done, Error, RequestId
from spxcc.protocol.server_session import ServerSession

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Services:
    """What all connections share."""

    hub: Hub
    auth: Authenticator
    clock: Clock
    config: GatewayConfig
    admission: Admission
    prices: PriceSource | None = None
    ask: AskHandler | None = None
    queries: Mapping[str, RequestHandler] = field(default_factory=dict)
    commands: Mapping[str, RequestHandler] = field(default_factory=dict)
    revoked: Callable[[Identity], bool] = lambda _: False

    def times(self) -> tuple[float, float]:
        """Monotonic and Unix seconds."""
        return self.clock.monotonic(), self.clock.now() / NANOS_PER_SECOND

    @cached_property
    def greeting(self) -> Greeting:
        """What `hello` says of this server."""
        config = self.config
        return Greeting(config.server, config.mode, config.heartbeat, self.prices is not None, config.cadence)

    @cached_property
    def admits(self) -> Callable[[Identity, str], ErrorCode | None]:
        """Who may read which channel."""
        return admission_rule(self.config.access, self.hub, self.prices is not None)


class Link:
    """`Shell` of the peer and listener of the connection; the outbox writes to it. `left` is told when it is gone.

    Tasks are per request, never per frame.
    """

    def __init__(
        self,
        services: Services,
        connection: GatewayConnection,
        address: str,
        name: str,
        left: Callable[["Link"], None],
    ) -> None:
        config = services.config
        self._services = services
        self._connection = connection
        self._left = left
        self._tasks: set[asyncio.Task[None]] = set()
        self.ticket = Ticket(address, self._replaced)
        self.outbox = Outbox(connection, services.hub)
        session = ServerSession(config.limits, services.admits, services.clock.monotonic())
        self.peer = Peer(services.hub, session, self.outbox, self, services.greeting, name)
        self._caught_up = asyncio.Event()
        connection.on_resume = self._resumed

    @property
    def lagging(self) -> bool:
        """Whether the reader has not taken what was written so far."""
        return self._connection.lagging

    @property
    def ended_with(self) -> int:
        """Code that the connection was closed with."""
        return self._connection.ended_with

    def abort(self) -> None:
        """Cut the connection."""
        self._connection.transport.abort()

    def begin(self, token: str | None) -> None:
        """Take it in, its user not known yet."""
        self._services.admission.enter(self.ticket)
        try:
            self.peer.begin(token, self._services.auth.anonymous, *self._times())
        except Exception:
            self._failed()

    def heard(self, message: str | bytes) -> None:
        """A text or a binary message came in."""
        try:
            if isinstance(message, str):
                self.peer.receive(message, *self._times())
            else:
                self.peer.evict(CloseCode.BINARY, "text frames only")
        except Exception:
            self._failed()

    def refuse(self, refusal: Refusal) -> None:
        """Turn the connection away."""
        error = Error("rate_limited", refusal.message, "after", retry_after_ms=refusal.retry_after_ms)
        self.outbox.send(error)
        self.peer.evict(CloseCode.CAPACITY, "capacity")

    def gone(self) -> None:
        """The connection is gone."""
        self.peer.gone()
        self._services.admission.leave(self.ticket)
        for task in self._tasks:
            task.cancel()
        self._left(self)

    def _failed(self) -> None:
        """Because of the exception that is handled."""
        log.exception("connection %s failed", self.peer.name)
        self.peer.evict(CloseCode.INTERNAL, "internal error")

    def tick(self, now: float, wall: float) -> None:
        """Time has passed (monotonic, Unix seconds); whose token was revoked meanwhile goes."""
        try:
            self._connection.look(now)
            identity = self.peer.session.identity
            if identity is not None and self._services.revoked(identity):
                self.peer.revoke()
            self.peer.tick(now, wall)
        except Exception:
            self._failed()

    def authenticate(self, token: str) -> None:
        """Verify in a task."""
        self._start(self._authenticate(token))

    def admitted(self, identity: Identity) -> None:
        """Count the user; the oldest connection of too many goes."""
        self._services.admission.authenticated(self.ticket, identity.sub)

    def fetch_price(self, symbol: str) -> None:
        """Ask the price source in a task."""
        self._start(self._fetch_price(symbol))

    def request(self, request: AskCoach | RunQuery | RunCommand) -> None:
        """Answer in a task."""
        self._start(self._request(request))

    def _times(self) -> tuple[float, float]:
        return self._services.times()

    def _replaced(self) -> None:
        self.peer.evict(CloseCode.REPLACED, "replaced by a newer connection")

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(self._guarded(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, job: Coroutine[Any, Any, None]) -> None:
        try:
            await job
        except Exception:
            self._failed()

    async def _authenticate(self, token: str) -> None:
        try:
            identity = await self._services.auth.verify(token)
            if self._services.revoked(identity):
                raise AuthError("token_invalid", REVOKED)
        except AuthError as error:
            self._services.admission.failed(self.ticket, self._services.clock.monotonic())
            self.peer.auth_failed(error.code, error.reason)
        except AuthUnavailable as error:
            self.peer.auth_unavailable(str(error))
        else:
            self.peer.authenticated(identity, *self._times())

    async def _fetch_price(self, symbol: str) -> None:
        if self._services.prices is None:
            return
        try:
            await self._services.prices.ensure(symbol)
        except PriceError as error:
            self.peer.price_failed(symbol, error.code, error.message)
        else:
            self.peer.price_ready(symbol)

    async def _request(self, request: AskCoach | RunQuery | RunCommand) -> None:
        identity = self.peer.session.identity
        try:
            if identity is not None:
                await self._answer(identity, request)
        except RequestError as error:
            self._problem(request.request_id, error.code, error.message)
        except Exception:
            log.exception("request failed on connection %s", self.peer.name)
            self._problem(request.request_id, "internal", "the request failed; see the server's log")
        finally:
            self.peer.request_done()

    async def _answer(self, identity: Identity, request: AskCoach | RunQuery | RunCommand) -> None:
        services = self._services
        match request:
            case AskCoach(request_id, text):
                if services.ask is None:
                    raise RequestError("unavailable", "no coach here")
                async for piece in services.ask(identity, text):
                    self.peer.send(CoachAnswer(request_id, piece))
                self.peer.send(CoachAnswer(request_id, done=True))
            case RunQuery(request_id, name, args):
                value = await _named(services.queries, "query", name)(identity, args)
                parts = value if isinstance(value, Parts) else Parts((value,))
                for part, data in enumerate(parts, 1):
                    await self._room()
                    self.peer.send(Answer(request_id, name, part, len(parts), data))
            case RunCommand(request_id, name, args):
                result = await _named(services.commands, "command", name)(identity, args)
                self.peer.send(Done(request_id, name, result))

    def _resumed(self) -> None:
        self.outbox.resumed()
        self._caught_up.set()

    async def _room(self) -> None:
        """Until the reader has taken what it got: a large answer goes at its pace and fills no outbox."""
        while not self.outbox.idle:
            self._caught_up.clear()
            await self._caught_up.wait()

    def _problem(self, request_id: RequestId | None, code: ErrorCode, message: str) -> None:
        self.peer.send(Error(code, message, retry_of(code), request_id))


def _named(handlers: Mapping[str, RequestHandler], kind: str, name: str) -> RequestHandler:
    handler = handlers.get(name)
    if handler is None:
        raise RequestError("bad_request", f"no such {kind}; this server knows: {', '.join(sorted(handlers)) or 'none'}")
    return handler
