"""What a rule of the event calendar may say."""

from typing import Literal, TypeAlias

import msgspec

Importance: TypeAlias = Literal["low", "medium", "high"]
Repeat: TypeAlias = Literal[
    "", "daily", "first friday", "third friday", "quarterly third friday", "vix expiry", "month end", "quarter end"
]
REPEATS: tuple[Repeat, ...] = (
    "daily", "first friday", "third friday", "quarterly third friday", "vix expiry", "month end", "quarter end"
)  # fmt: skip
HORIZON_DAYS = 45
"""How far ahead is looked for the next event."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of event. id: of two with the same the later stands. time: "14:00" exchange time; "" = the close.

    Its days are `dates` (ISO) and those of `repeat`, but for `skip`. before, after: minutes around it without entries.
    usual: the day is a habit of the publisher, not a date that was announced. off: no such event.
    """

    id: str
    name: str = ""
    time: str = ""
    importance: Importance = "medium"
    dates: tuple[str, ...] = ()
    repeat: Repeat = ""
    skip: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    usual: bool = False
    off: bool = False
