"""A minute as it happens: ticks, quotes, prints, chains."""

from operator import attrgetter

import numpy as np

from spxcc.feeds.simulator.bars import SOURCE
from spxcc.feeds.simulator.day import Day
from spxcc.feeds.simulator.option_events import LAG_NS, ring_quotes, trade_events
from spxcc.feeds.simulator.streams import Stream
from spxcc.feeds.simulator.vix import EVERY_S
from spxcc.market.events import EquityTick, FeedEvent, IndexTick, MarketStatus
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND

INDEX_MS, VIX_MS = 350, 600
"""Where in its second an index is published."""
SPX_CHAINS_S, SPY_CHAINS_S = (15, 45), (30,)
"""Where in its minute a whole chain comes."""


def minute_events(day: Day, minute: int) -> list[FeedEvent]:
    """All events of one minute after the open, in order of arrival."""
    first = 60 * minute
    spx, spy = day.boards
    rng = day.seed.generator(Stream.QUOTES, minute)
    made: list[FeedEvent] = [
        *_ticks(day, first),
        *_statuses(day, minute),
        *_prints(day, minute),
        *ring_quotes(spx, first, 60, rng),
        *trade_events(spx, spx.tape.minute(minute)),
        *trade_events(spy, spy.tape.minute(minute)),
        *(spx.chain(first + second, LAG_NS) for second in SPX_CHAINS_S),
        *(spy.chain(first + second, LAG_NS) for second in SPY_CHAINS_S),
    ]
    # Stable: of one moment a print stands after the quote that it met.
    return sorted(made, key=attrgetter("ts_recv"))


def _ticks(day: Day, first: int) -> list[FeedEvent]:
    index = [_tick(day, "SPX", second, INDEX_MS, float(day.printed[second])) for second in range(first, first + 60)]
    fear = [_tick(day, "VIX", at, VIX_MS, float(day.vix[at])) for at in range(first, first + 60, EVERY_S)]
    return [*index, *fear]


def _statuses(day: Day, minute: int) -> list[FeedEvent]:
    """The beginning and the end of a halt."""
    now, before = day.scenario.trading(day.grid.nominal(np.array([60.0 * minute, 60.0 * minute - 60.0]))) > 0
    if now == before:
        return []
    ts = day.grid.minute_start(minute)
    message = "" if now else "Trading is halted market-wide"
    return [MarketStatus(ts_event=ts, ts_recv=ts, source=SOURCE, status="open" if now else "halted", message=message)]


def _tick(day: Day, symbol: str, second: int, offset_ms: int, price: float) -> IndexTick:
    ts = day.grid.open_at + second * NANOS_PER_SECOND + offset_ms * NANOS_PER_MILLI
    return IndexTick(ts_event=ts, ts_recv=ts + LAG_NS, source=SOURCE, symbol=symbol, price=price)


def _prints(day: Day, minute: int) -> list[FeedEvent]:
    part = day.spy.of_minute(minute)
    instants = (day.grid.open_at + day.spy.at_ms[part] * NANOS_PER_MILLI).tolist()
    return [
        EquityTick(ts_event=ts, ts_recv=ts + LAG_NS, source=SOURCE, symbol="SPY", price=price, size=size)
        for ts, price, size in zip(instants, day.spy.price[part].tolist(), day.spy.size[part].tolist(), strict=True)
    ]
