"""The plain routes beside the websocket: is it alive, is it ready. No token goes there: none is needed."""

import asyncio
from dataclasses import dataclass

import httpx
import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.doctor.words import clean

HTTP_S = 3.0
LARGEST = 65_536


@dataclass(frozen=True, slots=True)
class HttpFound:
    """status: 0 without an answer, then `trouble` says why. ours: whether the body is an spxcc server's."""

    status: int
    took_ms: float = 0.0
    ours: bool = False
    missing: tuple[str, ...] = ()
    trouble: str = ""


class _Body(msgspec.Struct, frozen=True):
    ok: bool
    missing: tuple[str, ...] = ()


async def probe_http(url: str, clock: Clock, *, direct: bool) -> HttpFound:
    """GET `url`. direct: past any proxy."""
    # Authorities are loaded only where there is TLS: that takes longer than the question.
    client = httpx.AsyncClient(follow_redirects=False, trust_env=not direct, verify=url.startswith("https:"))
    begun = clock.monotonic()
    try:
        async with client, asyncio.timeout(HTTP_S), client.stream("GET", url) as response:
            body = b""
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST:
                    break
    except TimeoutError:
        return HttpFound(0, trouble=f"no answer within {HTTP_S:g} s")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return HttpFound(0, trouble=clean(error) or type(error).__name__)
    took_ms = (clock.monotonic() - begun) * 1_000
    try:
        told = msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return HttpFound(response.status_code, took_ms)
    return HttpFound(response.status_code, took_ms, True, tuple(clean(each) for each in told.missing))
