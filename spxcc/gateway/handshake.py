"""Before the websocket opens: path, origin, host, closed doors, and the plain HTTP routes."""

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.interfaces import Authenticator, AuthError, AuthUnavailable, HttpRoutes
from spxcc.gateway.limits import Admission, Ticket, client_address
from spxcc.gateway.peer import REVOKED
from spxcc.gateway.tokens import token_from_request
from spxcc.market.clock import Clock
from spxcc.protocol.identity import Identity
from spxcc.protocol.messages import PATH
from spxcc.protocol.server_session import AUTH_RETRY_S

READY = "/readyz"
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Doorkeeper:
    """Lets upgrades of `/ws/prices` through and answers everything else.

    `port` is set once the server listens, `closing` once it takes no more connections.
    """

    def __init__(
        self,
        config: GatewayConfig,
        auth: Authenticator,
        admission: Admission,
        http: HttpRoutes | None,
        clock: Clock,
        revoked: Callable[[Identity], bool] = lambda _: False,
    ) -> None:
        self.port = config.port
        self.closing = False
        self._config = config
        self._auth = auth
        self._admission = admission
        self._http = http
        self._clock = clock
        self._revoked = revoked

    def process(
        self, connection: ServerConnection, request: Request
    ) -> Response | Coroutine[Any, Any, Response | None] | None:
        """`None` to go on with the upgrade, else the answer, which may take time."""
        answer = self._decide(connection, request)
        return _without_body(answer) if isinstance(answer, Response) and request.method == "HEAD" else answer

    def opens(self, connection: ServerConnection, request: Request) -> bool:
        """Whether this upgrade may go on; `process` tells why one may not."""
        path = request.path
        return (path == PATH or path.startswith(f"{PATH}?")) and self._decide(connection, request) is None

    def _decide(
        self, connection: ServerConnection, request: Request
    ) -> Response | Coroutine[Any, Any, Response | None] | None:
        try:
            url = urlsplit(request.path)
        except ValueError:
            return _problem(HTTPStatus.NOT_FOUND, "expected a path, found what cannot be read as one")
        address = remote_address(connection, self._config)
        wait = self._admission.barred(address, self._clock.monotonic())
        if wait is not None:
            headers = {"retry-after": str(max(1, round(wait)))}
            return _problem(HTTPStatus.TOO_MANY_REQUESTS, "too many failed authentications", headers)
        if not self.host_allowed(_first(request.headers, "Host")):
            return _problem(HTTPStatus.FORBIDDEN, "this host name is not served without a token")
        if self.closing and url.path in (PATH, READY):
            return self._going()
        if url.path == PATH:
            return self._upgrade(request)
        if self._http is None:
            return _problem(HTTPStatus.NOT_FOUND, f"the websocket is at {PATH}")
        if request.method not in {"GET", "HEAD"}:
            return _problem(HTTPStatus.METHOD_NOT_ALLOWED, "read-only: GET and HEAD", {"allow": "GET, HEAD"})
        return self._route(self._http, request, url.path, dict(parse_qsl(url.query)), address)

    def _upgrade(self, request: Request) -> Response | None:
        origins = request.headers.get_all("Origin")
        if len(origins) > 1 or not all(self.origin_allowed(origin) for origin in origins):
            return _problem(HTTPStatus.FORBIDDEN, "this origin is not on the allow-list")
        if request.method != "GET":
            return _problem(HTTPStatus.METHOD_NOT_ALLOWED, "a websocket opens with GET", {"allow": "GET"})
        return None

    def _going(self) -> Response:
        wait = {"retry-after": str(max(1, self._config.reconnect_ms[1] // 1000))}
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "the server is going down; come back in a moment", wait)

    def origin_allowed(self, origin: str) -> bool:
        """Whether a browser page of this origin may connect."""
        own = [f"http://{host}:{self.port}" for host in (*_LOOPBACK, self._config.host)]
        return origin in own or origin in self._config.origins

    def host_allowed(self, host: str | None) -> bool:
        """Where anybody may enter, only by a name of this machine: a page cannot rebind its own name to us."""
        if self._auth.anonymous is None or host is None:
            return True
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return name in (*_LOOPBACK, self._config.host, *self._config.hosts)

    async def _route(
        self, http: HttpRoutes, request: Request, path: str, query: dict[str, str], address: str
    ) -> Response:
        answer = await self._read(http, request, path, query, address)
        return _without_body(answer) if request.method == "HEAD" else answer

    async def _read(
        self, http: HttpRoutes, request: Request, path: str, query: dict[str, str], address: str
    ) -> Response:
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        try:
            identity = await self._identify(headers, query)
        except AuthError as error:
            self._admission.failed(Ticket(address, _nothing), self._clock.monotonic())
            status = HTTPStatus.FORBIDDEN if error.code == "forbidden" else HTTPStatus.UNAUTHORIZED
            scheme = {"www-authenticate": 'Bearer error="invalid_token"'} if status == HTTPStatus.UNAUTHORIZED else {}
            return _problem(status, error.reason, scheme, error.code)
        except AuthUnavailable as error:
            wait = {"retry-after": str(round(AUTH_RETRY_S))}
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), wait, "unavailable")
        query.pop("token", None)
        return _response(*await http.handle(path, query, headers, identity))

    async def _identify(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Identity | None:
        found = token_from_request(headers, (), query, self._config.query_token)
        if found is None:
            return self._auth.anonymous
        identity = await self._auth.verify(found.token)
        if self._revoked(identity):
            raise AuthError("token_invalid", REVOKED)
        return identity


def upgrade_token(request: Request, config: GatewayConfig) -> str | None:
    """The token an upgrade request carries."""
    bearers = request.headers.get_all("Authorization")
    headers = {"authorization": bearers[-1]} if bearers else {}
    offered = [each.strip() for each in ",".join(request.headers.get_all("Sec-WebSocket-Protocol")).split(",")]
    query = dict(parse_qsl(urlsplit(request.path).query)) if "?" in request.path else {}
    found = token_from_request(headers, offered, query, config.query_token)
    return None if found is None else found.token


def remote_address(connection: ServerConnection, config: GatewayConfig) -> str:
    """The address that caps are counted by."""
    peer = connection.remote_address
    request = connection.request
    told = request is not None and config.trusted_proxies
    forwarded = ",".join(request.headers.get_all("X-Forwarded-For")) if request is not None and told else None
    return client_address(str(peer[0]) if peer else "", forwarded, config.trusted_proxies)


def _first(headers: Headers, name: str) -> str | None:
    return next(iter(headers.get_all(name)), None)


def _problem(
    status: HTTPStatus, message: str, headers: Mapping[str, str] | None = None, code: str | None = None
) -> Response:
    body = json.dumps({"error": {"code": code or status.name.lower(), "message": message}}).encode()
    return _response(status, {"content-type": "application/json", **(headers or {})}, body)


def _response(status: int, headers: Mapping[str, str], body: bytes) -> Response:
    fields = Headers()
    for name, value in headers.items():
        if name.lower() not in {"content-length", "connection"}:
            fields[name] = value
    fields["Content-Length"] = str(len(body))
    fields["Connection"] = "close"
    return Response(status, HTTPStatus(status).phrase, fields, body)


def _without_body(answer: Response) -> Response:
    """What HEAD gets: the headers of GET."""
    return replace(answer, body=b"")


def _nothing() -> None:
    """A request without a connection to close."""
