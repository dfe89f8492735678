"""Whatever is asked over plain HTTP of a running server: the answer is one that stands in this table, and it ends."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from spxcc.gateway.access import Access
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.http import API, ROUTES, SINGLE, STAGES, ReadRoutes
from spxcc.gateway.limits import Caps
from spxcc.gateway.metrics import CONTENT_TYPE, single
from spxcc.gateway.quality import RANK
from spxcc.protocol.channel import EventChannel
from spxcc.protocol.messages import PATH
from tests.fakes.gateway import (
    FLOW,
    GEX,
    LEVELS,
    REGIME,
    STATUS,
    Member,
    Reading,
    delta_channel,
    member_id,
    state_channel,
)
from tests.fakes.server import Running, running

JSON, PLAIN = "application/json", "text/plain; charset=utf-8"
Schema = Mapping[str, Any]


def record(required: Mapping[str, Any], **more: Any) -> Schema:
    """Schema of an object with these members and no others, `more` being optional."""
    members = {**required, **more}
    return {"type": "object", "properties": members, "required": list(required), "additionalProperties": False}


TEXT, FLAG, COUNT = {"type": "string"}, {"type": "boolean"}, {"type": "integer", "minimum": 0}
ERROR = record({"error": record({"code": {"type": "string", "pattern": "^[a-z_]+$"}, "message": TEXT})})
STAGE_FIELDS: Mapping[str, Any] = {
    "channel": TEXT,
    "quality": {"enum": list(RANK)},
    "reason": {"type": ["string", "null"]},
    "as_of": {"type": ["integer", "null"]},
    "age_ms": {"type": ["integer", "null"], "minimum": 0},
    "epoch": {"type": ["string", "null"]},
    "seq": {"type": ["integer", "null"], "minimum": 0},
}
STAGE = record(STAGE_FIELDS)
FORBIDDEN = record({"channel": TEXT, "quality": {"const": "forbidden"}, "reason": TEXT})
OBJECT, ITEMS = {"type": "object"}, {"type": "array", "items": {"type": "object", "required": ["id"]}}
ABSENT = {"type": "null"}
SNAPSHOT = record(
    {
        "as_of": {"type": ["integer", "null"]},
        "quality": {"enum": list(RANK)},
        "stages": record({name: {"oneOf": [STAGE, FORBIDDEN]} for name in STAGES}),
        "data": record({}, **{name: {"type": ["object", "array"]} for name in STAGES}),
    }
)
FLOWING = record(
    {
        "stages": record({"alerts": STAGE, "summary": STAGE}),
        "data": record({"alerts": {"anyOf": [ITEMS, ABSENT]}, "summary": {"anyOf": [OBJECT, ABSENT]}}),
    }
)


def staged(data: Any) -> Schema:
    """Schema of a route that serves one channel."""
    return record({**STAGE_FIELDS, "data": data})


LISTS = {"levels", "setups", "coach/state"}
GUARDED = {401: ERROR, 403: ERROR}
OPEN: Mapping[str, Mapping[int, Schema]] = {
    "/healthz": {200: record({"ok": {"const": True}})},
    "/readyz": {status: record({"ok": FLAG, "missing": {"type": "array", "items": TEXT}}) for status in (200, 503)},
}
TABLE: Mapping[str, Mapping[int, Schema | None]] = {
    **OPEN,
    "/metrics": {200: None, **GUARDED},
    **{f"{API}{route}": {200: staged(ITEMS if route in LISTS else OBJECT), 503: ERROR, **GUARDED} for route in SINGLE},
    f"{API}fibonacci": {200: staged(ITEMS), 503: ERROR, **GUARDED},
    f"{API}gex": {200: staged(OBJECT), 404: ERROR, 503: ERROR, **GUARDED},
    f"{API}flow": {200: FLOWING, 503: ERROR, **GUARDED},
    f"{API}snapshot": {200: SNAPSHOT, **GUARDED},
    f"{API}setups/{{id}}": {200: staged({**OBJECT, "required": ["id"]}), 404: ERROR, **GUARDED},
}
"""By route and status the JSON of the body; `None`: it is text."""
ANYWHERE: Mapping[int, tuple[str, Schema | None]] = {
    400: (PLAIN, None),
    414: (PLAIN, None),
    431: (PLAIN, None),
    401: (JSON, ERROR),
    403: (JSON, ERROR),
    404: (JSON, ERROR),
    405: (JSON, ERROR),
    429: (JSON, ERROR),
}
"""What is no route, or no request: of any path."""
UPGRADE = {400: (PLAIN, None), 426: (PLAIN, None), 505: (PLAIN, None)}
"""Of the path of the websocket, asked without asking for a websocket in the right way."""


VALUES: Mapping[str, tuple[Any, Any]] = {
    "status": (STATUS, Reading(1.0)),
    "gex:SPX": (GEX, Reading(1.0)),
    "regime:update": (REGIME, Reading(1.0)),
    "levels:update": (LEVELS, [Member("s1", 1)]),
    "setups:update": (delta_channel("setups:update"), [Member("s1", 1), Member("s 2/é", 2)]),
    "flow:alert": (FLOW, [Member("f")]),
    "coach:message": (EventChannel("coach:message", "toy_event", Member, member_id, recent=5), [Member("c")]),
}
"""What the full server has; other channels get a plain value."""


@dataclass(frozen=True)
class Answered:
    """A response, and what came after it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def exchange(port: int, request: bytes) -> Answered | None:
    """Send `request` and read until the server closes, which it has to within seconds; `None`: without a word."""
    async with asyncio.timeout(8.0):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            raw = await reader.read()
        finally:
            writer.close()
    if not raw:
        return None
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = [line.partition(": ") for line in lines]
    assert re.fullmatch(r"HTTP/1\.1 \d{3} [A-Za-z -]+", first), raw[:200]
    assert len({name.lower() for name, _, _ in fields}) == len(fields), "a header twice"
    return Answered(int(first.split(" ")[1]), {name.lower(): value for name, _, value in fields}, body)


class _Late:
    """Routes that are made once the hub exists."""

    routes: ReadRoutes

    async def handle(self, *asked: Any) -> Any:
        """Pass on."""
        return await self.routes.handle(*asked)


class World:
    """Two servers on one loop: one with everything to tell, one with nothing. Token `B` may not see gex."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.servers = [self.runner.run(self._serve(full)) for full in (False, True)]

    async def _serve(self, full: bool) -> Running:
        access, late = Access({"gex": frozenset({"pro"})}), _Late()
        config = GatewayConfig(caps=Caps(auth_failures=3, auth_window=50.0), access=access)
        made = await self.stack.enter_async_context(running(config, http=late))
        numbers = [single("connections", "gauge", "open", 1)]
        late.routes = ReadRoutes(made.desk.hub, made.desk.clock.now, access, metrics=lambda: numbers)
        for name in STAGES.values() if full else ():
            channel, value = VALUES.get(name) or (state_channel(name), Reading(1.0))
            made.desk.hub.publish(channel, value, made.desk.as_of)
        return made

    def ask(self, request: bytes, full: bool = True) -> Answered | None:
        """One exchange; so much time lies between two that a door closed to bad tokens opens now and then."""
        server = self.servers[full]
        server.desk.clock.shift(10.0)
        return self.runner.run(exchange(server.address.port, request))

    def close(self) -> None:
        """Stop both."""
        self.runner.run(self.stack.aclose())
        self.runner.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


METHODS = st.sampled_from(["GET"] * 16 + ["HEAD"] * 4 + ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "X-Y"])
URL = st.text("abz019-._~!$&'()*+,;=:@/%[]\\^`{|}\"<>?#\t\x7f", max_size=12)
ID = st.sampled_from(["s1", "s%31", "s%202%2F%C3%A9", "%", "%zz", "%00", "..", "%2e%2e%2fx", "%ff%fe", "a" * 300])
KNOWN = st.sampled_from([*(route for route in TABLE if "{" not in route), PATH, "/", API, "/favicon.ico"])
AFTER = ("/", "//", "/.", "/..", "/../healthz", "%2f", "%00", ";a=b", "#part")
BEFORE = ("/", "//", "///", "//[", "//[::1", "http://[x", "http://a@b:9", "*", "")
PATHS = st.one_of(
    KNOWN,
    KNOWN,
    ID.map(lambda one: f"{API}setups/{one}"),
    st.tuples(KNOWN, st.sampled_from(AFTER)).map("".join),
    st.tuples(st.sampled_from(BEFORE), KNOWN).map("".join),
    st.tuples(KNOWN, st.integers(7_000, 9_000)).map(lambda pair: pair[0] + "/" + "a" * pair[1]),
    KNOWN.map(lambda path: "".join(f"%{ord(each):02x}" for each in path)),
    URL.map(lambda text: "/" + text),
    URL,
)
QUERIES = st.one_of(
    st.just(""),
    st.sampled_from(["?symbol=SPY", "?symbol=spx", "?symbol=QQQ", "?symbol=", "?symbol=SPX&symbol=SPY", "?token=A"]),
    st.sampled_from(["?token=x", "?token=", "?token=A&token=x", "?%", "?=&=&", "?symbol=%00%ff", "?" + "a=b&" * 900]),
    URL.map(lambda text: "?" + text),
)
TOKENS = st.sampled_from(
    ["Bearer A"] * 8
    + ["", "", "Bearer B", "Bearer B", "Bearer x", "Bearer", "Basic QTpB", "bearer A", "Bearer " + "x" * 8_100]
)
VALUE = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"]), max_size=20)
LONG = ("Bearer A", "y" * 8_150, "y" * 9_000)
ODD = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Origin", "Host", "X-Forwarded-For", "Accept", "Cookie", "Range", "Expect"]), VALUE),
        st.tuples(st.just("Content-Length"), st.sampled_from(["0", "5", "-1", "x"])),
        st.tuples(st.sampled_from(["Upgrade", "Connection", "Sec-WebSocket-Key"]), st.sampled_from(["websocket", "x"])),
        st.tuples(st.sampled_from(["Authorization", "X-Long"]), st.sampled_from(LONG)),
        st.tuples(st.text("abcXYZ-_", min_size=1, max_size=12), VALUE),
    ),
    max_size=4,
)
HEADERS: st.SearchStrategy[list[tuple[str, str]]] = st.one_of(st.just([]), st.just([]), ODD)
BODIES = st.sampled_from([b""] * 20 + [b"hello", b"{}", b"GET /healthz HTTP/1.1\r\n\r\n"])


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """Method, target and the bytes of a request."""
    method, target = draw(METHODS), draw(PATHS) + draw(QUERIES)
    token, headers, body = draw(TOKENS), draw(HEADERS), draw(BODIES)
    lines = [f"{method} {target} HTTP/1.{draw(st.sampled_from('1110'))}", "Host: localhost"]
    lines += [f"Authorization: {token}"] if token else []
    lines += [f"{name}: {value}" for name, value in headers]
    return method, target, "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def documented(target: str) -> tuple[str, Mapping[int, tuple[str, Schema | None]]]:
    """The route of a target, and what may be answered there with which type and schema."""
    try:
        path = urlsplit(target).path
    except ValueError:
        return "", ANYWHERE
    if path == PATH:
        return path, UPGRADE | {status: ANYWHERE[status] for status in (403, 405, 414, 429, 431)}
    path = path.rstrip("/")
    route = f"{API}setups/{{id}}" if path.startswith(f"{API}setups/") else path
    known = TABLE.get(route)
    if known is None:
        return "", ANYWHERE
    common = {status: ANYWHERE[status] for status in (401, 403, 405, 414, 429, 431)}
    return route, common | {status: (JSON if schema else CONTENT_TYPE, schema) for status, schema in known.items()}


def check(method: str, target: str, answer: Answered | None) -> str:
    """Hold an answer against the table. What was answered, for the tally."""
    if answer is None:
        return "closed"
    route, allowed = documented(target)
    assert answer.status in allowed, (answer, target)
    kind, schema = allowed[answer.status]
    assert answer.headers["content-type"] == kind, answer
    assert answer.headers["connection"] == "close"
    length = int(answer.headers["content-length"])
    if method == "HEAD" and answer.status not in (400, 414, 426, 431, 505):
        assert answer.body == b""
        return f"{answer.status} head"
    assert len(answer.body) == length, "length of the body"
    if schema is not None:
        faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(json.loads(answer.body))]
        assert faults == [], (target, answer.body)
    if answer.status == 405:
        assert answer.headers["allow"] in ("GET, HEAD", "GET")
    if answer.status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")
    return f"{answer.status} {route or 'elsewhere'}"


def well_formed(request: bytes) -> bool:
    """Whether it is HTTP as the server reads it: three words, header lines, no body announced, and nothing after it."""
    head, _, after = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    words = first.split(b" ")
    plain = len(words) == 3 and all(words) and first.isascii()
    lengths = [line.partition(b":")[2].strip() for line in lines if line.lower().startswith(b"content-length:")]
    return plain and not after and set(lengths) <= {b"0"}


def hold(world: World, asked: tuple[str, str, bytes], full: bool) -> str:
    """One request: an answer of the table, silence only for what is no HTTP, and the next is served as before."""
    method, target, request = asked
    answer = world.ask(request, full)
    assert answer is not None or not well_formed(request), "closed without an answer"
    return check(method, target, answer)


def plainly(method: str, target: str, *headers: str) -> tuple[str, str, bytes]:
    """A request by hand."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *headers]
    return method, target, "\r\n".join(lines).encode() + b"\r\n\r\n"


A = "Authorization: Bearer A"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(plainly("GET", "//[", A), True)
@example(plainly("GET", "/healthz", "Authorization: Bearer x"), False)
@example(plainly("HEAD", "/ws/prices", A), True)
@example(plainly("HEAD", "/healthz", "Authorization: Bearer x"), True)
@given(requests(), st.booleans())
def test_f51_whatever_is_asked_is_answered_as_the_table_says(
    world: World, asked: tuple[str, str, bytes], full: bool
) -> None:
    event(hold(world, asked, full))


@pytest.mark.slow
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests(), st.booleans())
def test_f51_whatever_is_asked_at_length(world: World, asked: tuple[str, str, bytes], full: bool) -> None:
    event(hold(world, asked, full))
    health = world.ask(plainly("GET", "/healthz")[2], full)
    assert health is not None
    assert health.status in (200, 429)


@pytest.mark.parametrize("route", sorted(TABLE))
def test_f51_every_route_gives_every_status_of_its_row(world: World, route: str) -> None:
    seen = set()
    bad, symbol = "Authorization: Bearer x", "?symbol=QQQ"
    for target in (route.replace("{id}", "s1"), route.replace("{id}", "none"), route.replace("{id}", "s1") + symbol):
        for full in (True, False):
            for headers in ((A,), ("Authorization: Bearer B",), (), (bad,)):
                for method in ("GET", "HEAD", "POST"):
                    world.servers[full].desk.clock.shift(60.0)
                    answer = world.ask(plainly(method, target, *headers)[2], full)
                    assert answer is not None
                    check(method, target, answer)
                    seen.add(answer.status)
    restricted = route in (f"{API}gex",)
    assert seen - {401, 405} == set(TABLE[route]) - {401} - (set() if restricted else {403})


def test_the_table_has_every_route() -> None:
    assert {route.removeprefix(API) for route in TABLE if route.startswith(API)} == set(ROUTES)
