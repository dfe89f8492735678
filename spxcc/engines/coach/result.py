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
    """A falsifier that minutes can decide: a close, or a trade, above (or below) `price` is it."""

    price: float
    above: bool
    on: Literal["close", "trade"]


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

    A claim carries no probability, so there is no score: `stood` says no more than that its falsifier did not happen.
    """

    claims: int = 0
    open: int = 0
    false: int = 0
    stood: int = 0
    void: int = 0
    grades: tuple[Grade, ...] = ()


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
    """`new` are the messages of this step. Of the session: said, `dropped` by the linter, `withheld` by the budget."""

    new: tuple[CoachMessage, ...]
    said: int
    dropped: int
    withheld: int = 0
    reason: str | None = None
    record: CoachRecord = CoachRecord()


def message_id(message: CoachMessage) -> str:
    """Identity on the channel."""
    return message.id


COACH: ResultKey[CoachResult] = ResultKey("coach")
COACH_MESSAGE: EventChannel[CoachMessage] = EventChannel("coach:message", "spx_coach", CoachMessage, message_id)
COACH_RECORD: StateChannel[CoachRecord] = StateChannel("coach:record", "spx_coach_record", CoachRecord)
