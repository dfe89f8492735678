"""Ticks over a clock change and a half day, and a slow, obvious maker of candles."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from hypothesis import strategies as st

from spxcc.market.candles import MINUTES, Candle, Timeframe
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

OPENS_UTC = {"2025-03-07": "14:30", "2025-03-10": "13:30", "2025-07-03": "13:30", "2025-07-07": "13:30"}
LENGTHS = {"2025-03-07": 390, "2025-03-10": 390, "2025-07-03": 210, "2025-07-07": 390}
"""Minutes of each session: the Friday before a clock change, its Monday, a half day, the next session."""
DAYS = tuple(OPENS_UTC)


class Tick(NamedTuple):
    """A price at an instant; volumes are whole, so that sums are exact in any order."""

    instant: UnixNanos
    price: float
    volume: float


@dataclass(frozen=True)
class Place:
    """Session and minute of it."""

    day: str
    minute: int


def opens(day: str) -> UnixNanos:
    """When the session of `day` opens."""
    moment = datetime.fromisoformat(f"{day}T{OPENS_UTC[day]}").replace(tzinfo=UTC)
    return int(moment.timestamp()) * NANOS_PER_SECOND


def moment(day: str, seconds: float) -> UnixNanos:
    """`seconds` after the open of `day`."""
    return opens(day) + round(seconds * NANOS_PER_SECOND)


def place_of(instant: UnixNanos) -> Place | None:
    """Where an instant belongs, by looking through all sessions."""
    for day in DAYS:
        minutes = (instant - opens(day)) // (60 * NANOS_PER_SECOND)
        if 0 <= minutes < LENGTHS[day]:
            return Place(day, minutes)
    return None


def slow_candles(ticks: list[Tick], timeframe: Timeframe) -> list[Candle]:
    """Candles of ticks that come in order of time: all ticks of a bucket are gathered, then one bar is made of them."""
    length = MINUTES.get(timeframe, 10_000)
    gathered: dict[tuple[str, int], list[Tick]] = {}
    for tick in ticks:
        place = place_of(tick.instant)
        if place is not None:
            gathered.setdefault((place.day, place.minute // length), []).append(tick)
    bars: list[Candle] = []
    last_day = ""
    for (day, number), group in sorted(gathered.items()):
        prices = [tick.price for tick in group]
        first = bars[-1].close if day == last_day else prices[0]
        start = opens(day) + number * length * 60 * NANOS_PER_SECOND
        volume = sum(tick.volume for tick in group)
        bars.append(Candle(start, first, max(first, *prices), min(first, *prices), prices[-1], volume))
        last_day = day
    return bars


prices = st.integers(590_000, 610_000).map(lambda cents: cents / 100)
instants = st.builds(moment, st.sampled_from(DAYS), st.integers(-3_600, 25_200) | st.integers(0, 900))
"""Within the sessions, before and after them; often close together."""


def tick_lists(least: int = 0, most: int = 60) -> st.SearchStrategy[list[Tick]]:
    """Ticks in order of time."""
    ticks = st.builds(Tick, instants, prices, st.integers(0, 500).map(float))
    return st.lists(ticks, min_size=least, max_size=most).map(
        lambda drawn: sorted(drawn, key=lambda tick: tick.instant)
    )
