"""Public keys of an issuer: fetched rarely, kept long, never a queue of requests behind a slow issuer."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx
import jwt
import msgspec

from spxcc.gateway.interfaces import AuthError, AuthUnavailable
from spxcc.market.clock import Clock

TTL_S = 600.0
STALE_S = 86_400.0
REFETCH_S = 30.0
TIMEOUT_S = 3.0
MAX_BYTES = 65_536
MAX_KEYS = 64
KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}

Fetch: TypeAlias = Callable[[], Awaitable[bytes]]


class JwksUnavailable(AuthUnavailable):
    """The key set cannot be had; the text says why."""


class JwksCache:
    """Keys by id from `fetch`, refreshed after ten minutes and, for an unknown id, at most every half minute.

    While the issuer cannot be reached the old keys serve for a day. Any number of callers share one fetch.
    """

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._refreshing: asyncio.Task[None] | None = None

    async def key(self, kid: str | None, algorithm: str) -> Any:
        """The key `kid` for `algorithm`; without an id the only one of its kind.

        Old keys serve while new ones are on their way.

        Raises:
            AuthError: no such key. JwksUnavailable: no keys at all for now, which says nothing about the token.
        """
        if self._due(TTL_S):
            self._start()
        found = self._find(kid, algorithm)
        if found is None and self._due(0.0):
            await asyncio.shield(self._start())
            found = self._find(kid, algorithm)
        if found is None and not self._keys:
            raise JwksUnavailable("the issuer's keys cannot be had for now")
        if found is None:
            raise AuthError("token_invalid", "the token's key is not in the issuer's key set")
        return found.key

    def _due(self, age_s: float) -> bool:
        """Whether keys older than `age_s` may be asked for again now."""
        now = self._clock.monotonic()
        old = self._fetched_at is None or now - self._fetched_at >= age_s
        return old and (self._tried_at is None or now - self._tried_at >= REFETCH_S or self._refreshing is not None)

    def _start(self) -> "asyncio.Task[None]":
        """The one fetch under way, begun if there is none."""
        if self._refreshing is None:
            self._tried_at = self._clock.monotonic()
            self._refreshing = asyncio.ensure_future(self._load())
            self._refreshing.add_done_callback(self._done)
        return self._refreshing

    def _done(self, task: asyncio.Task[None]) -> None:
        self._refreshing = None

    async def _load(self) -> None:
        """Replace the keys; on failure the old ones stay as long as they may."""
        try:
            keys = read_keys(await self._fetch())
        except JwksUnavailable:
            now = self._clock.monotonic()
            if self._fetched_at is not None and now - self._fetched_at >= STALE_S:
                self._keys = {}
            return
        self._keys = keys
        self._fetched_at = self._clock.monotonic()

    def _find(self, kid: str | None, algorithm: str) -> jwt.PyJWK | None:
        wanted = KEY_TYPES.get(algorithm)
        usable = {name: key for name, key in self._keys.items() if key.key_type == wanted}
        if kid is not None:
            return usable.get(kid)
        return next(iter(usable.values())) if len(usable) == 1 else None


def read_keys(document: bytes) -> dict[str, jwt.PyJWK]:
    """Signature keys of a JWKS document by id; keys of kinds that are not in use are left out.

    Raises:
        JwksUnavailable: too large, or not a key set.
    """
    if len(document) > MAX_BYTES:
        raise JwksUnavailable(f"expected a key set of at most {MAX_BYTES} bytes")
    try:
        listed: list[dict[str, Any]] = msgspec.json.decode(document, type=_KeySet).keys
    except (msgspec.MsgspecError, UnicodeError):
        raise JwksUnavailable("expected a JWKS document with a list of keys") from None
    keys: dict[str, jwt.PyJWK] = {}
    for number, entry in enumerate(listed[:MAX_KEYS]):
        key = _usable(entry)
        if key is not None:
            keys[key.key_id or f"#{number}"] = key
    return keys


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


def _usable(entry: Mapping[str, Any]) -> jwt.PyJWK | None:
    """RSA and P-256 keys for signatures; an `oct` key in a public document is never one."""
    kind = entry.get("kty")
    if kind not in KEY_TYPES.values() or entry.get("use", "sig") != "sig":
        return None
    algorithm = "RS256" if kind == "RSA" else "ES256"
    if entry.get("alg", algorithm) != algorithm or (kind == "EC" and entry.get("crv") != "P-256"):
        return None
    try:
        return jwt.PyJWK(dict(entry), algorithm)
    except jwt.PyJWTError:
        return None


def from_file(path: Path) -> Fetch:
    """Key set in a file, read again whenever the cache asks."""

    async def fetch() -> bytes:
        try:
            return await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise JwksUnavailable(f"expected a readable JWKS file, found: {error.strerror}") from None

    return fetch


def from_url(url: str, client: httpx.AsyncClient) -> Fetch:
    """Key set at an https address (http on loopback only); redirects are not followed.

    Raises:
        ValueError: another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname)):
        raise ValueError("expected an https:// address of the JWKS document; http only on loopback")

    async def fetch() -> bytes:
        try:
            async with asyncio.timeout(TIMEOUT_S), client.stream("GET", url, follow_redirects=False) as response:
                if response.status_code != 200:
                    raise JwksUnavailable(f"expected HTTP 200 from the issuer, found {response.status_code}")
                return await _limited(response)
        except (httpx.HTTPError, TimeoutError) as error:
            raise JwksUnavailable(f"the issuer cannot be reached: {type(error).__name__}") from None

    return fetch


async def _limited(response: httpx.Response) -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MAX_BYTES:
            raise JwksUnavailable(f"expected a key set of at most {MAX_BYTES} bytes")
    return body


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return host is not None and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
