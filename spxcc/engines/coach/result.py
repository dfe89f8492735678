"""Result of the coach engine, on `coach:message` (events) and `coach:record` (state)."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import EventChannel, StateChannel


class Cite(msgspec.Struct, frozen=True, kw_only=True):
    """Where a numeral in the text comes from.

    `id` is the path in the channel's value, `age_ms` its age at the time of writing.
    """

    channel: str
    id: str
    value: float
    age_ms: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A falsifier that minutes can decide: a close, or a trade, above (or below) `price` is it.

    p: forecast that it stands, with its 95 % interval; p_null: of a driftless walk of the chain's volatility; n:
    decided claims of its type before, which moved p from its null. `None`: no forecast, so it is not scored.
    """

    price: float
    above: bool
    on: Literal["close", "trade"]
    p: float | None = None
    p_low: float | None = None
    p_high: float | None = None
    p_null: float | None = None
    n: int = 0

    def __post_init__(self) -> None:
        if self.p is None:
            return
        low, high = self.p_low, self.p_high
        if low is None or high is None or self.p_null is None or self.n < 0 or not 0 <= low <= self.p <= high <= 1:
            raise ValueError(
                f"expected a forecast beside n, interval and null, found {self.p} with n {self.n}, {low}–{high}, null "
                f"{self.p_null}; leave it out"
            )


class ClaimTally(msgspec.Struct, frozen=True, kw_only=True):
    """Decided claims of one type: how many, how many stood, sums of p_null and of the squared errors of both."""

    n: int = 0
    stood: int = 0
    null_sum: float = 0.0
    brier_sum: float = 0.0
    null_brier_sum: float = 0.0


class ClaimTallies(msgspec.Struct, frozen=True, kw_only=True):
    """Of a session (ISO date), or of all before it, by type of message."""

    session: str = ""
    kinds: dict[str, ClaimTally] = {}


class KindScore(msgspec.Struct, frozen=True, kw_only=True):
    """Forward score of a type over all sessions. skill: 1 − Brier/null Brier; muted: negative after enough claims."""

    kind: str
    n: int = 0
    stood: int = 0
    brier: float | None = None
    null_brier: float | None = None
    skill: float | None = None
    muted: bool = False


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the claim of message `id`, said at `ts`.

    outcome: `open`; `false` (the falsifier happened, at `at` and `price`); `stood` (it did not until `at`, the expiry);
    `void` (not known: minutes are missing). at: ms. price: of the close or of the touched price.
    """

    id: str
    ts: int
    outcome: Literal["open", "false", "stood", "void"]
    at: int | None = None
    price: float | None = None


class CoachRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Claims of the session and what became of them, oldest first. Messages without a decidable falsifier are not here.

    scores: by type, of all sessions; a type that is muted goes on being scored without being said.
    """

    claims: int = 0
    open: int = 0
    false: int = 0
    stood: int = 0
    void: int = 0
    grades: tuple[Grade, ...] = ()
    scores: tuple[KindScore, ...] = ()
    muted: int = 0


class CoachMessage(msgspec.Struct, frozen=True, kw_only=True, rename={"setup_id": "setupId"}):
    """A sentence rendered from its cites; every numeral in `content` equals one of them within rounding.

    `ts`, `expires`: ms. `claim`: the falsifier as minutes decide it, `None` where they cannot.
    """

    id: str
    type: Literal["alert", "setup", "guidance"]
    content: str
    setup_id: str | None
    priority: Literal["high", "medium", "low"]
    cites: tuple[Cite, ...]
    falsifier: str | None
    expires: int
    ts: int
    claim: Claim | None = None


class CoachResult(msgspec.Struct, frozen=True, kw_only=True):
    """`new` are the messages of this step. Of the session: said, `dropped` by the linter, `withheld` by the budget.

    muted: not said as their type is muted. tallies: of the session, for the ledger.
    """

    new: tuple[CoachMessage, ...]
    said: int
    dropped: int
    withheld: int = 0
    muted: int = 0
    tallies: ClaimTallies = ClaimTallies()
    reason: str | None = None
    record: CoachRecord = CoachRecord()


def message_id(message: CoachMessage) -> str:
    """Identity on the channel."""
    return message.id


CLAIMS_FACT = "coach.claims"
"""Name of the fact that holds the `ClaimTallies` of earlier sessions."""
COACH: ResultKey[CoachResult] = ResultKey("coach")
COACH_MESSAGE: EventChannel[CoachMessage] = EventChannel("coach:message", "spx_coach", CoachMessage, message_id)
COACH_RECORD: StateChannel[CoachRecord] = StateChannel("coach:record", "spx_coach_record", CoachRecord)
