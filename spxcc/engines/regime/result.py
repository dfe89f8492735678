"""Result of the regime engine, on `regime:update`."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import in_company
from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel

Word: TypeAlias = Literal["trending", "ranging", "compression", "breakout", "undetermined"]


class WordCount(msgspec.Struct, frozen=True, kw_only=True):
    """Half hours that began in one word: how many were met, and how many moved beyond one standard deviation."""

    word: Word
    n: int = 0
    beyond: int = 0


class WordCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Of a session (ISO date), or of all `sessions` before, by word."""

    session: str = ""
    sessions: int = 0
    counts: dict[str, WordCount] = {}


class WordRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Track record of a word: share of the `n` half hours that began in it and moved more than E30 either way.

    low, high: Wilson 95 %. expected: what a normal gives, the null. Half hours do not overlap.
    """

    word: Word
    n: int
    beyond: int
    share: float
    low: float
    high: float
    expected: float = 0.3173

    def __post_init__(self) -> None:
        in_company(self.share, self.n, self.low, self.high, self.expected)


class Regime(msgspec.Struct, frozen=True, kw_only=True):
    """Two axes and the word derived from them. `damping` is P⁺ of the sign ensemble, `efficiency` the 30-minute ratio.

    `session_move`: expected absolute move of the whole session as first seen, points; `expected_move_used`: furthest
    distance from its open over that. `gamma`: positive, negative or near_flip. `direction` with its evidence;
    `probability` stays `None` until it is earned from outcomes, and then has its sample `n`, its interval `low`, `high`
    and its `null` beside it; `magnitude` is the 30-minute 1-sd move in points.
    `since` ms; `minutes_in_state` of market time. record: of each word, this session and those in the ledger; today: of
    this session.
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
    record: tuple[WordRecord, ...] = ()
    today: WordCounts = WordCounts()

    def __post_init__(self) -> None:
        in_company(self.probability, self.n, self.low, self.high, self.null)


WORDS_FACT = "regime.words"
"""Name of the fact that holds the `WordCounts` of earlier sessions."""
REGIME_KEY: ResultKey[Regime] = ResultKey("regime")
REGIME: StateChannel[Regime] = StateChannel("regime:update", "spx_regime", Regime)
