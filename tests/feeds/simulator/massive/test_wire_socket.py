"""The websocket wire is exercised over a real port in `test_server`; here its silence."""

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.wire_socket import SocketWire
from tests.fakes.clock import ManualClock
from tests.feeds.simulator.massive.markets import market_of
from tests.feeds.simulator.massive.test_wire_http import FakeTransport


async def test_f30_a_deaf_line_neither_answers_nor_sends() -> None:
    transport = FakeTransport()
    wire = SocketWire(transport, Hub(market_of(), FaultBox(7)), ManualClock(), "x")
    wire.deafen()
    wire.received(b"GET /indices HTTP/1.1\r\n\r\n")
    wire.send(b"[]")
    assert transport.data == b""
    wire.ended()
