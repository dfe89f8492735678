"""Before the websocket opens."""

from collections.abc import Coroutine, Mapping
from http import HTTPStatus
from typing import Any

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.handshake import Doorkeeper, upgrade_token
from spxcc.gateway.interfaces import HttpAnswer, Identity
from spxcc.gateway.limits import Admission, Caps, Ticket
from spxcc.protocol.messages import PATH
from tests.fakes.clock import ManualClock
from tests.fakes.gateway import ALICE, FakeAuth


class FakeConnection:
    """Where a request came from."""

    def __init__(self, request: Request, address: str = "127.0.0.1") -> None:
        self.request = request
        self.remote_address = (address, 5_000)


class Routes:
    """Answers with what it was asked."""

    async def handle(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str], identity: Identity | None
    ) -> HttpAnswer:
        """Echo."""
        who = identity.sub if identity else "nobody"
        return 200, {"content-type": "text/plain", "Content-Length": "999"}, f"{path} {dict(query)} {who}".encode()


def keeper(
    anonymous: Identity | None = None, http: bool = True, admission: Admission | None = None, **config: Any
) -> Doorkeeper:
    """A doorkeeper with alice's token `A`."""
    clock = ManualClock()
    auth = FakeAuth(clock, {"A": ALICE}, anonymous=anonymous)
    books = Admission(Caps()) if admission is None else admission
    return Doorkeeper(GatewayConfig(**config), auth, books, Routes() if http else None, clock)


async def ask(door: Doorkeeper, path: str, method: str = "GET", **headers: str) -> Response | None:
    """What the doorkeeper says to a request."""
    fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    request = Request(path, fields, method)
    answer = door.process(FakeConnection(request), request)  # type: ignore[arg-type]
    return await answer if isinstance(answer, Coroutine) else answer


async def status(door: Doorkeeper, path: str, method: str = "GET", **headers: str) -> int:
    """The status of the answer; 101 where the upgrade may go on."""
    response = await ask(door, path, method, **headers)
    return 101 if response is None else response.status_code


async def test_f02_the_websocket_is_at_its_old_path_and_nowhere_else() -> None:
    door = keeper(http=False)
    assert await status(door, "/ws/prices?x=1") == 101
    assert await status(door, "/ws/prices/") == HTTPStatus.NOT_FOUND
    assert await status(door, "/") == HTTPStatus.NOT_FOUND
    assert await status(door, PATH, "POST") == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://localhost:8787", 101),
        ("http://127.0.0.1:8787", 101),
        ("https://desk.example", 101),
        ("http://localhost:9999", 403),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://localhost:8787.evil.example", 403),
    ],
)
async def test_o10_browsers_connect_from_listed_origins_only(origin: str, expected: int) -> None:
    door = keeper(origins=("https://desk.example",))
    assert await status(door, PATH, Origin=origin) == expected


async def test_without_a_token_only_this_machines_names_are_served() -> None:
    open_door, closed_door = keeper(anonymous=ALICE), keeper()
    for host, expected in {
        "127.0.0.1:8787": 101,
        "localhost": 101,
        "[::1]:8787": 101,
        "evil.example:8787": 403,
    }.items():
        assert await status(open_door, PATH, Host=host) == expected
        assert await status(closed_door, PATH, Host=host) == 101
    assert await status(keeper(anonymous=ALICE, hosts=("desk.lan",)), PATH, Host="desk.lan:8787") == 101


async def test_routes_get_path_query_and_identity_and_never_the_token() -> None:
    door = keeper()
    response = await ask(door, "/api/spx/gex?symbol=SPX&token=A")
    assert response is not None
    assert response.body == b"/api/spx/gex {'symbol': 'SPX'} alice"
    assert response.headers.get_all("Content-Length") == [str(len(response.body))]
    response = await ask(door, "/healthz")
    assert response is not None
    assert response.body.endswith(b"nobody")
    head = await ask(door, "/healthz", "HEAD")
    assert head is not None
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(response.body))


async def test_routes_are_read_only_and_refuse_bad_tokens() -> None:
    door = keeper()
    response = await ask(door, "/api/spx/gex", "POST")
    assert response is not None
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    response = await ask(door, "/api/spx/gex", Authorization="Bearer nonsense")
    assert response is not None
    assert response.status_code == 401
    assert b"token_invalid" in response.body
    assert b"nonsense" not in response.body


async def test_too_many_failed_authentications_close_the_door() -> None:
    books = Admission(Caps(auth_failures=2))
    door = keeper(admission=books)
    for _ in range(2):
        assert await status(door, "/api/spx/gex", Authorization="Bearer bad") == 401
    response = await ask(door, PATH)
    assert response is not None
    assert (response.status_code, response.headers["retry-after"]) == (429, "600")
    books.failed(Ticket("10.0.0.9", list[str]().clear), 0.0)
    assert await status(keeper(), PATH) == 101


def test_a_token_is_found_where_it_may_stand() -> None:
    def token(path: str = PATH, query: bool = True, **headers: str) -> str | None:
        fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
        return upgrade_token(Request(path, fields), GatewayConfig(query_token=query))

    assert token(Authorization="Bearer T") == "T"
    assert token(Sec_WebSocket_Protocol="spxcc.v1, bearer.T") == "T"
    assert token(PATH + "?token=T") == "T"
    assert token(PATH + "?token=T", query=False) is None
    assert token(PATH + "?token=Q", Authorization="Bearer H", Sec_WebSocket_Protocol="bearer.S") == "H"
    assert token() is None


async def test_a_server_that_goes_down_takes_nobody_in_and_is_not_ready_but_alive() -> None:
    door = keeper(reconnect_ms=(0, 30_000))
    door.closing = True
    for path in (PATH, "/readyz"):
        response = await ask(door, path)
        assert response is not None
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    assert await status(door, "/healthz") == 200
    assert await status(door, "/api/spx/gex", Authorization="Bearer A") == 200
    assert await status(door, PATH, Origin="https://evil.example") == 503
