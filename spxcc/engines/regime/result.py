"""Result of the regime engine, on `regime:update`."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import in_company
from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel

Word: TypeAlias = Literal["trending", "ranging", "compression", "breakout", "undetermined"]


class Regime(msgspec.Struct, frozen=True, kw_only=True):
    """Two axes and the word derived from them. `damping` is P⁺ of the sign ensemble, `efficiency` the 30-minute ratio.

    `session_move`: expected absolute move of the whole session as first seen, points; `expected_move_used`: furthest
    distance from its open over that. `gamma`: positive, negative or near_flip. `direction` with its evidence;
    `probability` stays `None` until it is earned from outcomes, and then has its sample `n`, its interval `low`, `high`
    and its `null` beside it; `magnitude` is the 30-minute 1-sd move in points.
    `since` ms; `minutes_in_state` of market time.
    """

    regime: Word
    direction: Literal["up", "down", "neutral"]
    probability: float | None
    magnitude: float | None
    gamma: Literal["positive", "negative", "near_flip"] | None
    damping: float | None
    efficiency: float | None
    expected_move_used: float | None
    minutes_in_state: int
    since: int
    evidence: tuple[str, ...]
    reason: str | None = None
    session_move: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    null: float | None = None

    def __post_init__(self) -> None:
        in_company(self.probability, self.n, self.low, self.high, self.null)


REGIME_KEY: ResultKey[Regime] = ResultKey("regime")
REGIME: StateChannel[Regime] = StateChannel("regime:update", "spx_regime", Regime)
