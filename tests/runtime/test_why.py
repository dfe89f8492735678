"""The query `why`, beside the whole backend."""

import asyncio
import math
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from spxcc.client.requests import RequestFailed
from spxcc.engines.catalog import ENGINES
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.why.result import RELATIVE, Explanation, adds_up, joined
from spxcc.gateway.access import Access
from spxcc.gateway.interfaces import Parts, RequestError
from spxcc.protocol.channel import Channel
from spxcc.protocol.identity import Identity
from spxcc.runtime.backend import Backend
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.why import LONGEST, SHARE, WAITING, Source, Why
from tests.runtime.runs import simulated

GEX = gex_channel("SPX")
ME = Identity("me", None, None)


@asynccontextmanager
async def stepped(failing: tuple[str, ...] = ()) -> AsyncIterator[Backend]:
    """A backend that has made its first step and stands still."""
    backend = simulated(failing=failing)
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    playing.cancel()
    await asyncio.wait({playing})
    yield backend


@pytest.fixture(scope="module")
def still() -> Backend:
    """A backend after its first step, for who only asks."""
    kept: list[Backend] = []

    async def keep() -> None:
        async with stepped() as backend:
            kept.append(backend)

    asyncio.run(keep())
    return kept[0]


def handler(backend: Backend, access: Access | None = None) -> Why:
    return Why(backend.node, backend.hub, ENGINES, access or Access())


async def asked(why: Why, path: object, reader: Identity = ME) -> Explanation:
    parts = await why(reader, {"path": path})
    return joined([msgspec.json.decode(part) for part in parts])


async def test_f33_over_the_socket_the_contracts_add_up_to_the_number_on_the_channel() -> None:
    backend = simulated()
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    desk = DeskClient(backend.wall)
    desk.connect(address.url, backend.token, [GEX.name])
    connection = asyncio.ensure_future(desk.run())
    async with asyncio.timeout(20):
        while desk.store.get(GEX) is None:
            await backend.wall.sleep(0.01)
    playing.cancel()
    await asyncio.wait({playing})
    while (shown := desk.store.get(GEX)) != backend.node.results["gex"].symbols["SPX"]:
        await backend.wall.sleep(0.01)
    assert shown is not None
    for path, number in (
        ("gex:SPX.net_gex", shown.net_gex),
        ("gex:spx.scopes.0dte.net", shown.scopes["0dte"].net),
        ("charm", shown.charm),
    ):
        found = await desk.explanation(path)
        assert found.value == number
        assert number is not None
        assert math.fsum(row.value for row in found.contributions) == pytest.approx(number, rel=RELATIVE)
        assert found.contracts == len(found.contributions) > 50
    with pytest.raises(RequestFailed, match="no 'nope' there"):
        await desk.explanation("gex:SPX.nope")
    desk.close()
    await connection
    await backend.stop()


async def test_every_channel_is_told_of(still: Backend) -> None:
    why = handler(still)
    for path, channel in (
        ("price:SPX.price", "price:SPX"),
        ("regime:update.regime", "regime:update"),
        ("status.mode", "status"),
        ("gex:SPY.net_gex", "gex:SPY"),
    ):
        found = await asked(why, path)
        assert found.channel == channel
        assert adds_up(found)
        assert found.as_of > 0
    level = still.node.results["levels"].levels[0]
    assert (await asked(why, f"levels:update.{level.id}.price")).value == level.price


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (None, "bad_request"),
        (7, "bad_request"),
        ("", "bad_request"),
        ("x" * (LONGEST + 1), "bad_request"),
        ("never:heard.x", "unknown_channel"),
        ("gex:SPX", "bad_request"),
        ("gex:SPX.by_strike.1.net", "bad_request"),
        ("net_gex.more", "bad_request"),
        ("gex:SPX.coverage.__class__", "bad_request"),
        ("gex:SPX.coverage.__doc__", "bad_request"),
        ("gex:SPX.band.__hash__", "bad_request"),
        ("gex:SPX.__class__", "bad_request"),
        ("price:SPX.__doc__", "bad_request"),
    ],
)
async def test_bad_questions_are_answered_with_what_was_expected(still: Backend, path: object, code: str) -> None:
    with pytest.raises(RequestError) as error:
        await asked(handler(still), path)
    assert error.value.code == code
    assert "x" * 65 not in error.value.message


async def test_a_channel_that_is_not_open_to_a_tier_is_not_explained_to_it(still: Backend) -> None:
    why = handler(still, Access({"gex": frozenset({"pro"})}))
    with pytest.raises(RequestError) as error:
        await asked(why, "net_gex")
    assert error.value.code == "forbidden_channel"
    assert (await asked(why, "price:SPX.price")).value is not None


async def test_an_engine_that_failed_has_nothing_to_explain() -> None:
    async with stepped(failing=("gex",)) as backend:
        with pytest.raises(RequestError, match="made to fail") as error:
            await asked(handler(backend), "net_gex")
        assert error.value.code == "unavailable"


async def test_questions_wait_their_turn_and_too_many_are_refused(still: Backend) -> None:
    why = handler(still)
    readers = [Identity(f"reader {at % 7}", None, None) for at in range(WAITING + 3)]
    answers = await asyncio.gather(*(asked(why, "status.mode", one) for one in readers), return_exceptions=True)
    refused = [one for one in answers if isinstance(one, RequestError)]
    assert [one.code for one in refused] == ["rate_limited"] * 3
    assert sum(isinstance(one, Explanation) for one in answers) == WAITING


async def test_one_reader_leaves_places_to_the_others(still: Backend) -> None:
    why = handler(still)
    many = asyncio.gather(*(asked(why, "status.mode") for _ in range(WAITING)), return_exceptions=True)
    other = await asked(why, "status.mode", Identity("other", None, None))
    answers = await many
    assert other.value is not None
    assert sum(isinstance(one, Explanation) for one in answers) == SHARE
    assert {one.code for one in answers if isinstance(one, RequestError)} == {"rate_limited"}
    assert (await asked(why, "status.mode")).value is not None


async def test_the_turn_of_a_reader_that_left_is_over_when_its_thread_is(
    still: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), threading.Event()
    loop, told = asyncio.get_running_loop(), []

    def slow(source: Source, channel: Channel, path: str) -> Parts:
        told.append(path)
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(20)
        return Parts(())

    monkeypatch.setattr("spxcc.runtime.why._answer", slow)
    why = handler(still)
    left = [asyncio.ensure_future(why(ME, {"path": f"status.{at}"})) for at in range(SHARE)]
    await begun.wait()
    for one in left:
        one.cancel()
    await asyncio.wait(left)
    after = [asyncio.ensure_future(why(ME, {"path": "status.after"})) for _ in range(SHARE)]
    (refused,), _ = await asyncio.wait(after, return_when=asyncio.FIRST_COMPLETED)
    error = refused.exception()
    assert isinstance(error, RequestError)
    assert error.code == "rate_limited"
    assert told == ["0"]
    go_on.set()
    await asyncio.wait(after)
    assert told == ["0"] + ["after"] * (SHARE - 1)


async def test_a_number_of_an_engine_is_told_to_be_stale_with_the_reason() -> None:
    async with stepped() as backend:
        why = handler(backend)
        fresh = await asked(why, "net_gex")
        backend.hub.mark_stale(GEX.name)
        silent = await asked(why, "net_gex")
        assert silent.warnings == ("the value is stale: its input has stopped", *fresh.warnings)
        assert silent.contributions == fresh.contributions != ()
        backend.hub.fail(GEX.name, "made to fail")
        for path in ("net_gex", "quality.source"):
            assert (await asked(why, path)).warnings[0] == "the value is stale: made to fail"


async def test_the_explanation_is_of_the_run_that_was_published_not_of_a_later_one() -> None:
    async with stepped() as backend:
        published: Any = backend.node.results["gex"].symbols["SPX"].net_gex
        assert backend.pipeline.last is not None
        backend.pipeline.step(backend.pipeline.last + 60_000_000_000)
        assert (await asked(handler(backend), "net_gex")).value == published
