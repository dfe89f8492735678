"""Result of the coach engine, on `coach:message`."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import EventChannel


class Cite(msgspec.Struct, frozen=True, kw_only=True):
    """Where a numeral in the text comes from.

    `id` is the path in the channel's value, `age_ms` its age at the time of writing.
    """

    channel: str
    id: str
    value: float
    age_ms: int


class CoachMessage(msgspec.Struct, frozen=True, kw_only=True, rename={"setup_id": "setupId"}):
    """A sentence rendered from its cites; every numeral in `content` equals one of them within rounding.

    `ts`, `expires`: ms.
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


class CoachResult(msgspec.Struct, frozen=True, kw_only=True):
    """`new` are the messages of this step. Of the session: said, `dropped` by the linter, `withheld` by the budget."""

    new: tuple[CoachMessage, ...]
    said: int
    dropped: int
    withheld: int = 0
    reason: str | None = None


def message_id(message: CoachMessage) -> str:
    """Identity on the channel."""
    return message.id


COACH: ResultKey[CoachResult] = ResultKey("coach")
COACH_MESSAGE: EventChannel[CoachMessage] = EventChannel("coach:message", "spx_coach", CoachMessage, message_id)
