"""What the writer and the followers rely on, whatever carries the messages."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from spxcc.gateway.bus.interface import BusError, Fenced
from spxcc.gateway.bus.messages import Beat, Kept, Live, Piece, Question, Want, Whole
from tests.gateway.bus.conftest import Make

PATIENCE_S = 5.0
QUESTION = Question(kind="query", name="why", sub="ann@x.y", tier=None, args=msgspec.Raw(b"{}"))


def live(channel: str, seq: int, term: int = 1) -> Live:
    data = msgspec.Raw(f'{{"n":{seq}}}'.encode())
    return Live(
        term=term, epoch="e", channel=channel, seq=seq, as_of=seq, timestamp="then", stale=False, data=data
    )  # fmt: skip


def whole(channel: str, seq: int, term: int = 1) -> Whole:
    data = msgspec.Raw(f'{{"n":{seq}}}'.encode())
    return Whole(
        term=term, epoch="e", channel=channel, seq=seq, as_of=seq, timestamp="then", stale=False, reason=None,
        data=data,
    )  # fmt: skip


class Taker:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.beats: list[Beat] = []
        self.wants: list[Want] = []
        self._told = asyncio.Event()

    def take(self, message: Kept) -> None:
        self.kept.append(message)
        self._told.set()

    def hear(self, beat: Beat) -> None:
        self.beats.append(beat)
        self._told.set()

    def want(self, want: Want) -> None:
        self.wants.append(want)
        self._told.set()

    async def until(self, count: int) -> None:
        """So much was told in all."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.kept) + len(self.beats) + len(self.wants) < count:
                self._told.clear()
                await self._told.wait()


async def test_who_begins_gets_the_last_of_each_kind_and_channel_then_all_in_order(make: Make) -> None:
    writer, follower = await make(), await make()
    await writer.begin_writing(1)
    for message in (whole("gex:SPX", 1), live("gex:SPX", 2), live("price:SPX", 7), live("gex:SPX", 3)):
        await writer.put(message)
    taker = Taker()
    await follower.follow(taker.take, taker.hear)
    await taker.until(3)
    assert sorted((type(each).__name__, each.channel, each.seq) for each in taker.kept) == [
        ("Live", "gex:SPX", 3), ("Live", "price:SPX", 7), ("Whole", "gex:SPX", 1),
    ]  # fmt: skip
    for seq in range(4, 104):
        await writer.put(live("gex:SPX", seq))
    await taker.until(103)
    assert [each.seq for each in taker.kept[3:]] == list(range(4, 104))
    assert taker.kept[-1] == live("gex:SPX", 103)


async def test_any_name_of_a_channel_is_carried(make: Make) -> None:
    writer, follower = await make(), await make()
    await writer.begin_writing(1)
    taker = Taker()
    await follower.follow(taker.take, taker.hear)
    names = ["positions:ann.b@example.com", "plan:*", "alerts:>", "alerts:ä b"]
    for name in names:
        await writer.put(live(name, 1))
    await taker.until(len(names))
    assert [each.channel for each in taker.kept] == names


async def test_a_writer_of_an_earlier_term_is_fenced_off_and_cannot_begin_again(make: Make) -> None:
    old, new = await make(), await make()
    await old.begin_writing(3)
    await old.put(live("gex:SPX", 1, 3))
    await new.begin_writing(4)
    await new.put(whole("gex:SPX", 1, 4))
    with pytest.raises(Fenced):
        await old.put(live("gex:SPX", 2, 3))
    with pytest.raises(Fenced):
        await old.begin_writing(3)
    await new.put(live("gex:SPX", 2, 4))


async def test_one_holds_the_lease_until_it_is_released_and_terms_rise(make: Make) -> None:
    one, other = await make(), await make()
    term = await one.acquire(2.0)
    assert term is not None
    assert await other.acquire(2.0) is None
    assert await one.renew(term)
    assert await other.acquire(2.0) is None
    await one.release(term)
    after = await other.acquire(2.0)
    assert after is not None
    assert after > term
    assert not await one.renew(term)


@pytest.mark.slow
async def test_a_lease_that_is_not_renewed_ends(make: Make) -> None:
    one, other = await make(), await make()
    term = await one.acquire(1.0)
    assert term is not None
    async with asyncio.timeout(PATIENCE_S):
        while (after := await other.acquire(1.0)) is None:
            continue
    assert after > term
    assert not await one.renew(term)


async def test_beats_and_wants_go_both_ways(make: Make) -> None:
    writer, follower = await make(), await make()
    taker, heard = Taker(), Taker()
    await writer.on_want(heard.want)
    await follower.follow(taker.take, taker.hear)
    beat = Beat(term=1, epoch="e", tops={"gex:SPX": 4}, mode="sim", server="spxcc/test", cadence=0.25)
    await writer.beat(beat)
    await taker.until(1)
    await follower.want(Want(channels=("gex:SPX",)))
    await heard.until(1)
    assert taker.beats == [beat]
    assert heard.wants == [Want(channels=("gex:SPX",))]


async def test_an_answer_comes_in_pieces_to_who_asked_and_to_nobody_else(make: Make) -> None:
    engine, one, other = await make(), await make(), await make()

    async def answer(question: Question) -> AsyncIterator[Piece]:
        for number in range(3):
            yield Piece(value=msgspec.Raw(msgspec.json.encode([question.name, number])))
        yield Piece(last=True)

    await engine.answer(answer)

    async def asked(name: str) -> list[bytes]:
        bus = one if name == "a" else other
        question = msgspec.structs.replace(QUESTION, name=name)
        return [bytes(piece.value) async for piece in bus.ask(question, PATIENCE_S) if not piece.last]

    found = await asyncio.gather(asked("a"), asked("b"))
    assert list(found) == [[f'["{name}",{number}]'.encode() for number in range(3)] for name in "ab"]


async def test_without_an_engine_a_question_fails_with_a_sentence(make: Make) -> None:
    bus = await make()
    with pytest.raises(BusError, match="no engine answer"):
        await anext(bus.ask(QUESTION, 0.3))
