"""The shell around scheduler and session, on a websocket in memory and a clock by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from spxcc.client.connection import Client
from spxcc.client.debug import StreamLog
from spxcc.client.requests import RequestFailed
from spxcc.client.store import Store
from spxcc.client.transport import Refusal
from tests.fakes.channels import ALERTS, CHANNELS, MARKS, PRICE, Mark, Quote, frame, hello, snapshot, subscribed, synced
from tests.fakes.clock import ManualClock, settle
from tests.fakes.draws import Draws
from tests.fakes.wire import FakeOpener, FakeWire

SECRET = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl"


class Desk:
    """A client with its store, clock, log and the wires it will get."""

    def __init__(self, *plan: FakeWire | Refusal | None, token: Callable[[], str | None] = lambda: SECRET) -> None:
        self.clock = ManualClock()
        self.store = Store(self.clock, CHANNELS)
        self.opener = FakeOpener(self.clock, *plan)
        self.log = StreamLog(self.clock)
        url = "ws://127.0.0.1:8787/ws/prices"
        self.client = Client(url, token, self.store, self.clock, Draws([0.0]), debug=self.log, opener=self.opener)

    @property
    def tokens(self) -> list[str | None]:
        return [token for _, token in self.opener.attempts]

    def phase(self) -> str:
        """Of the connection, as the screen sees it."""
        return self.store.connection.phase

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Desk"]:
        task = asyncio.ensure_future(self.client.run())
        await settle()
        try:
            yield self
        finally:
            self.client.close()
            await task


async def welcome(wire: FakeWire) -> None:
    """Say hello, and serve MARKS if it was asked for."""
    await settle()
    wire.say(hello())
    for message in list(wire.heard):
        if message["type"] == "subscribe":
            wire.say(subscribed(message, 5))
            for name in message["channels"]:
                data: dict[str, Any] = (
                    {"added": [{"id": "a", "price": 1.0}]} if name == MARKS.name else {"id": "e", "text": ""}
                )
                data = {"symbol": "SPX", "price": 1.0} if name == PRICE.name else data
                wire.say(snapshot(name, 5, data), synced(name, 5))
    await settle()


async def test_values_arrive_in_the_store() -> None:
    wire = FakeWire()
    desk = Desk(wire)
    desk.client.want([MARKS.name, PRICE.name])
    async with desk.running():
        await welcome(wire)
        wire.say(frame(MARKS.name, 6, {"modified": [{"id": "a", "price": 2.0}]}))
        await settle()
        assert desk.store.items(MARKS) == {"a": Mark("a", 2.0)}
        assert desk.store.get(PRICE) == Quote("SPX", 1.0)
        assert desk.phase() == "open"
        assert desk.store.connection.text == "connected to 127.0.0.1:8787"
    assert wire.closed is not None


async def test_f01_every_view_shares_one_connection() -> None:
    wire = FakeWire()
    desk = Desk(wire)
    desk.client.want([PRICE.name], owner="header")
    async with desk.running():
        await welcome(wire)
        desk.client.want([PRICE.name, MARKS.name], owner="chart")
        desk.client.want([PRICE.name], owner="watch")
        await settle()
        assert len(desk.opener.attempts) == 1
        assert [message["channels"] for message in wire.heard] == [[PRICE.name], [MARKS.name]]


async def test_f03_the_token_is_sent_in_the_header_only_and_never_logged() -> None:
    wire = FakeWire()
    desk = Desk(Refusal(f"HTTP 503 for {SECRET}"), wire)
    async with desk.running():
        await desk.clock.advance(15.0)
        await welcome(wire)
        wire.end(1011, f"token={SECRET}")
        await settle()
        assert desk.tokens == [SECRET, SECRET]
        assert SECRET not in str(wire.heard)
        assert SECRET not in "\n".join(desk.log.lines())
        assert SECRET not in desk.store.connection.text


async def test_a_lost_connection_comes_back_with_its_positions() -> None:
    first, second = FakeWire(), FakeWire()
    desk = Desk(first, second)
    desk.client.want([MARKS.name])
    async with desk.running():
        await welcome(first)
        await desk.clock.advance(5.0)
        first.end()
        await settle()
        assert desk.phase() == "waiting"
        assert desk.store.connection.retry_in_s == 10.0
        assert desk.store.items(MARKS) == {"a": Mark("a", 1.0)}
        await desk.clock.advance(10.0)
        assert second.heard[0]["since"] == {MARKS.name: {"epoch": "e1", "seq": 5}}


async def test_f18_one_key_retries_now() -> None:
    wire = FakeWire()
    desk = Desk(Refusal("refused"), Refusal("refused"), Refusal("refused"), wire)
    async with desk.running():
        await desk.clock.advance(30.0)
        assert desk.phase() == "paused"
        assert desk.store.connection.text == "paused after 3 failures: refused"
        assert desk.store.connection.retry_in_s == 60.0
        desk.client.retry_now()
        await welcome(wire)
        assert desk.phase() == "open"


async def test_no_answer_at_all_is_a_time_out() -> None:
    wire = FakeWire()
    desk = Desk(None, wire)
    async with desk.running():
        await desk.clock.advance(10.0)
        assert desk.store.connection.text == "no connection within 10 s"
        await desk.clock.advance(5.0)
        await welcome(wire)
        assert desk.phase() == "open"


async def test_a_server_that_never_says_hello_is_a_time_out() -> None:
    wire = FakeWire()
    desk = Desk(wire, None)
    async with desk.running():
        await desk.clock.advance(10.0)
        assert desk.phase() == "waiting"
        assert wire.closed is not None


async def test_f21_a_new_token_unlocks_by_itself() -> None:
    tokens = ["old"]
    first, second = FakeWire(), FakeWire()
    desk = Desk(first, second, token=lambda: tokens[-1])
    async with desk.running():
        first.say({"type": "error", "code": "token_expired", "message": "expired", "retry": "refresh"})
        first.end(4401, "token_expired")
        await settle()
        assert desk.phase() == "locked"
        assert "token expired" in desk.store.connection.text
        await desk.clock.advance(300.0)
        assert desk.tokens == ["old"]
        tokens.append("new")
        await desk.clock.advance(1.0)
        assert desk.tokens == ["old", "new"]
        await welcome(second)
        assert desk.phase() == "open"


async def test_silence_ends_the_connection() -> None:
    first = FakeWire()
    desk = Desk(first, None)
    async with desk.running():
        await welcome(first)
        await desk.clock.advance(31.0)
        assert desk.phase() == "open"
        await desk.clock.advance(1.5)
        assert desk.phase() != "open"
        assert first.closed is not None
        assert any("nothing heard for 32 s" in line for line in desk.log.lines())


async def test_a_shutdown_is_followed_by_a_draw_from_its_range() -> None:
    wire = FakeWire()
    desk = Desk(wire, None)
    async with desk.running():
        await welcome(wire)
        wire.say({"type": "shutdown", "in_ms": 0, "reconnect_after_ms": [2_000, 2_000]})
        wire.end(1012, "restart")
        await settle()
        assert desk.store.connection.retry_in_s == 2.0


async def test_an_expiring_token_is_renewed_in_place() -> None:
    tokens = ["old"]
    wire = FakeWire()
    desk = Desk(wire, token=lambda: tokens[-1])
    async with desk.running():
        await welcome(wire)
        wire.say({"type": "auth_expiring", "in_ms": 60_000, "expires_at": 1.0})
        await settle()
        assert wire.heard == []
        tokens.append("new")
        wire.say({"type": "auth_expiring", "in_ms": 60_000, "expires_at": 1.0})
        await settle()
        assert [(message["type"], message["token"]) for message in wire.heard] == [("auth", "new")]
        assert len(desk.opener.attempts) == 1


async def test_a_position_that_the_server_refuses_is_dropped() -> None:
    first, second = FakeWire(), FakeWire()
    desk = Desk(first, second)
    desk.client.want([MARKS.name])
    async with desk.running():
        await welcome(first)
        await desk.clock.advance(20.0)
        first.end(4421, "position invalid")
        await desk.clock.advance(0.1)
        assert "since" not in second.heard[0]


async def test_f23_gaps_and_ends_are_in_the_log() -> None:
    wire = FakeWire()
    desk = Desk(wire, None)
    desk.client.want([MARKS.name])
    async with desk.running():
        await welcome(wire)
        wire.say(frame(MARKS.name, 6, {}, timestamp="2025-06-15T15:06:40.000Z"), frame(MARKS.name, 9, {}))
        wire.end(1011, "internal")
        await settle()
        text = "\n".join(desk.log.lines())
        for event in ("attempt", "open", "hello", "synced", "gap", "close", "latency"):
            assert f'"event":"{event}"' in text
        assert '"code":1011' in text


async def test_questions_and_answers() -> None:
    wire = FakeWire()
    desk = Desk(wire)
    async with desk.running():
        await welcome(wire)
        pieces: list[str] = []
        asking = asyncio.ensure_future(desk.client.ask("where is the flip?", pieces.append))
        reading = asyncio.ensure_future(desk.client.query("why", {"path": "gex:SPX"}))
        doing = asyncio.ensure_future(desk.client.command("alert", {"price": 1}))
        await settle()
        ids = {message["type"]: message["id"] for message in wire.heard}
        wire.say(
            {"type": "coach_answer", "id": ids["ask"], "delta": "At "},
            {"type": "answer", "id": ids["query"], "name": "why", "part": 1, "of": 1, "data": {"x": 1}},
            {"type": "coach_answer", "id": ids["ask"], "delta": "6890.", "done": True},
            {
                "type": "error",
                "id": ids["command"],
                "code": "bad_request",
                "message": "no such alert",
                "retry": "never",
            },
        )
        assert await asking == "At 6890."
        assert pieces == ["At ", "6890."]
        assert await reading == {"x": 1}
        with pytest.raises(RequestFailed, match="no such alert"):
            await doing


async def test_requests_fail_with_the_connection() -> None:
    wire = FakeWire()
    desk = Desk(wire, None)
    with pytest.raises(RequestFailed, match="not connected"):
        await desk.client.query("why")
    async with desk.running():
        await welcome(wire)
        reading = asyncio.ensure_future(desk.client.query("why"))
        await settle()
        wire.end()
        with pytest.raises(RequestFailed, match="ended before"):
            await reading


async def test_a_token_function_that_fails_does_not_end_the_client() -> None:
    def broken() -> str | None:
        raise OSError("no such file")

    wire = FakeWire()
    desk = Desk(wire, token=broken)
    async with desk.running():
        await welcome(wire)
        assert desk.tokens == [None]
        assert any("no such file" in line for line in desk.log.lines())


async def test_a_fault_in_the_opener_is_a_failure_like_any_other() -> None:
    desk = Desk(FakeWire())

    async def explode(url: str, token: str | None) -> FakeWire:
        raise RuntimeError("boom")

    client = Client("ws://h/ws", lambda: None, desk.store, desk.clock, Draws([0.0]), opener=explode)
    task = asyncio.ensure_future(client.run())
    await settle()
    assert client.state.phase == "waiting"
    assert client.state.reason == "RuntimeError: boom"
    client.close()
    await task


async def test_broken_frames_are_logged_and_survived() -> None:
    wire = FakeWire()
    desk = Desk(wire)
    desk.client.want([ALERTS.name])
    async with desk.running():
        await welcome(wire)
        wire.say_text("{")
        wire.say(frame(ALERTS.name, 6, {"id": "n", "text": "new"}))
        await settle()
        assert [alert.id for alert in desk.store.events(ALERTS)] == ["e", "n"]
        assert any("bad_frame" in line for line in desk.log.lines())


async def test_cancelling_run_closes_the_wire() -> None:
    wire = FakeWire()
    desk = Desk(wire)
    task = asyncio.ensure_future(desk.client.run())
    await welcome(wire)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert wire.closed is not None
    assert desk.phase() == "idle"
