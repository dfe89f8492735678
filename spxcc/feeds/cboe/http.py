"""The shell that moves bytes: one conditional GET within limits of time and size."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

import httpx

from spxcc import __version__
from spxcc.feeds.cboe.answer import Answer, Trouble
from spxcc.feeds.cboe.params import FetchLimits

USER_AGENT = f"spxcc/{__version__} (+https://pypi.org/project/spxcc/)"


class Fetch(Protocol):
    """Asks for documents of one vendor."""

    async def get(self, document: str, headers: Mapping[str, str]) -> Answer:
        """The answer, whatever its status. Raises Trouble where there is none."""
        ...

    async def close(self) -> None:
        """Nothing is asked any more."""
        ...


class HttpFetch:
    """Documents below `url`. Redirections are not followed: another address is for the user to decide."""

    def __init__(self, url: str, limits: FetchLimits) -> None:
        self._url = url.rstrip("/")
        self._limits = limits
        self._client = httpx.AsyncClient(
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            timeout=httpx.Timeout(limits.total_s, connect=limits.connect_s),
            follow_redirects=False,
        )

    async def get(self, document: str, headers: Mapping[str, str]) -> Answer:
        """One question. Raises Trouble: nobody there, too slow, too large, cut off."""
        try:
            async with asyncio.timeout(self._limits.total_s):
                return await self._ask(f"{self._url}/{document}", headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise Trouble("unreachable", f"no connection ({_why(error)})", answered=False) from None
        except (TimeoutError, httpx.TimeoutException):
            found = f"no whole answer within {self._limits.total_s:g} s"
            raise Trouble("timeout", found) from None
        except (httpx.RemoteProtocolError, httpx.DecodingError):
            raise Trouble("cut_off", "an answer that was cut off or damaged") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Trouble("transport", f"a broken connection ({_why(error)})") from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        pieces: list[bytes] = []
        size = 0
        async with self._client.stream("GET", url, headers=dict(headers)) as response:
            async for piece in response.aiter_bytes():
                size += len(piece)
                if size > self._limits.max_bytes:
                    raise Trouble("too_large", f"more than {self._limits.max_bytes:,} bytes")
                pieces.append(piece)
        said = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, said, b"".join(pieces))


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:80] or type(error).__name__
