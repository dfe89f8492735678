"""HTTP without a socket."""

import asyncio
from collections.abc import Mapping

from spxcc.feeds.simulator.massive.answer import Answer
from spxcc.feeds.simulator.massive.faults_rest import Delivery
from spxcc.feeds.simulator.massive.wire_http import HttpWire
from tests.fakes.clock import ManualClock, settle


class FakeTransport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.data += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


def respond(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Delivery:
    return Delivery(Answer(200, f"{method} {target} {len(body)}".encode()))


async def test_f30_requests_split_anywhere_and_queued_are_answered_in_order() -> None:
    transport = FakeTransport()
    wire = HttpWire(transport, respond, ManualClock(), "seed=7 scenario=x")
    whole = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz"
    for at in range(len(whole)):
        wire.received(whole[at : at + 1])
        await settle(3)
    assert transport.data.count(b"HTTP/1.1 200") == 2
    assert transport.data.index(b"GET /a 0") < transport.data.index(b"POST /b 3")
    assert not transport.closed
    wire.received(b"GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    await settle(3)
    assert transport.closed
