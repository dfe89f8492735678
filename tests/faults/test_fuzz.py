"""Nonsense by the thousand, from a seed: a documented answer each time, no crash, nothing left, others undisturbed.

`SPXCC_FUZZ_FRAMES` and `SPXCC_FUZZ_HANDSHAKES` set how many are tried; the slow tests try a million and 100,000.
"""

import asyncio
import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, get_args

import pytest

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.protocol.codes import CloseCode, ErrorCode
from spxcc.protocol.limits import Limits
from tests.fakes.gateway import BOB, GEX, Desk, Guest, Reading, full_desk
from tests.fakes.server import Running, client, running, settle
from tests.faults.noise import handshake, message, wire

FRAMES = int(os.environ.get("SPXCC_FUZZ_FRAMES", "6000"))
HANDSHAKES = int(os.environ.get("SPXCC_FUZZ_HANDSHAKES", "400"))
MANY_FRAMES, MANY_HANDSHAKES = max(FRAMES, 1_000_000), max(HANDSHAKES, 100_000)
SEED = int(os.environ.get("SPXCC_FUZZ_SEED", "1"))
CODES = frozenset(get_args(ErrorCode))
CLOSES = frozenset(int(code) for code in CloseCode)
STATUSES = frozenset({101, 200, 400, 401, 403, 404, 405, 408, 411, 413, 414, 426, 429, 431, 500, 501, 503, 505}) - {500}
WIDE = replace(GatewayConfig(), open_timeout=1.0, caps=Caps(5_000, 5_000, 5_000, 5_000, 10**9))
BATCH = 8


def checked(frames: list[dict[str, Any]]) -> None:
    """Every frame has a type, every error a documented code and short words."""
    for frame in frames:
        assert frame["type"]
        if frame["type"] == "error":
            assert frame["code"] in CODES
            assert len(frame["message"]) <= 200


def talk(desk: Desk, draw: Random, count: int) -> int:
    """Send `count` messages over as many connections as it takes. Returns how many of them the server closed."""
    closed = 0
    guest = desk.guest()
    for number in range(count):
        checked(guest.say(message(draw)))
        if number % 50 == 0:
            checked(guest.tick(1.0))
            desk.hub.publish(GEX, Reading(float(number)), desk.as_of)
        if guest.pipe.closed is not None:
            assert guest.pipe.closed[0] in CLOSES
            closed += 1
            guest.peer.gone()
            guest = desk.guest(limits=Limits(errors=draw.choice((5, 500)), msg_per_s=draw.choice((20.0, 1e9))))
    guest.peer.gone()
    return closed


def fuzz_messages(count: int, record_property: Any) -> None:
    """`count` messages beside a subscriber who must see the last publication."""
    desk = full_desk()
    good: Guest = desk.guest(BOB)
    good.subscribe("gex:SPX")
    assert talk(desk, Random(SEED), count) > 0
    good.pipe.take()
    desk.hub.publish(GEX, Reading(-1.0), desk.as_of)
    assert [frame["data"]["value"] for frame in good.pipe.take()] == [-1.0]
    assert desk.hub.readers("gex:SPX") == 1
    assert desk.hub.readers("levels:update") == 0
    record_property("messages fuzzed", count)


def test_messages_of_any_kind_get_a_documented_answer(record_property: Any) -> None:
    """Messages that are nearly right, or not at all: a documented answer or close each, and others are undisturbed."""
    fuzz_messages(FRAMES, record_property)


@pytest.mark.slow
def test_a_million_messages_get_a_documented_answer(record_property: Any) -> None:
    """A million such messages: the same, and nothing is left of those who sent them."""
    fuzz_messages(MANY_FRAMES, record_property)


async def exchange(server: Running, request: bytes, *frames: bytes) -> bytes:
    """Send a request and read its answer; after an upgrade send the frames and an end, and read all that comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.server.port)
    found = b""
    try:
        async with asyncio.timeout(20.0):
            writer.write(request)
            found = await reader.readuntil(b"\r\n\r\n")
            for frame in frames:
                writer.write(frame)
            if frames:
                writer.write_eof()
                await reader.read()
    except asyncio.IncompleteReadError as error:
        found = error.partial
    except ConnectionError:
        pass
    finally:
        writer.close()
    return found


async def batches(server: Running, sent: Sequence[tuple[bytes, ...]]) -> list[bytes]:
    """Answers to all of them, some at a time."""
    found: list[bytes] = []
    for first in range(0, len(sent), BATCH):
        found += await asyncio.gather(*(exchange(server, *parts) for parts in sent[first : first + BATCH]))
    return found


async def nothing_left(server: Running) -> None:
    """Until all but one connection are gone, in the books as well."""
    async with asyncio.timeout(20.0):
        while server.server.connections > 1 or len(server.server._gate) or len(server.server._admission) > 1:
            await settle(1)


async def fuzz_handshakes(count: int, caplog: pytest.LogCaptureFixture, record_property: Any) -> None:
    """`count` handshakes, each answered with a status line that is documented, or cut."""
    draw = Random(SEED)
    async with running(WIDE) as server, client(server, "B") as good:
        await good.until("hello")
        statuses: set[int] = set()
        for first in range(0, count, 1_000):
            some = [(handshake(draw),) for _ in range(min(1_000, count - first))]
            for answer in await batches(server, some):
                status = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
                assert status or answer == b"", answer[:80]
                statuses |= {int(status[1])} if status else set()
            caplog.clear()
        assert {101, 400, 403, 404} <= statuses <= STATUSES
        await nothing_left(server)
        await good.say(type="ping", t=1)
        assert (await good.until("pong"))["t"] == 1
    record_property("handshakes", count)


async def test_handshakes_of_any_kind_get_a_documented_answer(
    caplog: pytest.LogCaptureFixture, record_property: Any
) -> None:
    """Handshakes with things missing, twice or broken: a documented status or a cut each, and nothing is left."""
    await fuzz_handshakes(HANDSHAKES, caplog, record_property)


@pytest.mark.slow
async def test_a_hundred_thousand_handshakes_get_a_documented_answer(
    caplog: pytest.LogCaptureFixture, record_property: Any
) -> None:
    """A hundred thousand such handshakes: the same."""
    await fuzz_handshakes(MANY_HANDSHAKES, caplog, record_property)


OPENING = (
    b"GET /ws/prices HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer A\r\n\r\n"
)


async def test_bytes_of_any_kind_after_the_handshake_end_with_a_documented_code(
    caplog: pytest.LogCaptureFixture, record_property: Any
) -> None:
    """Bytes of any kind after the handshake: the connection ends with a documented code, others are undisturbed."""
    draw = Random(SEED)
    async with running(WIDE) as server, client(server, "B") as good:
        await good.until("hello")
        sent = [(OPENING, *(wire(draw) for _ in range(draw.randrange(1, 5)))) for _ in range(HANDSHAKES // 2)]
        answers = await batches(server, sent)
        assert all(answer.startswith(b"HTTP/1.1 101") or not answer for answer in answers)
        await nothing_left(server)
        ended = set(server.server._ended)
        assert ended <= {str(code) for code in CLOSES} | {"other"}
        assert "1002" in ended
        assert [record for record in caplog.records if record.levelname == "ERROR"] == []
        assert json.loads(await _pong(good))["t"] == 2
    record_property("frames fuzzed", sum(len(parts) - 1 for parts in sent))


async def _pong(good: Any) -> str:
    await good.say(type="ping", t=2)
    return json.dumps(await good.until("pong"))
