"""The installed websockets keeps the contract; a release that does not is found out."""

import asyncio
from collections.abc import Generator
from typing import Any

import pytest
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection
from websockets.protocol import Protocol
from websockets.server import ServerProtocol

from spxcc.gateway import contract
from spxcc.gateway.contract import HOOKS, PARTS, broken
from spxcc.gateway.direct import WRITE_LIMIT


async def test_the_installed_release_keeps_it() -> None:
    assert broken() == ()


@pytest.mark.parametrize("name", HOOKS)
async def test_a_missing_hook_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in ("connection_made", "process_event"):
        monkeypatch.setattr(ServerConnection, name, None)
    else:
        monkeypatch.setattr(Connection, name, None)
    assert f"Connection.{name}" in broken()


@pytest.mark.parametrize("name", PARTS)
async def test_a_missing_part_of_the_protocol_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Renamed:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._inner = Protocol(*args, **kwargs)

        def __getattr__(self, wanted: str) -> Any:
            if wanted == name:
                raise AttributeError(wanted)
            return getattr(self._inner, wanted)

    monkeypatch.setattr(contract, "Protocol", Renamed)
    assert broken() != ()


async def test_a_transport_kept_elsewhere_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(self: Connection, transport: asyncio.BaseTransport) -> None:
        self.elsewhere = transport  # type: ignore[attr-defined]

    monkeypatch.setattr(Connection, "connection_made", made)
    assert broken() != ()


async def test_an_opening_that_is_not_told_by_the_state_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(self: ServerProtocol) -> Generator[None]:
        while True:
            self.reader.discard()
            yield

    monkeypatch.setattr(ServerProtocol, "parse", parse)
    assert broken() == ("a protocol that opens when it is told",)


async def test_extensions_that_are_kept_elsewhere_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    was = ServerProtocol.__init__

    def made(self: ServerProtocol, **kwargs: Any) -> None:
        was(self, **kwargs)
        del self.available_extensions

    monkeypatch.setattr(ServerProtocol, "__init__", made)
    assert broken() == ("ServerProtocol.available_extensions",)


async def test_an_answer_that_passes_by_send_data_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def received(self: Connection, data: bytes) -> None:
        self.protocol.receive_data(data)
        for answer in self.protocol.data_to_send():
            self.transport.write(answer)

    monkeypatch.setattr(Connection, "data_received", received)
    assert broken() == ("send_data for the answer to a close frame",)


async def test_limits_that_do_not_reach_the_transport_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    was = Connection.connection_made

    def made(self: Connection, transport: asyncio.BaseTransport) -> None:
        was(self, transport)
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(65_536)

    monkeypatch.setattr(Connection, "connection_made", made)
    assert broken() == ("the write limits given to the transport",)


async def test_a_transport_of_asyncio_pauses_at_the_first_byte_it_keeps_and_resumes_when_it_keeps_none() -> None:
    told: list[str] = []

    class Told(asyncio.Protocol):
        def pause_writing(self) -> None:
            told.append("pause")

        def resume_writing(self) -> None:
            assert isinstance(transport, asyncio.Transport)
            told.append(f"resume at {transport.get_write_buffer_size()}")

    loop = asyncio.get_running_loop()
    ready: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = loop.create_future()

    async def reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ready.set_result((reader, writer))

    async with await asyncio.start_server(reading, "127.0.0.1", 0) as server:
        transport, _ = await loop.create_connection(Told, *server.sockets[0].getsockname()[:2])
        assert isinstance(loop, asyncio.SelectorEventLoop)
        transport.set_write_buffer_limits(*WRITE_LIMIT)
        reader, writer = await ready
        size = 0
        while not told:
            transport.write(b"x" * 100_000)
            size += 100_000
        assert transport.get_write_buffer_size() > 0
        await reader.readexactly(size)
        assert told == ["pause", "resume at 0"]
        transport.close()
        writer.close()
