"""The shell that moves bytes, against a server on loopback."""

import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from spxcc import __version__
from spxcc.feeds.cboe.answer import Trouble
from spxcc.feeds.cboe.http import HttpFetch
from spxcc.feeds.cboe.params import FetchLimits
from tests.feeds.cboe.vendor import Reply, vendor

USUAL = FetchLimits(connect_s=5.0, total_s=10.0, max_bytes=1_000)
SHORT = FetchLimits(connect_s=5.0, total_s=0.3, max_bytes=1_000)


@asynccontextmanager
async def fetching(url: str, limits: FetchLimits = USUAL) -> AsyncIterator[HttpFetch]:
    fetch = HttpFetch(url, limits)
    try:
        yield fetch
    finally:
        await fetch.close()


async def trouble(reply: Reply, limits: FetchLimits = USUAL) -> Trouble:
    with vendor({"a.json": reply}) as server:
        async with fetching(server.url, limits) as fetch:
            with pytest.raises(Trouble) as error:
                await fetch.get("a.json", {})
    return error.value


async def test_an_honest_question_with_its_conditions() -> None:
    with vendor({"a.json": Reply(headers={"ETag": '"v1"'}, body=b"{}")}) as server:
        async with fetching(f"{server.url}/") as fetch:
            answer = await fetch.get("a.json", {"If-None-Match": '"v0"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"{}", '"v1"')
    path, headers = server.asked[0]
    assert path == "/a.json"
    assert headers["user-agent"].startswith(f"spxcc/{__version__} ")
    assert (headers["if-none-match"], "gzip" in headers["accept-encoding"]) == ('"v0"', True)


async def test_packed_bodies_are_unpacked_and_every_status_is_an_answer() -> None:
    packed = Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"[1]"))
    elsewhere = Reply(302, headers={"Location": "http://127.0.0.1:9/"})
    with vendor({"a.json": packed, "b.json": elsewhere}) as server:
        async with fetching(server.url) as fetch:
            assert (await fetch.get("a.json", {})).body == b"[1]"
            assert (await fetch.get("b.json", {})).status == 302
            assert (await fetch.get("c.json", {})).status == 404


async def test_a_body_over_the_limit_is_not_taken_in() -> None:
    assert (await trouble(Reply(body=b"x" * 1_001))).code == "too_large"
    bomb = gzip.compress(b"0" * 10_000_000)
    assert (await trouble(Reply(headers={"Content-Encoding": "gzip"}, body=bomb))).found == "more than 1,000 bytes"


async def test_a_slow_server_is_given_up_on() -> None:
    error = await trouble(Reply(silent=True), SHORT)
    assert (error.code, error.found, error.answered) == ("timeout", "no whole answer within 0.3 s", True)


@pytest.mark.parametrize(
    "reply", [Reply(body=b"{}" * 50, cut=40), Reply(headers={"Content-Encoding": "gzip"}, body=b"junk")], ids=str
)
async def test_a_cut_or_damaged_answer_is_none(reply: Reply) -> None:
    error = await trouble(reply)
    assert (error.code, error.answered) == ("cut_off", True)


async def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with fetching(f"http://127.0.0.1:{port}") as fetch:
        with pytest.raises(Trouble, match="no connection") as error:
            await fetch.get("a.json", {})
    assert (error.value.code, error.value.answered) == ("unreachable", False)


async def test_an_address_that_is_none_is_told_as_trouble() -> None:
    async with fetching("http://a\x00b") as fetch:
        with pytest.raises(Trouble):
            await fetch.get("a.json", {})
