"""A synthetic chain for the gex engine: round strikes, a smile, mid prices by Black–Scholes–Merton."""

import math
from datetime import date as Date
from datetime import timedelta

import numpy as np

from spxcc.market.contract import OptionContract, Right, settles_at
from spxcc.market.events import ChainRow, ChainSnapshot, IndexTick
from spxcc.market.session import at_exchange, hours
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.state import MarketState
from spxcc.market.units import NANOS_PER_DAY, UnixNanos
from spxcc.quant import bsm

DAY = "2026-11-19"
SPOT = 6885.0
YEAR_NS = 365 * NANOS_PER_DAY


def snapshot(expiries: int, strikes: int, spacing: float = 5.0) -> MarketSnapshot:
    """A market at 14:00 of `DAY` with `expiries` × `strikes` × 2 contracts; spacing: points between strikes."""
    state = MarketState("sim")
    for event in events(expiries, strikes, spacing):
        state.fold(event)
    return state.snapshot(at_exchange(DAY, "14:00"))


def events(expiries: int, strikes: int, spacing: float = 5.0) -> tuple[IndexTick, ChainSnapshot]:
    """What that market is folded from."""
    as_of = at_exchange(DAY, "14:00")
    rights: tuple[Right, ...] = ("C", "P")
    days = sessions(expiries)
    rows = tuple(row for expiry in days for right in rights for row in _rows(expiry, right, strikes, spacing, as_of))
    chain = ChainSnapshot(
        ts_event=as_of, ts_recv=as_of, source="bench", underlying="SPX", rows=rows, open_interest_date="2026-11-18",
        underlying_price=SPOT,
    )  # fmt: skip
    return tick(SPOT, as_of), chain


def tick(price: float, at: UnixNanos) -> IndexTick:
    """The index at an instant."""
    return IndexTick(ts_event=at, ts_recv=at, source="bench", symbol="SPX", price=price)


def sessions(count: int) -> list[str]:
    """The next `count` sessions from `DAY`."""
    found: list[str] = []
    day = Date.fromisoformat(DAY)
    while len(found) < count:
        if hours(day.isoformat()) is not None:
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found


def _rows(expiry: str, right: Right, strikes: int, spacing: float, as_of: UnixNanos) -> list[ChainRow]:
    years = (settles_at("SPXW", expiry) - as_of) / YEAR_NS
    places = SPOT - spacing * (strikes // 2) + spacing * np.arange(strikes)
    sigma = 0.14 + 0.25 * np.abs(np.log(places / SPOT))
    value = bsm.price(SPOT, places, years, sigma, 0.0, 0.0, right == "C")
    made = []
    for strike, mid in zip(places.tolist(), np.asarray(value).tolist(), strict=True):
        interest = round(3000 * math.exp(-(((strike - SPOT) / 150) ** 2)) * (4 if strike % 25 == 0 else 1))
        contract = OptionContract("SPXW", expiry, right, strike).symbol
        bid, ask = max(round(mid - 0.05, 2), 0.0), round(mid + 0.05, 2)
        made.append(ChainRow(contract=contract, bid=bid, ask=ask, open_interest=interest))
    return made
