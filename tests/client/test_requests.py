"""Requests and their ends."""

import asyncio

import pytest

from spxcc.client.requests import RequestBook, RequestFailed
from spxcc.protocol.messages import Answer, CoachAnswer, Done, Error, Pong
from tests.fakes.clock import ManualClock, settle


async def test_parts_come_back_in_order() -> None:
    book = RequestBook(ManualClock())
    waiting = asyncio.ensure_future(book.wait("c1", 10.0))
    await settle()
    book.answer("c1", Answer(id="c1", name="history", part=2, of=2, data="b"))
    book.answer("c1", Answer(id="c1", name="history", part=1, of=2, data="a"))
    assert await waiting == ["a", "b"]


async def test_a_single_part_is_the_data_itself() -> None:
    book = RequestBook(ManualClock())
    waiting = asyncio.ensure_future(book.wait("c1", 10.0))
    await settle()
    book.answer("c1", Answer(id="c1", name="why", part=1, of=1, data={"a": 1}))
    assert await waiting == {"a": 1}


async def test_done_and_pong_end_a_request() -> None:
    book = RequestBook(ManualClock())
    first, second = asyncio.ensure_future(book.wait("c1", 10.0)), asyncio.ensure_future(book.wait("c2", 10.0))
    await settle()
    book.answer("c1", Done(id="c1", name="x", data=7))
    book.answer("c2", Pong())
    assert await first == 7
    assert await second is None


async def test_no_answer_is_a_time_out() -> None:
    clock = ManualClock()
    book = RequestBook(clock)
    waiting = asyncio.ensure_future(book.wait("c1", 10.0))
    await clock.advance(10.0)
    with pytest.raises(RequestFailed, match="no answer within 10 s"):
        await waiting
    book.answer("c1", Done(id="c1", name="late"))


async def test_errors_and_disconnects_reach_the_asker() -> None:
    book = RequestBook(ManualClock())
    first, second = asyncio.ensure_future(book.wait("c1", 10.0)), asyncio.ensure_future(book.wait("c2", 10.0))
    await settle()
    book.answer("c1", Error(code="bad_request", message="no such name", retry="never", id="c1"))
    book.fail_all("disconnected", "gone")
    with pytest.raises(RequestFailed, match="no such name"):
        await first
    with pytest.raises(RequestFailed, match="gone"):
        await second


async def test_a_streamed_answer_is_given_bit_by_bit() -> None:
    book = RequestBook(ManualClock())
    pieces: list[str] = []
    waiting = asyncio.ensure_future(book.wait("c1", 10.0, pieces.append))
    await settle()
    book.answer("c1", CoachAnswer(id="c1", delta="a"))
    book.answer("c1", CoachAnswer(id="c1", delta="b"))
    book.answer("c1", CoachAnswer(id="c1", done=True))
    assert await waiting == "ab"
    assert pieces == ["a", "b"]
