"""The engines, in the order in which the frames of a step leave: prices and bars at once, then what takes longer."""

from typing import Any

from spxcc.engines.agenda.compute import agenda_engine
from spxcc.engines.agenda.params import Rule
from spxcc.engines.bars.compute import ENGINE as BARS
from spxcc.engines.basis.compute import ENGINE as BASIS
from spxcc.engines.clusters.compute import ENGINE as CLUSTERS
from spxcc.engines.coach.compute import ENGINE as COACH
from spxcc.engines.engine import Engine
from spxcc.engines.flow.compute import ENGINE as FLOW
from spxcc.engines.gex.compute import gex_engine
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.engines.health.compute import health_engine
from spxcc.engines.levels.compute import ENGINE as LEVELS
from spxcc.engines.outcomes.compute import ENGINE as OUTCOMES
from spxcc.engines.prediction.compute import ENGINE as PREDICTION
from spxcc.engines.price.compute import ENGINE as PRICE
from spxcc.engines.regime.compute import ENGINE as REGIME
from spxcc.engines.score.compute import score_engine
from spxcc.engines.score.result import NOTHING_KNOWN, ScoreResult
from spxcc.engines.session.compute import ENGINE as SESSION
from spxcc.engines.setups.compute import setups_engine
from spxcc.engines.stances.compute import ENGINE as STANCES
from spxcc.protocol.channel import Channel


def make_engines(
    gex: GexSettings = DEFAULTS,
    events: tuple[Rule, ...] = (),
    problems: tuple[str, ...] = (),
    score: ScoreResult = NOTHING_KNOWN,
    setups: tuple[tuple[str, str], ...] = (),
) -> tuple[Engine[Any, Any], ...]:
    """All of them, exposures by these settings; the last, health, answers for the channels of the others.

    events: rules of the calendar. problems: what of the user's calendar was not understood. score: what the ledger
    knows of the setups. setups: the user's own, as source and text of each file.

    Raises ValueError for an unknown sign model.
    """
    speaking: tuple[Engine[Any, Any], ...] = (
        PRICE,
        BARS,
        SESSION,
        gex_engine(gex),
        REGIME,
        BASIS,
        LEVELS,
        CLUSTERS,
        setups_engine(setups),
        OUTCOMES,
        score_engine(score),
        FLOW,
        STANCES,
        COACH,
        PREDICTION,
        agenda_engine(events, problems),
    )
    return (*speaking, health_engine(speaking))


ENGINES = make_engines()
SPEAKING = ENGINES[:-1]
CHANNELS: tuple[Channel, ...] = tuple(channel for one in ENGINES for channel in (*one.channels, *one.spare))
"""What they may speak on, whatever the settings."""
