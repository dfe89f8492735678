"""Requests over the bus."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from spxcc.gateway.bus.memory import Exchange, MemoryBus
from spxcc.gateway.bus.remote import Desk, Remote
from spxcc.gateway.interfaces import Parts, PriceError, RequestError
from spxcc.protocol.identity import Identity
from tests.fakes.clock import ManualClock

ANN = Identity("ann", "pro")


async def why(identity: Identity, args: Mapping[str, Any]) -> Any:
    return {"who": identity.sub, "tier": identity.tier, **args}


async def large(identity: Identity, args: Mapping[str, Any]) -> Any:
    return Parts(([1, 2], [3]))


async def fails(identity: Identity, args: Mapping[str, Any]) -> Any:
    raise RequestError("bad_request", "expected a level")


async def breaks(identity: Identity, args: Mapping[str, Any]) -> Any:
    raise ZeroDivisionError


async def answers(identity: Identity, text: str) -> AsyncIterator[str]:
    for word in text.split():
        yield word


class Prices:
    """Knows one symbol."""

    async def ensure(self, symbol: str) -> None:
        if symbol != "QQQ":
            raise PriceError("unknown_symbol", f"nobody knows {symbol}")


async def remote(engine: bool = True) -> Remote:
    exchange = Exchange(ManualClock())
    if engine:
        desk = Desk({"why": why, "large": large}, {"mark": fails, "bad": breaks}, answers, Prices())
        await MemoryBus(exchange).answer(desk.answer)
    return Remote(MemoryBus(exchange))


async def test_a_query_is_answered_as_by_the_engine_and_knows_who_asks() -> None:
    far = await remote()
    answer = await far.queries["why"](ANN, {"path": "gex"})
    assert bytes(answer) == b'{"who":"ann","tier":"pro","path":"gex"}'
    parts = await far.queries["large"](ANN, {})
    assert isinstance(parts, Parts)
    assert [bytes(part) for part in parts] == [b"[1,2]", b"[3]"]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("mark", "bad_request", "expected a level"), ("bad", "internal", "see the engine's log"),
     ("none", "bad_request", "this server knows: bad, mark")],
)  # fmt: skip
async def test_errors_come_as_they_are_and_accidents_tell_nothing(name: str, code: str, words: str) -> None:
    far = await remote()
    with pytest.raises(RequestError, match=words) as told:
        await far.commands[name](ANN, {})
    assert told.value.code == code


async def test_the_coach_streams_and_prices_are_asked_for() -> None:
    far = await remote()
    assert [piece async for piece in far.ask(ANN, "where is the wall")] == ["where", "is", "the", "wall"]
    await far.ensure("QQQ")
    with pytest.raises(PriceError, match="nobody knows ZZZZ"):
        await far.ensure("ZZZZ")


async def test_without_an_engine_it_says_so() -> None:
    far = await remote(engine=False)
    with pytest.raises(RequestError, match="no engine answers") as told:
        await far.queries["why"](ANN, {})
    assert told.value.code == "unavailable"
    with pytest.raises(PriceError, match="no engine answers"):
        await far.ensure("QQQ")
