"""The Autobahn cases: what carries our frames answers each as the bare library does.

The cases want an echo, so a house that echoes stands in the place of the gateway; the connection class, how it opens
and hears, the framing of what leaves and the way it is written are the gateway's own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from spxcc.gateway.direct import WRITE_LIMIT, DirectConnection
from spxcc.gateway.frame import text_frame
from spxcc.gateway.transport import GatewayConnection
from tests.fakes.reception import House

kosoku = pytest.importorskip("kosoku", reason="needs the Autobahn cases: pip install kosoku")

ROOM = 64 * 1024 * 1024
DEVIATIONS = {"7.1.5", "9.3.1", "9.3.2", "9.4.1", "9.4.2"}
"""Cases where websockets itself goes another way: it does not deliver a message that a close cut short, and closes with
1009 what comes in more than 4,096 pieces, as a guard of its memory."""
CONFORMING = {"OK", "INFORMATIONAL", "UNIMPLEMENTED"}

Handler = Callable[[ServerConnection], Awaitable[None]]


async def ours(connection: ServerConnection) -> None:
    """What is heard leaves again: text framed and written as the outbox does it."""
    assert isinstance(connection, DirectConnection)
    await connection.read()


def echo(connection: GatewayConnection, message: str | bytes) -> None:
    """The same again."""
    if isinstance(message, str):
        connection.write(text_frame(message.encode()))
    else:
        connection.protocol.send_binary(message)
        connection.send_data()


async def bare(connection: ServerConnection) -> None:
    """The library's own echo."""
    async for message in connection:
        await connection.send(message)


@asynccontextmanager
async def echoing(handler: Handler, kind: type[ServerConnection]) -> AsyncIterator[str]:
    """The address of an echo, with the gateway's settings but for the size of messages."""
    heard: Any = partial(DirectConnection, reception=House(echo))
    async with serve(
        handler,
        "127.0.0.1",
        0,
        compression=None,
        max_size=ROOM,
        max_queue=16,
        close_timeout=5.0,
        ping_interval=None,
        write_limit=WRITE_LIMIT if kind is DirectConnection else 32_768,
        create_connection=heard if kind is DirectConnection else kind,
    ) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def results(handler: Handler, kind: type[ServerConnection], cases: list[str]) -> dict[str, tuple[str, str]]:
    """Verdict on messages and on the close, by case.

    Whether the echo of what came before an offence still leaves is a matter of timing, which the cases call non-strict
    and count as conforming, as here.
    """
    async with echoing(handler, kind) as url:
        try:
            found: list[Any] = await kosoku.run_fuzzingclient(url, cases)
        except kosoku.FailureError as error:
            found = error.results
    return {each.case_id: (_strict(each.behavior.value), _strict(each.behavior_close.value)) for each in found}


def _strict(verdict: str) -> str:
    return "OK" if verdict == "NON-STRICT" else verdict


@pytest.mark.slow
@pytest.mark.parametrize("group", ["[1-7].*", "9.*", "10.*"])
async def test_every_case_ends_as_with_the_bare_library(group: str, record_property: Any) -> None:
    groups = [f"{number}.*" for number in range(1, 8)] if group.startswith("[") else [group]
    gateway = await results(ours, DirectConnection, groups)
    library = await results(bare, ServerConnection, groups)
    assert gateway == library
    assert len(gateway) >= {"[1-7].*": 180, "9.*": 50, "10.*": 1}[group]
    assert {case for case, (behavior, _) in gateway.items() if behavior not in CONFORMING} <= DEVIATIONS
    record_property("cases", len(gateway))
