"""What is known when the session opens: the sessions before, their last closes, and what this feed is."""

from collections.abc import Sequence

import numpy as np

from spxcc.feeds.simulator.bars import SOURCE, minute_bars
from spxcc.feeds.simulator.day import Day
from spxcc.feeds.simulator.history import Past, make_past
from spxcc.feeds.simulator.vix import BETA
from spxcc.market.events import Bar, FeedEvent, FeedNotice, History, MarketStatus, PreviousClose
from spxcc.market.snapshot import Floats

SECONDS_PER_DAY = 86_400


def opening_events(day: Day) -> list[FeedEvent]:
    """Notice, status, history and previous closes of SPX, SPY and VIX, all received at the open."""
    at, past = day.grid.open_at, past_of(day)
    spx_minutes: list[Bar] = []
    spy_minutes: list[Bar] = []
    for grid, (bars, volume) in zip(past.grids[-len(past.minutes) :], past.minutes, strict=True):
        spx_minutes += minute_bars("SPX", grid.open_at, bars)
        spy_minutes += minute_bars("SPY", grid.open_at, np.round(bars / day.ratio, 2), volume)
    none = np.zeros(len(past.grids))
    return [
        FeedNotice(ts_event=at, ts_recv=at, source=SOURCE, level="info", code="simulated", text=_text(day)),
        MarketStatus(ts_event=at, ts_recv=at, source=SOURCE, status="open"),
        *_known(day, past, _daily("SPX", past, past.daily, none), spx_minutes),
        *_known(day, past, _daily("SPY", past, np.round(past.daily / day.ratio, 2), past.spy_volume), spy_minutes),
        *_known(day, past, _daily("VIX", past, past.vix, none), []),
    ]


def past_of(day: Day) -> Past:
    """The sessions before a day; VIX has moved with the gap at the open."""
    closed = day.scenario.previous_close
    gap = float(np.log(day.true[0] / closed))
    return make_past(closed, day.scenario.vix * float(np.exp(BETA * gap)), day.seed)


def _text(day: Day) -> str:
    return (
        f"Simulated session of {day.grid.date}, no real market: {day.scenario.title} (scenario {day.scenario.name}, "
        f"seed {day.seed.number})."
    )


def _daily(symbol: str, past: Past, prices: Floats, volume: Floats) -> list[Bar]:
    return [
        Bar(
            ts_event=grid.close_at, ts_recv=grid.close_at, source=SOURCE, symbol=symbol, start=grid.open_at,
            open=row[0], high=row[1], low=row[2], close=row[3], volume=size, interval_s=SECONDS_PER_DAY,
        )
        for grid, row, size in zip(past.grids, prices.tolist(), volume.tolist(), strict=True)
    ]  # fmt: skip


def _known(day: Day, past: Past, daily: Sequence[Bar], minutes: Sequence[Bar]) -> tuple[History, PreviousClose]:
    known, last, symbol = day.grid.open_at, past.grids[-1], daily[-1].symbol
    return (
        History(ts_event=last.close_at, ts_recv=known, source=SOURCE, symbol=symbol, bars=(*daily, *minutes)),
        PreviousClose(
            ts_event=last.close_at, ts_recv=known, source=SOURCE, symbol=symbol, price=daily[-1].close, date=last.date
        ),
    )
