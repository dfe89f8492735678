"""The risk card."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis

RiskWord: TypeAlias = Literal["GO", "REDUCED", "COOLDOWN", "DONE"]
ADVISORY = "advice to yourself from your own rules and marks; spxcc routes no orders and blocks none"

MULTIPLIER = 100.0
"""Dollars of one point of an index option."""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that was set aside for today: when (market ms), which, what the card said, and the reason that was typed.

    key: names the rule and what had made it hold, so that it holds again once there is more of it.
    """

    at: UnixMillis
    key: str
    state: RiskWord
    rule: str
    reason: str


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """state and the `rule` that decided it. until: market ms at which that rule ends, `None` = not by time today.

    day_r, day_usd: sums of what was marked (usd `None` if some closed trade has none). streak: losses in a row. open:
    trades not closed. max_*: the limits that count, `None` = none set. last_entry, flatten: market ms.

    key: of the rule that decided, to override it by; `None` = that one cannot be. overrides: of this session.
    trade_usd: what a trade may lose at its stop, made of `trade_words`, `None` = not known. max_debit: times that which
    its premium may cost. share: of the size, by the state.
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
    key: str | None = None
    overrides: tuple[Override, ...] = ()
    trade_usd: float | None = None
    trade_words: str = ""
    max_debit: float | None = None
    share: float = 1.0


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """contracts = floor(min(by_risk, by_debit) × share), by `limit`; all in US dollars and per contract unless said.

    risk_usd: what the trade may lose. entry, stop: mids by the model there, points. spread: points, paid once in all.
    loss = (entry − stop + spread) × 100. debit = (entry + spread / 2) × 100, the most that a contract can lose.
    by_risk = risk_usd / loss. by_debit = risk_usd × max_debit / debit, `None` without that limit. worst: contracts ×
    debit.
    """

    contracts: int
    limit: str
    risk_usd: float
    share: float
    entry: float
    stop: float
    spread: float
    loss: float
    debit: float
    by_risk: float
    by_debit: float | None
    max_debit: float | None
    worst: float


class Sizing(msgspec.Struct, frozen=True, kw_only=True):
    """The size for the setup of that id, or the reason why there is none."""

    setup: str
    size: Size | None = None
    reason: str | None = None
