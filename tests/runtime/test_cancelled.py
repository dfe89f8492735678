"""What swallows a cancellation is told again; what tidies up is left to it."""

import asyncio

import pytest

from spxcc.runtime import cancelled as module
from spxcc.runtime.cancelled import cancelled
from tests.fakes.clock import settle


async def test_a_cancellation_that_got_lost_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.0)
    heard: list[str] = []

    async def deaf() -> None:
        for _ in range(2):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                heard.append("lost")
        await asyncio.Event().wait()

    async def tidy() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            heard.append("tidy")

    tasks = [asyncio.ensure_future(deaf()), asyncio.ensure_future(tidy())]
    await settle(1)
    async with asyncio.timeout(10.0):
        await cancelled(*tasks)
    assert [task.cancelled() for task in tasks] == [True, True]
    assert sorted(heard) == ["lost", "lost", "tidy"]


async def test_what_has_ended_is_not_waited_for() -> None:
    done = asyncio.ensure_future(settle(1))
    await done
    await cancelled(done)
    await cancelled()
