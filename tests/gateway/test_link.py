"""What takes time: prices, questions, queries, commands."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from spxcc.gateway.interfaces import Identity, Parts, PriceError, RequestError
from tests.fakes.gateway import Desk, Quote, price_channel
from tests.fakes.server import client, running, settle


class Prices:
    """Knows AAPL after a while."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.desk: Desk | None = None

    async def ensure(self, symbol: str) -> None:
        """Publish or refuse."""
        self.asked.append(symbol)
        await self.gate.wait()
        if symbol != "AAPL" or self.desk is None:
            raise PriceError("unknown_symbol", "no such symbol")
        self.desk.hub.publish(price_channel(symbol), Quote(symbol, 200.0), self.desk.as_of)


async def test_g11_a_cold_symbol_is_served_when_its_price_comes() -> None:
    prices = Prices()
    async with running(prices=prices) as server, client(server) as reader:
        prices.desk = server.desk
        await reader.until("hello")
        await reader.say(type="subscribe", symbols=["aapl", "NOPE"], id=1)
        assert (await reader.read())[0]["symbols"] == ["AAPL", "NOPE"]
        while len(prices.asked) < 2:
            await settle(1)
        prices.gate.set()
        frames = await reader.read(3)
        assert [(frame["type"], frame["channel"]) for frame in frames] == [
            ("price", "price:AAPL"),
            ("synced", "price:AAPL"),
            ("error", "price:NOPE"),
        ]


async def ask(identity: Identity, text: str) -> AsyncIterator[str]:
    """Two pieces."""
    yield f"{identity.sub} asked: "
    yield text


async def history(identity: Identity, args: Mapping[str, Any]) -> Any:
    """In parts."""
    return Parts(({"day": 1}, {"day": 2}))


async def fail(identity: Identity, args: Mapping[str, Any]) -> Any:
    """Not today."""
    if args.get("badly"):
        raise RuntimeError("boom")
    raise RequestError("bad_request", "needs a symbol")


async def plan(identity: Identity, args: Mapping[str, Any]) -> Any:
    """Echo."""
    return {"owner": identity.sub, **args}


async def test_the_coach_answers_the_asker_alone() -> None:
    async with running(ask=ask) as server, client(server, "A") as alice, client(server, "B") as bob:
        await bob.until("hello")
        await alice.until("hello")
        await alice.say(type="ask", text="why?", id="q1")
        assert await alice.read(3) == [
            {"type": "coach_answer", "id": "q1", "delta": "alice asked: "},
            {"type": "coach_answer", "id": "q1", "delta": "why?"},
            {"type": "coach_answer", "id": "q1", "done": True},
        ]
        await bob.say(type="ping")
        assert await bob.read() == [{"type": "pong"}]


async def test_queries_commands_and_their_errors() -> None:
    queries = {"history": history, "fail": fail}
    async with running(queries=queries, commands={"plan": plan}) as server, client(server) as reader:
        await reader.until("hello")
        await reader.say(type="query", name="history", id=1)
        assert [(frame["part"], frame["of"], frame["data"]) for frame in await reader.read(2)] == [
            (1, 2, {"day": 1}),
            (2, 2, {"day": 2}),
        ]
        await reader.say(type="command", name="plan", args={"text": "wait"}, id=2)
        assert await reader.read() == [
            {"type": "done", "id": 2, "name": "plan", "data": {"owner": "alice", "text": "wait"}}
        ]
        for message, code in (
            ({"type": "query", "name": "nope", "id": 3}, "bad_request"),
            ({"type": "query", "name": "fail", "id": 4}, "bad_request"),
            ({"type": "query", "name": "fail", "args": {"badly": 1}, "id": 5}, "internal"),
            ({"type": "ask", "text": "why?", "id": 6}, "unavailable"),
        ):
            await reader.say(**message)
            (error,) = await reader.read()
            assert (error["type"], error["code"], error["id"]) == ("error", code, message["id"])
            assert "boom" not in error["message"]


async def heavy(identity: Identity, args: Mapping[str, Any]) -> Any:
    """More than an outbox holds."""
    return Parts({"at": at, "text": "x" * 60_000} for at in range(200))


async def test_a_large_answer_goes_at_the_pace_of_its_reader_who_is_not_cut_off() -> None:
    async with running(queries={"heavy": heavy}) as server, client(server) as reader:
        await reader.until("hello")
        await reader.say(type="query", name="heavy", id=1)
        await settle(50)
        frames = await reader.read(200)
        assert [frame["data"]["at"] for frame in frames] == list(range(200))
        await reader.say(type="ping")
        assert await reader.read() == [{"type": "pong"}]
