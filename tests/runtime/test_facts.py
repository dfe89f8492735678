"""Facts travel with the feed."""

import asyncio
from collections.abc import AsyncIterator

from spxcc.engines.levels.result import LEVELS_FACT, OwnLevel, OwnLevels
from spxcc.market.events import FeedEvent, LedgerFact, Watermark
from spxcc.market.feed import Mode
from spxcc.market.session import at_exchange
from spxcc.market.state import MarketState
from spxcc.runtime.facts import FactBoard

LEVEL = OwnLevel(number=1, price=6000.0, label="a", added=1)


class Steps:
    """Three watermarks."""

    name = "steps"
    mode: Mode = "sim"

    async def events(self) -> AsyncIterator[FeedEvent]:
        for at in (1, 2, 3):
            yield Watermark(ts_event=at, ts_recv=at, source="steps")


async def played(board: FactBoard) -> list[FeedEvent]:
    found: list[FeedEvent] = []
    async for event in board.told(Steps()).events():
        found.append(event)
        if len(found) == 2:
            board.put("other", OwnLevels())
    return found


def test_a_fact_comes_before_the_first_step_that_knows_it_and_once() -> None:
    board = FactBoard()
    board.put(LEVELS_FACT, OwnLevels((LEVEL,)))
    events = asyncio.run(played(board))
    assert [type(event).__name__ for event in events] == [
        "LedgerFact", "Watermark", "LedgerFact", "Watermark", "Watermark",
    ]  # fmt: skip
    assert [event.name for event in events if isinstance(event, LedgerFact)] == [LEVELS_FACT, "other"]


def test_a_feed_that_begins_anew_is_told_all_of_it() -> None:
    board = FactBoard()
    board.put(LEVELS_FACT, OwnLevels((LEVEL,)))
    asyncio.run(played(board))
    events = asyncio.run(played(board))
    assert [event.name for event in events if isinstance(event, LedgerFact)][:2] == [LEVELS_FACT, "other"]


def test_the_market_keeps_the_newest_of_each_name() -> None:
    state, now = MarketState("sim"), at_exchange("2026-03-24", "10:00")
    for body in ("1", "2"):
        state.fold(LedgerFact(ts_event=now, ts_recv=now, source="ledger", name="n", body=body))
    assert state.snapshot(now).facts == {"n": "2"}


def test_without_facts_the_feed_is_as_it_was() -> None:
    assert FactBoard().told(Steps()).name == "steps"
    assert FactBoard().told(Steps()).mode == "sim"

    async def all_of() -> list[FeedEvent]:
        return [event async for event in FactBoard().told(Steps()).events()]

    assert len(asyncio.run(all_of())) == 3
