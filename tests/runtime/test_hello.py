"""The first word of a server."""

import asyncio
from typing import Any, cast

import pytest

from spxcc.client.store import Store
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import CONNECT_S, connected
from tests.fakes.clock import ManualClock, settle


class Link:
    def __init__(self, phase: str, text: str = "", retry_in_s: float | None = None) -> None:
        self.phase, self.text, self.retry_in_s = phase, text, retry_in_s


class Seen:
    """What `connected` reads of a store."""

    def __init__(self, link: Link) -> None:
        self.hello: Any = None
        self.connection = link


def waiting(seen: Seen, clock: ManualClock) -> "asyncio.Task[None]":
    return asyncio.ensure_future(connected(cast(Store, seen), clock, "ws://h/ws?token=secret"))


async def test_before_the_first_attempt_it_waits_and_returns_at_the_hello() -> None:
    seen, clock = Seen(Link("waiting")), ManualClock()
    task = waiting(seen, clock)
    await settle()
    assert not task.done()
    seen.hello = object()
    await clock.advance(1.0)
    await task


@pytest.mark.parametrize("link", [Link("locked", "token refused"), Link("waiting", "nobody listens", 2.0)])
async def test_a_refusal_or_a_failure_ends_it_with_the_words_and_without_the_token(link: Link) -> None:
    with pytest.raises(UserError, match=link.text) as told:
        await waiting(Seen(link), ManualClock())
    assert told.value.exit_code == 3
    assert "secret" not in str(told.value)


async def test_silence_ends_it_too() -> None:
    clock = ManualClock()
    task = waiting(Seen(Link("connecting")), clock)
    await settle()
    await clock.advance(CONNECT_S + 1.0)
    with pytest.raises(UserError, match="no answer"):
        await task
