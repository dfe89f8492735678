"""The risk card."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis

RiskWord: TypeAlias = Literal["GO", "REDUCED", "COOLDOWN", "DONE"]
ADVISORY = "advice to yourself from your own rules and marks; spxcc routes no orders and blocks none"


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """state and the `rule` that decided it. until: market ms at which that rule ends, `None` = not by time today.

    day_r, day_usd: sums of what was marked (usd `None` if some closed trade has none). streak: losses in a row. open:
    trades not closed. max_*: the limits that count, `None` = none set. last_entry, flatten: market ms.
    """

    state: RiskWord
    rule: str
    until: UnixMillis | None = None
    day_r: float = 0.0
    day_usd: float | None = None
    trades: int = 0
    open: int = 0
    streak: int = 0
    max_loss_r: float | None = None
    max_loss_usd: float | None = None
    max_trades: int | None = None
    last_entry: UnixMillis | None = None
    flatten: UnixMillis | None = None
