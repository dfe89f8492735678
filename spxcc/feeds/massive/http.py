"""The shell that moves bytes: one GET within limits of time and size."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

import httpx

from spxcc import __version__
from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.redact import Redactor
from spxcc.feeds.massive.trouble import Reply, Trouble


class Fetch(Protocol):
    """Asks one vendor."""

    async def get(self, path: str, params: Mapping[str, str]) -> Reply:
        """The answer to `path`, whatever its status. Raises Trouble where there is none."""
        ...

    async def close(self) -> None:
        """Nothing is asked any more."""
        ...


class HttpFetch:
    """Answers from below `url`, asked for with `key` in a header. client: closed with this."""

    def __init__(self, url: str, key: str, limits: CallLimits, client: httpx.AsyncClient) -> None:
        self._url = url.rstrip("/")
        self._limits = limits
        self._client = client
        self._redact = Redactor(key)
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "User-Agent": f"spxcc/{__version__} (+https://pypi.org/project/spxcc/)",
        }

    async def get(self, path: str, params: Mapping[str, str]) -> Reply:
        """One question. Raises Trouble: nobody there, too slow, too large, cut off."""
        try:
            async with asyncio.timeout(self._limits.total_s):
                return await self._ask(path, params)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise Trouble("unreachable", f"no connection ({self._why(error)})") from None
        except (TimeoutError, httpx.TimeoutException):
            raise Trouble("transient", f"no whole answer within {self._limits.total_s:g} s") from None
        except (httpx.RemoteProtocolError, httpx.DecodingError):
            raise Trouble("transient", "an answer that was cut off or damaged") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Trouble("unreachable", f"a broken connection ({self._why(error)})") from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, path: str, params: Mapping[str, str]) -> Reply:
        most = self._limits.max_bytes
        pieces: list[bytes] = []
        size = 0
        timeout = httpx.Timeout(self._limits.total_s, connect=self._limits.connect_s)
        url = httpx.URL(f"{self._url}{path}")
        if params:
            url = url.copy_merge_params(dict(params))
        async with self._client.stream(
            "GET", url, headers=self._headers, timeout=timeout, follow_redirects=False
        ) as response:
            announced = response.headers.get("content-length", "")
            if announced.isascii() and announced.isdigit() and int(announced[:18]) > most:
                raise _too_large(most)
            async for piece in response.aiter_bytes():
                size += len(piece)
                if size > most:
                    raise _too_large(most)
                pieces.append(piece)
        said = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, said, b"".join(pieces))

    def _why(self, error: Exception) -> str:
        text = " ".join(self._redact(str(error)).split())
        return text[:80] or type(error).__name__


def _too_large(most: int) -> Trouble:
    return Trouble("unreadable", f"an answer of more than {most:,} bytes")
