"""One compressed frame for all who agreed to it."""

import asyncio
import json
import os
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
import websocket
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.extensions import ClientExtensionFactory
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from spxcc.gateway import frame as frame_module
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.deflate import HEADER, WINDOW_BITS, deflate, negotiated
from spxcc.gateway.frame import Frame, payload_of, text_frame
from tests.fakes.gateway import GEX, Reading
from tests.fakes.server import Client, Running, client, running

PACKED = replace(GatewayConfig(), compression=True)
NOTE = json.dumps([{"strike": 6_000 + at, "net": at * 1_000_003 % 977} for at in range(300)])
AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12"


READER = """
const WebSocket = require('ws');
const socket = new WebSocket(process.argv[1], { headers: { Authorization: 'Bearer B' }, perMessageDeflate: true });
socket.on('open', () => socket.send('{"type":"subscribe","channels":["gex:SPX"]}'));
socket.on('message', data => {
  const frame = JSON.parse(data);
  if (frame.type !== 'toy_gex') return;
  console.log(JSON.stringify([socket.extensions, frame.data.note, socket._receiver._compressed]));
  process.exit(0);
});
"""


def inflated(data: bytes) -> bytes:
    """What a reader with a window of that size makes of it."""
    return zlib.decompressobj(wbits=-WINDOW_BITS).decompress(data + b"\x00\x00\xff\xff")


@given(st.binary(max_size=40_000))
def test_what_is_packed_is_read_back_with_the_window_that_was_agreed(payload: bytes) -> None:
    assert inflated(deflate(payload)) == payload


def test_a_frame_is_packed_once_and_only_if_that_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []

    def counted(payload: bytes) -> bytes:
        made.append(payload)
        return deflate(payload)

    monkeypatch.setattr(frame_module, "deflate", counted)
    long = Frame("gex:SPX", "state", 1, NOTE.encode(), text_frame(NOTE.encode()))
    assert long.deflated is long.deflated
    assert made == [NOTE.encode()]
    assert long.deflated[0] == 0xC1, "final, RSV1, text"
    assert len(long.deflated) < len(long.wire) / 3
    assert inflated(payload_of(long.deflated)) == NOTE.encode()
    short = Frame("gex:SPX", "state", 1, b"{}", text_frame(b"{}"))
    assert short.deflated is short.wire


def test_the_answer_says_whether_it_was_agreed() -> None:
    assert negotiated({HEADER: AGREED})
    assert not negotiated({})


def offer(server_window: int | None = None) -> Sequence[ClientExtensionFactory]:
    """A client that asks for compression."""
    return [ClientPerMessageDeflateFactory(server_max_window_bits=server_window)]


async def reading(server: Running, extensions: Sequence[ClientExtensionFactory] | None) -> tuple[str, Reading]:
    """What a client agreed to, and the value it read."""
    async with connect(
        server.address.url, additional_headers={"Authorization": "Bearer B"}, compression=None, extensions=extensions,
        proxy=None,
    ) as socket:  # fmt: skip
        assert socket.response is not None
        agreed = socket.response.headers.get(HEADER, "")
        reader = Client(socket)
        await reader.say(type="subscribe", channels=["gex:SPX"])
        (frame,) = [await reader.until("toy_gex")]
        return agreed, Reading(**frame["data"])


@pytest.mark.parametrize(("window", "agreed"), [(None, AGREED), (15, AGREED), (12, AGREED), (11, ""), (9, "")])
async def test_who_wants_a_smaller_window_gets_plain_frames(window: int | None, agreed: str) -> None:
    async with running(PACKED) as server:
        server.desk.hub.publish(GEX, Reading(1.0, NOTE), server.desk.as_of)
        assert await reading(server, offer(window)) == (agreed, Reading(1.0, NOTE))


async def test_it_is_off_unless_the_setting_turns_it_on() -> None:
    assert not GatewayConfig().compression
    async with running() as server:
        server.desk.hub.publish(GEX, Reading(1.0, NOTE), server.desk.as_of)
        assert await reading(server, offer()) == ("", Reading(1.0, NOTE))
        assert all(not frame._deflated for frame in server.desk.hub.snapshot("gex:SPX"))


async def test_all_who_agreed_share_one_packed_frame_and_others_get_the_plain_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[bytes] = []

    def counted(payload: bytes) -> bytes:
        made.append(payload)
        return deflate(payload)

    monkeypatch.setattr(frame_module, "deflate", counted)
    async with running(PACKED) as server, client(server) as plain:
        hub, as_of = server.desk.hub, server.desk.as_of
        hub.publish(GEX, Reading(1.0, NOTE), as_of)
        headers = {"Authorization": "Bearer B"}
        async with (
            connect(server.address.url, additional_headers=headers, proxy=None) as one,
            connect(server.address.url, additional_headers=headers, proxy=None) as two,
        ):
            readers = [plain, Client(one), Client(two)]
            for reader in readers:
                await reader.say(type="subscribe", channels=["gex:SPX"])
                await reader.until("synced")
            made.clear()
            hub.publish(GEX, Reading(2.0, NOTE), as_of)
            assert [(await reader.read())[0]["data"]["value"] for reader in readers] == [2.0] * 3
            assert len(made) == 1


async def test_a_client_that_knows_no_compression_reads_the_plain_frames() -> None:
    def converse(url: str) -> str:
        socket = websocket.create_connection(url, header={"Authorization": "Bearer A"}, timeout=20.0)
        try:
            socket.send(json.dumps({"type": "subscribe", "channels": ["gex:SPX"]}))
            while True:
                frame = json.loads(socket.recv())
                if frame["type"] == "toy_gex":
                    return str(frame["data"]["note"])
        finally:
            socket.close()

    async with running(PACKED) as server:
        server.desk.hub.publish(GEX, Reading(1.0, NOTE), server.desk.as_of)
        assert await asyncio.to_thread(converse, server.address.url) == NOTE


@pytest.mark.node
async def test_the_npm_client_ws_agrees_and_reads_the_packed_frame() -> None:
    modules = os.environ.get("SPXCC_NODE_MODULES")
    if modules is None or shutil.which("node") is None:
        pytest.skip("SPXCC_NODE_MODULES is not set, or Node.js is not installed")
    async with running(PACKED) as server, asyncio.timeout(20.0):
        server.desk.hub.publish(GEX, Reading(1.0, NOTE), server.desk.as_of)
        process = await asyncio.create_subprocess_exec(
            "node", "-e", READER, server.address.url, stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "NODE_PATH": modules},
        )  # fmt: skip
        said, _ = await process.communicate()
        extensions, note, packed = json.loads(said)
    assert (extensions, note, packed) == ("permessage-deflate", NOTE, True)
