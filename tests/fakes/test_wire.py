"""The websocket in memory behaves like one."""

import asyncio

import pytest

from spxcc.client.transport import Ended, Refusal
from tests.fakes.clock import ManualClock, settle
from tests.fakes.wire import FakeOpener, FakeWire


async def test_frames_in_order_then_the_end() -> None:
    wire = FakeWire()
    wire.say({"a": 1}, {"b": 2})
    wire.say_text("raw")
    wire.end(1012, "restart")
    assert [await wire.receive() for _ in range(3)] == ['{"a":1}', '{"b":2}', "raw"]
    with pytest.raises(Ended) as ended:
        await wire.receive()
    assert (ended.value.code, ended.value.reason) == (1012, "restart")
    await wire.send('{"type":"ping"}')
    assert wire.heard == [{"type": "ping"}]
    await wire.close(1000, "bye")
    assert wire.closed == (1000, "bye")


async def test_the_opener_follows_its_plan() -> None:
    wire = FakeWire()
    opener = FakeOpener(ManualClock(), Refusal("no"), wire, None)
    with pytest.raises(Refusal):
        await opener("ws://h", None)
    assert await opener("ws://h", "t") is wire
    hanging = asyncio.ensure_future(opener("ws://h", "t"))
    await settle()
    assert not hanging.done()
    hanging.cancel()
    assert [token for _, token in opener.attempts] == [None, "t", "t"]
