"""Days on which a clock of constant offset or length is wrong, and instants that fall together: the whole of a step."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest

from spxcc.engines.catalog import ENGINES
from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.feeds.simulator.feed import SimulatorFeed
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.market.events import FeedEvent, IndexTick, OptionQuote, Watermark
from spxcc.market.session import at_exchange, previous_session, to_exchange
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, to_millis
from spxcc.runtime.clock import LeapingClock
from spxcc.runtime.pipeline import Pipeline
from tests.faults.desk import asked, desk

HALF_DAY = "2026-11-27"
SEEN_S = 3


@cache
def told(date: str, clock: str, seconds: float | None = 4.0, scenario: str = "trend") -> tuple[FeedEvent, ...]:
    """A simulated day until `seconds` after `clock` (`None` = to its close)."""
    start = at_exchange(date, clock)
    feed = SimulatorFeed(scenario_named(scenario), 7, LeapingClock(start), date, start)

    async def take() -> list[FeedEvent]:
        taken: list[FeedEvent] = []
        async for event in feed.events():
            taken.append(event)
            late = event.ts_event - start >= (seconds or 0.0) * NANOS_PER_SECOND
            if seconds is not None and isinstance(event, Watermark) and late:
                break
        return taken

    return tuple(asyncio.run(take()))


def stepped(events: Sequence[FeedEvent]) -> tuple[MarketSnapshot, StepResult]:
    """The last step of the engines over these, of which they see whole minutes and the end."""
    pipeline, step = Pipeline(ENGINES, "sim"), StepResult()
    end = events[-1].ts_event - SEEN_S * NANOS_PER_SECOND
    for event in events:
        pipeline.fold(event)
        if isinstance(event, Watermark) and (event.ts_event >= end or event.ts_event % NANOS_PER_MINUTE == 0):
            step = pipeline.step(event.ts_event)
            assert {each.state for each in step.outcomes.values()} <= {"ok", "degraded"}, step.outcomes
    assert pipeline.snapshot is not None
    return pipeline.snapshot, step


def test_the_day_ends_at_one() -> None:
    """A half day, 12:40: the close, the expected move and every setup's time end at 13:00 and not at 16:00."""
    closes = at_exchange(HALF_DAY, "13:00")
    snapshot, step = stepped(told(HALF_DAY, "12:40", scenario="half-day"))
    status, gex = step.results["session"], step.results["gex"].symbols["SPX"]
    assert (status.status, status.message) == ("open", "Open until 13:00 ET (half day)")
    assert status.next_close == "2026-11-27T18:00:00.000Z"
    left = (closes - snapshot.as_of) / NANOS_PER_MINUTE
    assert gex.expected_move.expiry == HALF_DAY
    assert gex.expected_move.minutes == pytest.approx(left, abs=0.1)
    assert max(snapshot.chains["SPX"].settles_at[snapshot.chains["SPX"].settles_at <= closes]) == closes
    (cone,) = (one for one in step.results["prediction"].horizons if one.label == "close")
    assert (cone.at, cone.minutes) == (to_millis(closes), pytest.approx(left, abs=0.1))
    assert [one for one in step.results["prediction"].horizons if one.at > to_millis(closes)] == []
    open_ones = [one for one in step.results["setups"].setups if one.expires is not None and one.history]
    assert all(one.expires <= to_millis(closes) for one in open_ones)
    assert [one for one in open_ones if one.created > to_millis(at_exchange(HALF_DAY, "12:30"))] == []


def test_after_one_nothing_is_open() -> None:
    """A half day, 13:00: the market is closed, no setup stands, and what expired that day is gone."""
    snapshot, step = stepped(told(HALF_DAY, "12:59", None, "half-day"))
    assert snapshot.as_of == at_exchange(HALF_DAY, "13:00")
    assert step.results["session"].status != "open"
    assert "not open" in step.results["setups"].reason
    chain = snapshot.chains["SPX"]
    assert len(chain)
    assert HALF_DAY not in chain.expiries


@pytest.mark.parametrize(
    ("before", "after", "shift"), [("2026-03-06", "2026-03-09", -1), ("2026-10-30", "2026-11-02", 1)]
)
def test_the_clocks_were_changed(before: str, after: str, shift: int) -> None:
    """Daylight saving begins or ends between two sessions: both join by the exchange's zone, an hour apart in UTC."""
    assert previous_session(after) == before
    minutes = []
    for date in (before, after):
        snapshot, step = stepped(told(date, "10:05"))
        today, earlier = snapshot.bars["SPX"].today, snapshot.bars["SPX"].earlier
        assert int(today.start[0]) == at_exchange(date, "09:30")
        assert len(today) == 35
        assert to_exchange(int(earlier.start[-1])).strftime("%Y-%m-%d %H:%M") == f"{previous_session(date)} 15:59"
        assert step.results["session"].message == "Open until 16:00 ET"
        assert (snapshot.session.date, snapshot.chains["SPX"].open_interest_date) == (date, previous_session(date))
        minutes.append(step.results["gex"].symbols["SPX"].expected_move.minutes)
    assert minutes[0] == minutes[1]
    opens = [datetime.fromtimestamp(at_exchange(date, "09:30") / 1e9, UTC) for date in (before, after)]
    assert opens[1] - opens[0] == timedelta(days=3, hours=shift)


def at_the_close(date: str, order: Callable[[list[FeedEvent]], list[FeedEvent]]) -> tuple[MarketSnapshot, StepResult]:
    """The last minute, with the official close and last quotes of what settles stamped with the very instant."""
    events, closes = told(date, "15:59", 50.0), at_exchange(date, "16:00")
    spot = [event for event in events if isinstance(event, IndexTick) and event.symbol == "SPX"][-1].price + 1.23
    settling = sorted({event.contract for event in events if isinstance(event, OptionQuote)
                       and event.contract.startswith("SPXW260324")})[:4]  # fmt: skip
    assert settling
    stamps: dict[str, Any] = {"ts_event": closes, "ts_recv": closes, "source": "sim"}
    last: list[FeedEvent] = [IndexTick(**stamps, symbol="SPX", price=spot)]
    last += [OptionQuote(**stamps, contract=contract, bid=0.05, ask=9.0) for contract in settling]
    snapshot, step = stepped([*events, *order(last), Watermark(**stamps)])
    assert snapshot.prices["SPX"].price == spot
    return snapshot, step


def test_close_and_settlement_fall_together() -> None:
    """The index close and the settlement bear one stamp: whichever is told first, one close, and no leg lives on."""
    first, last = (at_the_close("2026-03-24", order) for order in (list, lambda events: events[::-1]))
    for snapshot, _ in (first, last):
        chain = snapshot.chains["SPX"]
        assert "2026-03-24" not in chain.expiries
        assert int(chain.settles_at.min()) > snapshot.as_of
    encode = msgspec.json.encode
    assert {name: encode(result) for name, result in first[1].results.items()} == {
        name: encode(result) for name, result in last[1].results.items()
    }


async def test_the_clocks_of_the_risk_card_end_at_one() -> None:
    """A half day, 12:40: last entry and flatten clock are as far before 13:00 as else before 16:00."""
    cards: list[tuple[int, int]] = []
    for scenario, at, close in (("half-day", "12:40", "13:00"), ("flip-loss", "11:00", "16:00")):
        plan = plan_feed(FeedRequest("sim", scenario, 7, at=at))
        assert plan.start_at is not None
        closes = to_millis(at_exchange(to_exchange(plan.start_at).date().isoformat(), close))
        async with desk(plan=plan) as running, running.visit() as reader:
            risk = (await asked(reader, "query", "plan.get"))["risk"]
        cards.append((closes - risk["last_entry"], closes - risk["flatten"]))
    assert cards[0] == cards[1]
    assert cards[0][1] == 10 * 60_000
