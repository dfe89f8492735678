"""Bytes of one HTTP connection: kept alive, one request after the other."""

import asyncio
import gzip
from collections.abc import Callable, Mapping

import h11

from spxcc.feeds.simulator.massive.answer import Answer
from spxcc.feeds.simulator.massive.faults_rest import Delivery
from spxcc.market.clock import Clock

LARGEST_REQUEST = 2**20
WORTH_PACKING = 1_024
PIECES = 10
MEGABYTE = b" " * 2**20

Respond = Callable[[str, str, Mapping[str, str], bytes], Delivery]
"""Method, target, headers (lower-case names), body → what to bring."""


class HttpWire:
    """Reads requests from and writes answers to a transport. label: of the header `X-Sim`."""

    def __init__(self, transport: asyncio.Transport, respond: Respond, clock: Clock, label: str) -> None:
        self._transport, self._respond, self._clock, self._label = transport, respond, clock, label
        self._parser = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()

    def received(self, data: bytes) -> None:
        """Bytes from the client."""
        try:
            self._parser.receive_data(data)
            self._read()
        except h11.RemoteProtocolError:
            self._transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self._transport.close()

    def ended(self) -> None:
        """The connection is gone."""
        self._may_write.set()
        if self._task is not None:
            self._task.cancel()

    def pause(self, full: bool) -> None:
        """The transport's buffer is full, or has room again."""
        if full:
            self._may_write.clear()
        else:
            self._may_write.set()

    def _read(self) -> None:
        while True:
            event = self._parser.next_event()
            if isinstance(event, h11.Request):
                self._request, self._body = event, bytearray()
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > LARGEST_REQUEST:
                    raise h11.RemoteProtocolError("body too large", 413)
            elif isinstance(event, h11.EndOfMessage) and self._request is not None:
                self._task = asyncio.ensure_future(self._answer(self._request, bytes(self._body)))
            else:
                if isinstance(event, h11.ConnectionClosed):
                    self._transport.close()
                return

    async def _answer(self, request: h11.Request, body: bytes) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in request.headers}
        method, target = request.method.decode("latin-1"), request.target.decode("latin-1")
        delivery = self._respond(method, target, headers, body)
        if delivery.manner == "silent":
            return
        await self._write(delivery, headers, method)
        if delivery.manner == "reset":
            self._transport.close()
            return
        if self._parser.our_state is h11.MUST_CLOSE:
            self._transport.close()
            return
        self._parser.start_next_cycle()
        self._read()

    async def _write(self, delivery: Delivery, headers: Mapping[str, str], method: str) -> None:
        answer = delivery.answer
        body = packed(answer, headers) if delivery.manner == "whole" else None
        content = answer.body if body is None else body
        length = delivery.megabytes * len(MEGABYTE) if delivery.manner == "huge" else len(content)
        fields = [("Content-Type", answer.content_type), ("Content-Length", str(length)), ("X-Sim", self._label)]
        if body is not None:
            fields += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        head = h11.Response(status_code=answer.status, headers=[*fields, *answer.headers.items()])
        written = bytearray(self._parser.send(head) or b"")
        if method == "HEAD":
            content = b""
        if delivery.manner == "whole":
            written += self._parser.send(h11.Data(content)) or b""
            written += self._parser.send(h11.EndOfMessage()) or b""
            self._transport.write(bytes(written))
            return
        self._transport.write(bytes(written))
        if delivery.manner == "huge":
            for _ in range(delivery.megabytes):
                await self._piece(MEGABYTE)
        else:
            size = max(len(content) // PIECES, 1)
            pieces = [content[at : at + size] for at in range(0, len(content), size)]
            for piece in pieces[: len(pieces) // 2] if delivery.manner == "reset" else pieces:
                await self._piece(piece)
                await self._clock.sleep(delivery.seconds)
        if delivery.manner != "reset":
            self._transport.write(self._parser.send(h11.EndOfMessage()) or b"")

    async def _piece(self, data: bytes) -> None:
        await self._may_write.wait()
        if self._transport.is_closing():
            raise asyncio.CancelledError
        self._transport.write(self._parser.send(h11.Data(data)) or b"")


def packed(answer: Answer, headers: Mapping[str, str]) -> bytes | None:
    """The body as gzip, where the client takes it and it pays."""
    if len(answer.body) < WORTH_PACKING or "gzip" not in headers.get("accept-encoding", ""):
        return None
    return gzip.compress(answer.body, 1, mtime=0)
