"""The setups engine and the outcomes engine follow the same trades by code of their own: they end alike."""

import re

import numpy as np
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.outcomes.compute import ENDS, OutcomesMemory, compute
from spxcc.engines.outcomes.result import OutcomeRow
from spxcc.engines.setups.result import SETUPS, SetupEvent
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.setups.days import OPEN, Player, World, bars_of, columns_of, driftless, snapshot_of, swings
from tests.engines.setups.stories import (
    BREAKOUT_CLOSES,
    BREAKOUT_WORLD,
    FADE_CLOSES,
    FADE_WORLD,
    REVERSION_CLOSES,
    REVERSION_WORLD,
    TREND_CLOSES,
    TREND_WORLD,
)

STORIES = {
    "fade": (FADE_CLOSES, FADE_WORLD),
    "breakout": (BREAKOUT_CLOSES, BREAKOUT_WORLD),
    "reversion": (REVERSION_CLOSES, REVERSION_WORLD),
    "trend": (TREND_CLOSES, TREND_WORLD),
}
RESULT = re.compile(r"([+-]\d+\.\d\d) R")


def both(bars: list[Candle], world: World) -> tuple[dict[str, SetupEvent], dict[str, OutcomeRow]]:
    """What each engine says of every trade that is over, by id."""
    player, memory, rows = Player(spoken=swings()), OutcomesMemory(), dict[str, OutcomeRow]()
    for count, bar in enumerate(bars, 1):
        player.minute(bar, world)
        snapshot = snapshot_of(columns_of(bars[:count]), bar.start + NANOS_PER_MINUTE)
        result, memory = compute(snapshot, Upstream({SETUPS.name: player.result}), memory)
        rows = {row.order.id: row for row in result.today}
    filled = {event.id for event in player.result.log if event.phase == "filled"}
    ends = {event.id: event for event in player.result.log if event.phase in ENDS and event.id in filled}
    return ends, rows


def agree(ends: dict[str, SetupEvent], rows: dict[str, OutcomeRow]) -> int:
    """How many were compared."""
    assert ends.keys() == rows.keys()
    for name, event in ends.items():
        row = rows[name]
        assert row.verdict == event.phase, name
        assert (row.exit_at, row.order.shadow) == (event.t_event, event.shadow)
        told = RESULT.search(event.reason)
        assert told is not None
        assert row.r == pytest.approx(float(told[1]), abs=0.0051)
    return len(ends)


@pytest.mark.parametrize("story", STORIES)
def test_f45_the_stories_end_alike(story: str) -> None:
    closes, world = STORIES[story]
    assert agree(*both(bars_of(closes), world)) >= 1


@pytest.mark.slow
def test_f45_a_driftless_day_ends_alike() -> None:
    compared = 0
    for table in driftless(11, 4):
        rounded = np.round(table, 2).tolist()
        bars = [Candle(OPEN + at * NANOS_PER_MINUTE, o, h, low, c) for at, (o, h, low, c) in enumerate(rounded)]
        compared += agree(*both(bars, World(call_wall=6810.0, put_wall=6790.0, vwap=6800.0, vwap_sigma=4.0)))
    assert compared >= 3
