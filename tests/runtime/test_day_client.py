"""The screen's side of the day."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.result import Risk
from spxcc.runtime.day_client import DayClient

DAY = DayPlan(session="2026-03-24", risk=Risk(state="GO", rule="none"))


class Server:
    """Answers as told, and counts what changed."""

    def __init__(self) -> None:
        self.answer: Any = msgspec.to_builtins(DAY)
        self.changed = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.client = DayClient(self.ask, self.ask, self.start, self.note)

    async def ask(self, name: str, args: Mapping[str, Any]) -> Any:
        if isinstance(self.answer, RequestFailed):
            raise self.answer
        return self.answer

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.ensure_future(work))

    def note(self) -> None:
        self.changed += 1

    async def settled(self) -> None:
        await asyncio.gather(*self.tasks)


async def test_the_day_is_read_and_told_only_when_it_is_another() -> None:
    server = Server()
    server.client.refresh()
    await server.settled()
    server.client.refresh()
    await server.settled()
    assert (server.client.plan, server.changed) == (DAY, 1)


async def test_a_command_answers_with_a_sentence_or_none() -> None:
    server, said = Server(), list[str]()
    server.client.act("plan.set", {}, said.append)
    await server.settled()
    server.answer = {"playing": True}
    server.client.act("replay", {}, said.append)
    await server.settled()
    server.client.act("trade.mark", {}, said.append)
    await server.settled()
    server.answer = RequestFailed("bad_request", "needs a reason")
    server.client.act("plan.set", {}, said.append)
    server.client.refresh()
    await server.settled()
    assert said[:2] == ["", ""]
    assert "not what this version knows" in said[2]
    assert said[3] == "needs a reason"
    assert server.client.plan == DAY
