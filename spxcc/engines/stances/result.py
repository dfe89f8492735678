"""Result of the stances engine, on `flow:stance` (events)."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import EventChannel


class Stance(msgspec.Struct, frozen=True, kw_only=True):
    """A flow alert beside one open setup. id: `<alert>:<setup>`. certainty: of the alert's side, 0–1. ts: ms.

    words: `confirms fade_at_wall short at CW 6,050`.
    """

    id: str
    alert_id: str
    setup_id: str
    relation: Literal["confirms", "opposes"]
    words: str
    certainty: float
    ts: int


class StancesResult(msgspec.Struct, frozen=True, kw_only=True):
    """`new` are those of this step."""

    new: tuple[Stance, ...] = ()
    reason: str | None = None


def stance_id(stance: Stance) -> str:
    """Identity on the channel."""
    return stance.id


STANCES: ResultKey[StancesResult] = ResultKey("stances")
FLOW_STANCE: EventChannel[Stance] = EventChannel("flow:stance", "spx_flow_stance", Stance, stance_id)
