"""The command `replay` and what everybody sees of it."""

import asyncio

import msgspec
import pytest

from spxcc.engines.graph import StepResult
from spxcc.engines.replay.result import REPLAY, ReplayState
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.bookmarks import BookmarkLedger
from spxcc.ledger.database import open_database
from spxcc.market.session import at_exchange
from spxcc.protocol.identity import Identity
from spxcc.runtime.replay_desk import ReplayDesk, speed_of
from spxcc.runtime.rewind import Superseded
from spxcc.runtime.transport import Transport
from tests.fakes.clock import ManualClock
from tests.fakes.server import settle

START, END = (at_exchange("2026-03-24", clock) for clock in ("10:00", "16:00"))
ME, OTHER = Identity("local"), Identity("ann")


def make(live: bool = False) -> tuple[ReplayDesk, Hub, Transport | None]:
    wall = ManualClock()
    hub = Hub("e", wall.now)
    transport = None if live else Transport(START, END, 1.0, wall)
    ledger = BookmarkLedger(open_database(None))
    return ReplayDesk(transport, "a day", hub, wall, ledger, lambda who: who == ME, 60.0), hub, transport


async def do(desk: ReplayDesk, who: Identity = ME, **args: object) -> ReplayState:
    answer = await desk.commands["replay"](who, args)
    assert isinstance(answer, ReplayState)
    return answer


async def test_every_action_answers_with_the_state_and_publishes_it() -> None:
    desk, hub, transport = make()
    assert transport is not None
    assert not (await do(desk, action="pause")).playing
    assert (await do(desk, action="toggle")).playing
    assert (await do(desk, action="speed", speed="30")).speed == 30
    state = await do(desk, action="speed", speed=60)
    assert (state.cadence_ms, state.title, state.progress) == (1000, "a day", 0.0)
    assert (await do(desk, action="speed", speed="max")).speed is None
    await do(desk, action="step")
    await do(desk, action="bar")
    state = await do(desk, action="goto", to="14:00")
    assert state.going_to == at_exchange("2026-03-24", "14:00") // 1_000_000
    latest = hub.latest(REPLAY.name)
    assert latest is not None
    assert msgspec.json.decode(latest.data_bytes, type=ReplayState) == state


async def test_bookmarks_are_kept_and_told() -> None:
    desk, _, transport = make()
    assert transport is not None
    transport.passed(START + 10**9)
    state = await do(desk, action="bookmark", note="sweep")
    assert [(mark.at, mark.note) for mark in state.bookmarks] == [((START + 10**9) // 10**6, "sweep")]
    assert (await do(desk, action="bookmarks")).bookmarks == state.bookmarks


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"action": "back"}, "the beginning"),
        ({"action": "bar_back"}, "the beginning"),
        ({"action": "goto", "to": "09:35"}, "the beginning"),
        ({"action": "goto", "to": "17:00"}, "within the session"),
        ({"action": "goto", "to": "soon"}, "14:30"),
        ({"action": "goto"}, "14:00"),
        ({"action": "speed", "speed": 0}, "speed from"),
        ({"action": "speed", "speed": "fast"}, "speed from"),
        ({"action": "speed", "speed": True}, "speed from"),
        ({"action": "bookmark", "note": "x" * 81}, "note"),
        ({"action": "fly"}, "needs action"),
        ({}, "needs action"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(args: dict[str, object], words: str) -> None:
    desk, _, _ = make()
    with pytest.raises(RequestError, match=words):
        await desk.commands["replay"](ME, args)


async def test_only_the_owner_drives_and_a_live_market_cannot_be_driven() -> None:
    desk, _, _ = make()
    with pytest.raises(RequestError, match="owner"):
        await do(desk, OTHER, action="pause")
    live, hub, _ = make(live=True)
    with pytest.raises(RequestError, match="lives now"):
        await do(live, action="pause")
    assert live.tell() is None
    assert "lives now" in (hub.reason(REPLAY.name) or "")


async def test_a_session_that_is_over_says_so_and_can_still_be_marked() -> None:
    desk, _, transport = make()
    assert transport is not None
    transport.end_of_feed()
    with pytest.raises(RequestError, match="over"):
        await do(desk, action="play")
    assert (await do(desk, action="bookmark")).finished


def test_progress_is_told_twice_a_second_at_most() -> None:
    wall = ManualClock()
    hub = Hub("e", wall.now)
    transport = Transport(START, END, 1.0, wall)
    desk = ReplayDesk(transport, "x", hub, wall, BookmarkLedger(open_database(None)), bool)
    seen: list[int] = []
    hub.observers.append(lambda name, seq, as_of, data: seen.append(seq))
    for step in range(8):
        transport.passed(START + step * 10**9)
        desk.stepped(StepResult(), START)
        wall.shift(0.125)
    assert len(seen) == 2
    desk.silent("x")


def test_speeds_as_people_write_them() -> None:
    assert [speed_of(text) for text in ("max", "60", 0.5)] == [None, 60, 0.5]


async def test_f56_an_earlier_time_is_turned_to_and_everybody_sees_the_way() -> None:
    desk, hub, transport = make()
    assert transport is not None
    transport.passed(START + 100 * 10**9)
    asked: list[int] = []

    async def turn(to: int) -> int | None:
        asked.append(to)
        latest = hub.latest(REPLAY.name)
        assert latest is not None
        assert msgspec.json.decode(latest.data_bytes, type=ReplayState).going_to == to // 1_000_000
        with pytest.raises(RequestError, match="on its way"):
            await do(desk, action="step")
        transport.turn_to(to)
        return to

    desk.turn = turn
    state = await do(desk, action="back")
    assert (asked, state.at, state.playing) == ([START + 100 * 10**9 - 1], asked[0] // 1_000_000, False)
    await do(desk, action="bar_back")
    assert asked[-1] == START + 60 * 10**9
    await do(desk, action="goto", to="10:00:30")
    assert asked[-1] == START + 30 * 10**9
    desk.saves = lambda to: True
    await do(desk, action="goto", to="14:00")
    assert asked[-1] == at_exchange("2026-03-24", "14:00")


async def test_f56_another_time_may_be_asked_for_on_the_way_and_play_is_remembered() -> None:
    desk, _, transport = make()
    assert transport is not None
    transport.passed(START + 200 * 10**9)
    begun, asked = asyncio.Event(), list[int]()

    async def turn(to: int) -> int | None:
        asked.append(to)
        if len(asked) == 1:
            begun.set()
            while len(asked) == 1:
                await settle(1)
            raise Superseded
        transport.turn_to(to)
        return to

    desk.turn = turn
    first = asyncio.ensure_future(do(desk, action="goto", to="10:01"))
    await begun.wait()
    assert (await do(desk, action="play")).playing
    second = await do(desk, action="bar_back")
    assert asked == [START + 60 * 10**9, START]
    assert (second.going_to, second.at) == (None, START // 1_000_000)
    assert (await first).at == START // 1_000_000


async def test_f56_who_asked_may_leave_and_it_arrives_all_the_same() -> None:
    desk, _, transport = make()
    assert transport is not None
    transport.passed(START + 200 * 10**9)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def turn(to: int) -> int | None:
        begun.set()
        await go_on.wait()
        transport.turn_to(to)
        return to

    desk.turn = turn
    asking = asyncio.ensure_future(do(desk, action="goto", to="10:01"))
    await begun.wait()
    asking.cancel()
    await asyncio.wait({asking})
    go_on.set()
    await settle()
    state = desk.tell()
    assert state is not None
    assert (state.going_to, state.at) == (None, (START + 60 * 10**9) // 1_000_000)


async def test_where_nothing_can_be_turned_to_is_a_sentence() -> None:
    desk, _, transport = make()
    assert transport is not None
    transport.passed(START + 100 * 10**9)
    with pytest.raises(RequestError, match="goes forward only"):
        await do(desk, action="back")

    async def turn(to: int) -> int | None:
        return None

    desk.turn = turn
    with pytest.raises(RequestError, match="nothing was played before"):
        await do(desk, action="back")
    assert (await do(desk, action="bookmarks")).going_to is None
