"""One GET within limits, over a scripted transport and over real sockets."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.trouble import Reply, Trouble
from tests.feeds.massive.vendor import KEY, option_row, page

BODY = page([option_row("SPXW260114C06000000")])
SMALL = CallLimits(total_s=2.0, max_bytes=10_000)


class Endless(httpx.AsyncByteStream):
    """A gigabyte, piece by piece; `given` counts what was taken."""

    def __init__(self) -> None:
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.given < 10**9:
            self.given += 4096
            yield b"x" * 4096


def fetch_over(handler: httpx.MockTransport, limits: CallLimits = SMALL) -> HttpFetch:
    return HttpFetch("https://massive.example/", KEY, limits, httpx.AsyncClient(transport=handler))


async def test_the_key_is_a_header_and_in_no_address() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, headers={"X-Sim": "1"}, content=BODY)

    reply = await fetch_over(httpx.MockTransport(handler)).get("/v3/snapshot/options/I:SPX", {"limit": "250"})
    assert (reply.status, reply.headers["x-sim"], reply.body) == (200, "1", BODY)
    assert str(asked[0].url) == "https://massive.example/v3/snapshot/options/I:SPX?limit=250"
    assert asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert "gzip" in asked[0].headers["accept-encoding"]


async def test_f32_an_answer_of_a_gigabyte_is_not_read() -> None:
    endless = Endless()
    fetch = fetch_over(httpx.MockTransport(lambda request: httpx.Response(200, stream=endless)))
    with pytest.raises(Trouble, match="more than 10,000 bytes"):
        await fetch.get("/v3", {})
    assert endless.given < 100_000


async def test_an_announced_gigabyte_is_not_even_begun() -> None:
    endless = Endless()
    head = {"Content-Length": str(10**9)}
    fetch = fetch_over(httpx.MockTransport(lambda request: httpx.Response(200, headers=head, stream=endless)))
    with pytest.raises(Trouble, match="more than 10,000 bytes"):
        await fetch.get("/v3", {})
    assert endless.given == 0


async def test_a_small_answer_that_unpacks_to_much_is_too_large() -> None:
    packed = gzip.compress(b"0" * 1_000_000)
    head = {"Content-Encoding": "gzip"}
    fetch = fetch_over(httpx.MockTransport(lambda request: httpx.Response(200, headers=head, content=packed)))
    with pytest.raises(Trouble, match="more than 10,000 bytes"):
        await fetch.get("/v3", {})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError(f"no route for {KEY}"), "unreachable"),
        (httpx.ConnectTimeout("slow"), "unreachable"),
        (httpx.ReadTimeout("slow"), "transient"),
        (httpx.RemoteProtocolError("cut"), "transient"),
        (httpx.ReadError("reset"), "unreachable"),
    ],
)
async def test_each_way_to_fail_has_its_kind_and_no_key(error: Exception, kind: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(Trouble) as caught:
        await fetch_over(httpx.MockTransport(handler)).get("/v3", {})
    assert caught.value.kind == kind
    assert KEY not in caught.value.found
    assert caught.value.again


async def test_a_redirection_is_not_followed() -> None:
    head = {"Location": "https://elsewhere.example"}
    fetch = fetch_over(httpx.MockTransport(lambda request: httpx.Response(302, headers=head)))
    assert (await fetch.get("/v3", {})).status == 302


@asynccontextmanager
async def cutting(after: int, whole: bytes) -> AsyncIterator[str]:
    """A server on loopback that ends every connection after so many bytes of its answer."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(whole[:after])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


async def _asked(after: int) -> Reply | Trouble:
    async with cutting(after, WHOLE) as url:
        fetch = HttpFetch(url, KEY, SMALL, httpx.AsyncClient())
        try:
            return await fetch.get("/v3", {})
        except Trouble as trouble:
            return trouble
        finally:
            await fetch.close()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 1))
def test_f32_a_network_gone_at_any_byte_is_trouble_that_passes(after: int) -> None:
    found = asyncio.run(_asked(after))
    assert isinstance(found, Trouble)
    assert found.again


def test_the_whole_answer_is_one() -> None:
    found = asyncio.run(_asked(len(WHOLE)))
    assert isinstance(found, Reply)
    assert found.body == BODY
