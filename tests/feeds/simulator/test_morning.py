"""The day before the start, in short."""

import numpy as np
import pytest

from spxcc.feeds.simulator.live import minute_events
from spxcc.feeds.simulator.morning import WORTH_A_LOOK, short_events, step_minutes
from spxcc.market.events import Bar, ChainSnapshot, FeedEvent, IndexTick, OptionTrade
from tests.feeds.simulator.days import day_of


def test_steps_end_at_the_start_and_are_few() -> None:
    assert step_minutes(90)[-1] == 90
    assert step_minutes(0) == (0,)
    assert step_minutes(10) == (9, 10)
    for start in range(391):
        steps = step_minutes(start)
        assert list(steps) == sorted(set(steps))
        assert len(steps) <= 25


def bars_of(events: list[FeedEvent], symbol: str) -> list[Bar]:
    return [event for event in events if isinstance(event, Bar) and event.symbol == symbol]


def test_bars_are_those_of_the_ticks() -> None:
    day = day_of()
    events = short_events(day, 60, 70, 390)
    for symbol in ("SPX", "VIX"):
        for minute, bar in enumerate(bars_of(events, symbol), start=60):
            ticks = [
                event.price
                for event in minute_events(day, minute)
                if isinstance(event, IndexTick) and event.symbol == symbol
            ]
            assert (bar.open, bar.high, bar.low, bar.close) == (ticks[0], max(ticks), min(ticks), ticks[-1])
            assert bar.start == day.grid.minute_start(minute)
    assert len(bars_of(events, "SPY")) == 10
    assert all(bar.volume > 0 for bar in bars_of(events, "SPY"))


def test_chains_come_last_and_everything_by_the_end() -> None:
    day = day_of()
    events = short_events(day, 60, 70, 390)
    assert [event.ts_recv for event in events] == sorted(event.ts_recv for event in events)
    end = day.grid.minute_start(70)
    assert [(event.underlying, event.ts_recv) for event in events[-2:] if isinstance(event, ChainSnapshot)] == [
        ("SPX", end), ("SPY", end)
    ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1])
def test_told_prints_are_large_or_of_a_large_order_and_all_of_those(place: int) -> None:
    day = day_of()
    name = day.boards[place].listing.underlying
    told = {
        event.trade_id
        for event in short_events(day, 60, 70, 390)
        if isinstance(event, OptionTrade) and event.contract.startswith(name)
    }
    expected = set()
    for minute in range(60, 70):
        made = day.boards[place].tape.minute(minute)
        for at in range(len(made.prints)):
            order = made.prints.order[at]
            whole = int(made.prints.size[made.prints.order == order].sum()) if order else int(made.prints.size[at])
            if whole >= WORTH_A_LOOK:
                expected.add(str(made.number[at]))
    assert told == expected
    assert 0 < len(told) < 0.5 * np.sum([len(day.boards[place].tape.minute(minute).prints) for minute in range(60, 70)])


def test_the_last_minutes_are_told_whole() -> None:
    day = day_of()
    told = [event for event in short_events(day, 85, 90, 88) if isinstance(event, OptionTrade)]
    late = [event for event in told if event.ts_recv > day.grid.minute_start(88)]
    assert len(late) == sum(len(board.tape.minute(minute).prints) for board in day.boards for minute in (88, 89))
    assert len(told) - len(late) < len(late)
