"""Orders and what became of them, on `outcomes`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.engine import ResultKey

Verdict: TypeAlias = Literal[
    "t2_hit", "be_stop", "stopped", "time_exit", "market_closed", "ambiguous", "no_fill", "feed_void"
]  # fmt: skip
Resolution: TypeAlias = Literal["ticks", "seconds", "minutes"]
FINENESS: Mapping[Resolution, int] = MappingProxyType({"ticks": 0, "seconds": 1, "minutes": 2})
UNCOUNTED: frozenset[Verdict] = frozenset({"no_fill", "feed_void"})
"""Excluded from every statistic, and counted as excluded."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A setup at its trigger, as frozen there. Prices in index points, times in ms.

    side: +1 long, −1 short. decided_at: the end of the bar that triggered it, so the entry is at the open of the next
    one. stop, t1, t2: prices; until: time stop; closes: end of the session. sigma: standard deviation of one minute in
    points, `None` where no volatility was known. shadow: a gate had blocked it, so it is measured but was never shown
    as open.
    """

    id: str
    kind: str
    session: str
    level_id: str
    side: Literal[1, -1]
    rules_version: str
    decided_at: UnixMillis
    stop: float
    t1: float
    t2: float | None
    until: UnixMillis
    closes: UnixMillis
    sigma: float | None = None
    shadow: bool = False


class TwinLeg(msgspec.Struct, frozen=True, kw_only=True):
    """An option bought at the ask and sold at the bid. pnl: points a contract; `None` = void, with the reason."""

    contract: str
    paid: float | None = None
    received: float | None = None
    pnl: float | None = None
    void: str | None = None


class OutcomeRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one order by the rules of `terms`.

    entry, exit: fills with slip; the exit is that of the last part. won: T1 was reached before the stop. r: result in
    units of the risk, net of slip, `None` where uncounted. r_best, won_best: the same where stop and target fell into
    one bar and the target had come first; else equal. mae, mfe: worst and best excursion in R until the exit. geometric
    and null: P(T1 first) of a walk without drift, from entry to the levels as set, and from the price to what counts as
    a touch within the time there was. resolution: how fine the data were. gap: R was measured from a bar's open beyond
    the stop. lag: minutes that the entry was late.
    """

    order: Order
    verdict: Verdict
    terms: str
    resolution: Resolution
    reason: str
    lag: int = 0
    filled_at: UnixMillis | None = None
    entry: float | None = None
    exit_at: UnixMillis | None = None
    exit: float | None = None
    won: bool | None = None
    won_best: bool | None = None
    r: float | None = None
    r_best: float | None = None
    t1_at: UnixMillis | None = None
    mae: float | None = None
    mfe: float | None = None
    geometric: float | None = None
    null: float | None = None
    twin: TwinLeg | None = None

    @property
    def counted(self) -> bool:
        """Whether it enters statistics."""
        return self.verdict not in UNCOUNTED


class OutcomesResult(msgspec.Struct, frozen=True, kw_only=True):
    """today: all that ended in this session, in that order. open: filled and not ended yet."""

    today: tuple[OutcomeRow, ...] = ()
    open: int = 0


OUTCOMES: ResultKey[OutcomesResult] = ResultKey("outcomes")
