"""The screen's side of alerts."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.alerts.result import AlertBook
from spxcc.runtime.alert_client import AlertClient
from tests.fakes.clock import settle


class Server:
    """Answers with its book when told to."""

    def __init__(self) -> None:
        self.answer: Any = msgspec.to_builtins(AlertBook(realm="sim"))
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.changed = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.client = AlertClient(self.request, self.request, self.start, self.note)

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.ensure_future(job))

    def note(self) -> None:
        self.changed += 1

    async def request(self, name: str, args: Mapping[str, Any]) -> Any:
        self.asked.append(name)
        await self.open.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_the_book_is_asked_for_and_a_change_is_noted_once() -> None:
    server = Server()
    for _ in range(2):
        server.client.refresh()
        await settle()
    assert server.client.book == AlertBook(realm="sim")
    assert server.changed == 1


async def test_calls_while_an_answer_is_awaited_make_one_more_question() -> None:
    server = Server()
    server.open.clear()
    for _ in range(5):
        server.client.refresh()
        await settle()
    server.open.set()
    await settle()
    assert server.asked == ["alert.list"] * 2


async def test_a_lost_answer_leaves_the_last_book_and_the_next_call_asks_again() -> None:
    server = Server()
    server.answer = RequestFailed("disconnected", "gone")
    server.client.refresh()
    await settle()
    assert server.changed == 0
    server.answer = msgspec.to_builtins(AlertBook(realm="sim", muted_until=5))
    server.client.refresh()
    await settle()
    assert server.client.book == AlertBook(realm="sim", muted_until=5)


async def test_a_change_answers_with_the_book_or_a_sentence() -> None:
    server, said = Server(), list[str]()
    server.client.change("alert.add", {"words": "flip"}, said.append)
    await settle()
    server.answer = RequestFailed("bad_request", "no such thing")
    server.client.change("alert.add", {"words": "x"}, said.append)
    await settle()
    server.answer = {"rows": 5}
    server.client.change("alert.add", {"words": "x"}, said.append)
    await settle()
    assert said[:2] == ["", "no such thing"]
    assert "not what this version knows" in said[2]
    assert server.client.book == AlertBook(realm="sim")
