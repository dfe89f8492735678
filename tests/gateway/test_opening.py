"""What is taken at a glance is what the library takes, word for word; the rest is left to it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from spxcc.gateway.opening import LONGEST, MOST_HEADERS, Upgrade, plain_upgrade
from spxcc.protocol.messages import SUBPROTOCOL

KEY = "c3B4Y2Mtc3B4Y2Mtc3B4Yw=="
NEEDED = {
    "Host": "127.0.0.1:8787", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": KEY,
    "Sec-WebSocket-Version": "13",
}  # fmt: skip
CLIENTS = {
    "websockets": {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits", "User-Agent": "Python"},
    "ws": {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"},
    "websocket-client": {"Origin": "http://127.0.0.1:8787"},
    "Firefox": {
        "Accept": "*/*", "Accept-Language": "en-US,en;q=0.5", "Accept-Encoding": "gzip, deflate, br, zstd",
        "Origin": "http://127.0.0.1:8787", "Connection": "keep-alive, Upgrade", "Cookie": "a=b; c=d",
        "Sec-Fetch-Dest": "empty", "Pragma": "no-cache", "Cache-Control": "no-cache",
        "Sec-WebSocket-Protocol": "spxcc.v1, bearer.aGVhZA.cGF5.c2ln-_",
    },
    "with a token": {"Authorization": "Bearer aGVhZA.cGF5.c2ln-_", "X-Forwarded-For": "10.0.0.1, 10.0.0.2"},
}  # fmt: skip


def request(path: str, headers: list[tuple[str, str]], first: str = "GET {} HTTP/1.1") -> bytes:
    """Bytes of a request."""
    lines = [first.format(path), *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def judged(data: bytes) -> tuple[Request | None, bytes, ServerProtocol]:
    """What the library reads, and what it answers, the date left out."""
    protocol = ServerProtocol(
        select_subprotocol=lambda _, offered: Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
    )
    protocol.receive_data(data)
    events = protocol.events_received()
    found = events[0] if events and isinstance(events[0], Request) else None
    if found is not None:
        protocol.send_response(protocol.accept(found))
    said = b"".join(protocol.data_to_send())
    return found, re.sub(rb"Date: [^\r]*\r\n", b"", said), protocol


def same(data: bytes) -> Upgrade | None:
    """What is taken at a glance; it is what the library takes."""
    upgrade = plain_upgrade(data)
    if upgrade is not None:
        found, said, protocol = judged(data[: len(data) - len(upgrade.rest)])
        assert found is not None
        assert (upgrade.request.path, list(upgrade.request.headers.raw_items())) == (
            found.path,
            list(found.headers.raw_items()),
        )
        assert upgrade.answer(protocol.subprotocol) == said
        assert (SUBPROTOCOL in upgrade.offered) == (protocol.subprotocol is not None)
        assert upgrade.extensions == ("Sec-WebSocket-Extensions" in found.headers)
    return upgrade


@pytest.mark.parametrize("client", CLIENTS)
def test_f03_what_clients_send_is_taken_at_a_glance(client: str) -> None:
    upgrade = same(request("/ws/prices?token=a.b", [*(NEEDED | CLIENTS[client]).items()]))
    assert upgrade is not None
    assert (upgrade.request.path, upgrade.key, upgrade.rest) == ("/ws/prices?token=a.b", KEY, b"")


def test_what_follows_a_request_is_kept() -> None:
    upgrade = same(request("/", [*NEEDED.items()]) + b"\x81\x80\x00\x00\x00\x00")
    assert upgrade is not None
    assert upgrade.rest == b"\x81\x80\x00\x00\x00\x00"


@pytest.mark.parametrize(
    "data",
    [
        request("/", [*NEEDED.items()])[:-1],
        request("/", [*NEEDED.items()], "POST {} HTTP/1.1"),
        request("/", [*NEEDED.items()], "GET {} HTTP/1.0"),
        request("/a b", [*NEEDED.items()]),
        request("/", [*NEEDED.items(), ("Content-Length", "0")]),
        request("/", [*NEEDED.items(), ("Transfer-Encoding", "chunked")]),
        request("/", [*NEEDED.items(), ("host", "again")]),
        request("/", [*NEEDED.items(), ("Sec-WebSocket-Key", KEY)]),
        request("/", [*(NEEDED | {"Sec-WebSocket-Key": KEY[:-4] + "AB=="}).items()])[:-2] + b" folded\r\n\r\n",
        request("/", [*(NEEDED | {"Sec-WebSocket-Key": "short"}).items()]),
        request("/", [*(NEEDED | {"Sec-WebSocket-Version": "8"}).items()]),
        request("/", [*(NEEDED | {"Upgrade": "websocket, h2c"}).items()]),
        request("/", [*(NEEDED | {"Connection": "close"}).items()]),
        request("/", [*(NEEDED | {"Sec-WebSocket-Protocol": "a,,b"}).items()]),
        request("/", [*(NEEDED | {"X-A": "\xe9"}).items()]),
        request("/", [*NEEDED.items(), *((f"X-{at}", "") for at in range(MOST_HEADERS))]),
        request("/", [*NEEDED.items(), ("X-A", "a" * LONGEST)]),
        request("/", []),
    ],
)
def test_what_is_not_whole_or_not_plain_is_left_to_the_library(data: bytes) -> None:
    assert plain_upgrade(data) is None


NAMES = st.sampled_from([*NEEDED, "Origin", "Sec-WebSocket-Protocol", "Content-Length", "X-A", "upgrade", "CONNECTION"])
VALUES = st.one_of(
    st.sampled_from([*NEEDED.values(), "keep-alive, Upgrade", "upgrade", "spxcc.v1", "spxcc.v1, b", "0", "", "a,,b"]),
    st.text(st.characters(min_codepoint=9, max_codepoint=255), max_size=12),
)
LINES = st.lists(st.tuples(NAMES, VALUES), max_size=4)


@given(LINES, LINES, st.sampled_from(["/", "/ws/prices", "/a b", "*", "/%C3%A9?a=b"]))
def test_f03_nothing_is_taken_that_the_library_would_not_take(
    before: list[tuple[str, str]], after: list[tuple[str, str]], path: str
) -> None:
    same(request(path, [*before, *NEEDED.items(), *after]))
    same(request(path, [*(NEEDED | dict(before)).items()]))


@given(st.data())
def test_f03_a_byte_that_is_changed_changes_no_more_than_it_would_there(data: st.DataObject) -> None:
    whole = bytearray(request("/ws/prices", [*(NEEDED | CLIENTS["Firefox"]).items()]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    same(bytes(whole))
