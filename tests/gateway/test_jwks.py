"""The cache of public keys."""

import asyncio
import json
from pathlib import Path

import httpx
import jwt
import pytest

from spxcc.gateway.interfaces import AuthError
from spxcc.gateway.jwks import MAX_BYTES, JwksCache, JwksUnavailable, from_file, from_url, read_keys
from tests.fakes.clock import ManualClock, settle
from tests.fakes.keys import ec_key, jwk, jwks

URL = "https://issuer/.well-known/jwks.json"


class Issuer:
    """A key set that changes, fails, or hangs."""

    def __init__(self, *kids: str) -> None:
        self.kids = kids
        self.asked = 0
        self.down = False
        self.gate: asyncio.Event | None = None

    async def fetch(self) -> bytes:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.down:
            raise JwksUnavailable("down")
        return jwks(*self.kids)


def cached(*kids: str) -> tuple[JwksCache, Issuer, ManualClock]:
    issuer, clock = Issuer(*kids), ManualClock()
    return JwksCache(issuer.fetch, clock), issuer, clock


async def test_keys_are_fetched_once_for_ten_minutes() -> None:
    cache, issuer, clock = cached("r1", "e1")
    for _ in range(3):
        await cache.key("r1", "RS256")
        await cache.key("e1", "ES256")
    assert issuer.asked == 1
    clock.shift(600.0)
    await cache.key("r1", "RS256")
    await settle()
    assert issuer.asked == 2


async def test_many_callers_share_one_fetch() -> None:
    cache, issuer, _ = cached("r1")
    issuer.gate = asyncio.Event()
    callers = [asyncio.ensure_future(cache.key("r1", "RS256")) for _ in range(50)]
    await settle()
    issuer.gate.set()
    await asyncio.gather(*callers)
    assert issuer.asked == 1


async def test_a_caller_that_leaves_does_not_end_the_fetch_of_the_others() -> None:
    cache, issuer, _ = cached("r1")
    issuer.gate = asyncio.Event()
    first, second = (asyncio.ensure_future(cache.key("r1", "RS256")) for _ in range(2))
    await settle()
    first.cancel()
    issuer.gate.set()
    assert await second is not None


async def test_old_keys_serve_while_the_issuer_is_slow_or_down_for_a_day() -> None:
    cache, issuer, clock = cached("r1")
    await cache.key("r1", "RS256")
    issuer.gate = asyncio.Event()
    clock.shift(700.0)
    assert await cache.key("r1", "RS256") is not None
    issuer.down = True
    issuer.gate.set()
    await settle()
    clock.shift(80_000.0)
    assert await cache.key("r1", "RS256") is not None
    await settle()
    clock.shift(10_000.0)
    await cache.key("r1", "RS256")
    await settle()
    with pytest.raises(JwksUnavailable):
        await cache.key("r1", "RS256")


async def test_an_unknown_id_is_looked_for_at_most_every_half_minute() -> None:
    cache, issuer, clock = cached("r1")
    await cache.key("r1", "RS256")
    clock.shift(31.0)
    for number in range(100):
        with pytest.raises(AuthError):
            await cache.key(f"r9{number}", "RS256")
    assert issuer.asked == 2
    issuer.kids = ("r1", "r2")
    clock.shift(30.0)
    assert await cache.key("r2", "RS256") is not None
    assert issuer.asked == 3


async def test_no_keys_at_all_says_nothing_about_the_token() -> None:
    cache, issuer, clock = cached("r1")
    issuer.down = True
    with pytest.raises(JwksUnavailable):
        await cache.key("r1", "RS256")
    issuer.down = False
    clock.shift(30.0)
    assert await cache.key("r1", "RS256") is not None


async def test_without_an_id_only_an_unambiguous_key_serves() -> None:
    cache, issuer, clock = cached("r1", "e1")
    assert await cache.key(None, "RS256") is not None
    issuer.kids = ("r1", "r2")
    clock.shift(600.0)
    await cache.key("r1", "RS256")
    await settle()
    with pytest.raises(AuthError):
        await cache.key(None, "RS256")


def test_only_public_signature_keys_of_known_kinds_are_read() -> None:
    odd = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "o"},
        {**jwk("r1"), "use": "enc", "kid": "enc"},
        {**jwk("r1"), "alg": "RS512", "kid": "alg"},
        {"kty": "RSA", "n": "!", "e": "AQAB", "kid": "broken"},
        {**jwk("e1"), "crv": "P-384", "kid": "curve"},
        {"no": "kty"},
    ]
    keys = read_keys(json.dumps({"keys": [*odd, jwk("r1"), jwk("e1")]}).encode())
    assert sorted(keys) == ["e1", "r1"]
    assert isinstance(keys["e1"], jwt.PyJWK)
    assert ec_key("e1") is not None


@pytest.mark.parametrize(
    "document", [b"", b"[]", b"{}", b'{"keys":7}', b'{"keys":[7]}', b"\xff", b" " * (MAX_BYTES + 1)]
)
def test_what_is_no_key_set_is_unavailable(document: bytes) -> None:
    with pytest.raises(JwksUnavailable):
        read_keys(document)


@pytest.mark.parametrize("url", ["http://issuer/jwks", "ftp://issuer/", "http://10.0.0.1/", "issuer/jwks"])
def test_other_addresses_than_https_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        from_url(url, httpx.AsyncClient())


@pytest.mark.parametrize("url", [URL, "http://127.0.0.1:1/jwks", "http://[::1]:1/jwks", "http://localhost/jwks"])
async def test_a_document_by_address(url: str) -> None:
    document = jwks("r1")
    async with httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=document))
    ) as client:
        assert await from_url(url, client)() == document


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"location": "http://evil/"}),
        httpx.Response(200, content=b"x" * (MAX_BYTES + 1)),
    ],
)
async def test_bad_answers_are_unavailable(answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        with pytest.raises(JwksUnavailable):
            await from_url(URL, client)()


async def test_no_answer_is_unavailable() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(broken)) as client:
        with pytest.raises(JwksUnavailable, match="ConnectError"):
            await from_url(URL, client)()


async def test_a_document_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(jwks("r1"))
    assert await from_file(path)() == jwks("r1")
    with pytest.raises(JwksUnavailable, match="readable"):
        await from_file(tmp_path / "other.json")()
