"""What the screen reads: the channels a client must want for it, and how bars become candles. Imports no widget."""

from collections.abc import Sequence
from typing import Any

from spxcc.client.series import SeriesSource, Tick
from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS
from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.coach.result import COACH_MESSAGE, COACH_RECORD
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.recording.result import RECORDING
from spxcc.engines.regime.result import REGIME
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.score.result import SCORE_STATE
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.engines.stances.result import FLOW_STANCE
from spxcc.market.candles import Candle
from spxcc.market.units import to_nanos
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel

SYMBOLS = ("SPX", "SPY")
"""Symbols with candles."""
STATES: tuple[StateChannel[Any], ...] = (
    *(price_channel(symbol) for symbol in (*SYMBOLS, "VIX")), *(gex_channel(symbol) for symbol in SYMBOLS), BASIS,
    AGENDA, RECORDING, REPLAY, CLUSTERS, COACH_RECORD, FLOW_SUMMARY, HEALTH, PREDICTION, REGIME, SCORE_STATE, STATUS,
)  # fmt: skip
DELTAS: tuple[DeltaChannel[Any], ...] = (LEVELS_UPDATE, SETUPS_UPDATE, *(bars_channel(symbol) for symbol in SYMBOLS))
EVENTS: tuple[EventChannel[Any], ...] = (FLOW_ALERT, COACH_MESSAGE, FLOW_STANCE)
CHANNELS: tuple[Channel, ...] = (*STATES, *DELTAS, *EVENTS)
"""Tokens to register in the store."""
NAMES: tuple[str, ...] = (
    *(one.name for one in STATES), *(one.name for one in DELTAS), *(one.name for one in EVENTS)
)  # fmt: skip


def wanted() -> tuple[str, ...]:
    """Names to subscribe: all but the broadcasts, which come unasked."""
    broadcasts = {one.name for one in STATES if one.broadcast}
    return tuple(name for name in NAMES if name not in broadcasts)


def series_sources() -> tuple[SeriesSource, ...]:
    """How the store makes candles of each symbol."""
    return tuple(
        SeriesSource(symbol, bars_channel(symbol), price_channel(symbol), to_candles, to_tick) for symbol in SYMBOLS
    )


def to_candles(bars: Sequence[WireBar]) -> tuple[list[Candle], list[Candle]]:
    """Minutes and daily bars, in the order given."""
    split: dict[str, list[Candle]] = {"1m": [], "1D": []}
    for bar in bars:
        split[bar.tf].append(Candle(to_nanos(bar.start), bar.o, bar.h, bar.l, bar.c, bar.v))
    return split["1m"], split["1D"]


def to_tick(price: Price) -> Tick:
    """Price and the instant it happened."""
    return price.price, to_nanos(price.ts_event)
