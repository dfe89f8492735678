"""One request to the running server of this user, or to the one that is named."""

import asyncio
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.runtime.choice import remote_token, running_server
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import connected

T = TypeVar("T")
REFUSED = ("bad_request", "limit_reached", "too_long")


def address(attach: str | None) -> str | None:
    """That of `attach`, else of the running server; `None` where none runs."""
    if attach is not None:
        return attach
    found = running_server()
    return None if found is None else found.url


def asked(
    url: str, token: str | None, what: Literal["query", "command"], name: str, args: Mapping[str, Any], kind: type[T]
) -> T:
    """Connect, ask once, leave. Raises UserError."""
    return asyncio.run(_ask(url, token, what, name, args, kind))


async def _ask(url: str, token: str | None, what: str, name: str, args: Mapping[str, Any], kind: type[T]) -> T:
    desk = DeskClient(SystemClock())
    desk.connect(url, remote_token(token), ())
    connection = asyncio.ensure_future(desk.run())
    try:
        await connected(desk.store, desk.wall, url)
        answer = await (desk.query(name, args) if what == "query" else desk.command(name, args))
        return msgspec.convert(answer, kind)
    except RequestFailed as error:
        raise UserError(error.message, 2 if error.code in REFUSED else 1) from None
    except msgspec.ValidationError as error:
        raise UserError(f"expected an answer that this version knows, found: {error}; update spxcc") from None
    finally:
        desk.close()
        await asyncio.wait({connection})
