"""The engines, in the order in which the frames of a step leave: public channels first, then prices and the rest."""

from typing import Any

from spxcc.engines.bars.compute import ENGINE as BARS
from spxcc.engines.basis.compute import ENGINE as BASIS
from spxcc.engines.clusters.compute import ENGINE as CLUSTERS
from spxcc.engines.coach.compute import ENGINE as COACH
from spxcc.engines.engine import Engine
from spxcc.engines.flow.compute import ENGINE as FLOW
from spxcc.engines.gex.compute import ENGINE as GEX
from spxcc.engines.health.compute import health_engine
from spxcc.engines.levels.compute import ENGINE as LEVELS
from spxcc.engines.prediction.compute import ENGINE as PREDICTION
from spxcc.engines.price.compute import ENGINE as PRICE
from spxcc.engines.regime.compute import ENGINE as REGIME
from spxcc.engines.session.compute import ENGINE as SESSION
from spxcc.engines.setups.compute import ENGINE as SETUPS
from spxcc.protocol.channel import Channel

SPEAKING: tuple[Engine[Any, Any], ...] = (
    GEX,
    REGIME,
    BASIS,
    LEVELS,
    CLUSTERS,
    SETUPS,
    FLOW,
    COACH,
    PREDICTION,
    PRICE,
    BARS,
    SESSION,
)
ENGINES: tuple[Engine[Any, Any], ...] = (*SPEAKING, health_engine(SPEAKING))
"""All of them; health answers for the channels of the others."""
CHANNELS: tuple[Channel, ...] = tuple(channel for one in ENGINES for channel in (*one.channels, *one.spare))
"""What they may speak on."""
