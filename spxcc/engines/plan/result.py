"""The plan of a day on `plan:<user>`: the card, its amendments, marked trades, the risk card and the evening's diff."""

from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.risk.result import Risk, Sizing
from spxcc.protocol.channel import EventChannel

Bias: TypeAlias = Literal["long", "short", "none"]
Side: TypeAlias = Literal["long", "short", ""]


class PlanCard(msgspec.Struct, frozen=True, kw_only=True):
    """What the trader types. line: the price that proves the bias wrong. levels: at most two prices to act at.

    setups: names of those allowed (none = any). max_loss_usd: positive. windows: "12:00-13:30" exchange time, without
    entries. not_today: ends the sentence "today I will not".
    """

    bias: Bias = "none"
    line: float | None = None
    levels: tuple[float, ...] = ()
    setups: tuple[str, ...] = ()
    max_loss_usd: float | None = None
    max_trades: int | None = None
    windows: tuple[str, ...] = ()
    not_today: str = ""


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """A change after the card was frozen: when (market ms), why, and what it says since."""

    at: UnixMillis
    reason: str
    card: PlanCard
    digest: str


class Trade(msgspec.Struct, frozen=True, kw_only=True):
    """A trade that the trader marked; spxcc sends no orders and saw none. r: result in R once closed."""

    id: int
    label: str
    opened: UnixMillis
    setup_id: str = ""
    side: Side = ""
    closed: UnixMillis | None = None
    r: float | None = None
    usd: float | None = None


class Difference(msgspec.Struct, frozen=True):
    """One line of planned against done. kept: `None` where only the trader can tell."""

    what: str
    planned: str
    done: str
    kept: bool | None


class DayPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one person's session (ISO date). card: as frozen at `frozen_at` with `digest`; `None` before.

    yesterday: the last card of an earlier session, to begin from. sizes: for every open setup, as it was quoted last.
    """

    session: str
    risk: Risk
    card: PlanCard | None = None
    digest: str | None = None
    frozen_at: UnixMillis | None = None
    amendments: tuple[Amendment, ...] = ()
    trades: tuple[Trade, ...] = ()
    differences: tuple[Difference, ...] = ()
    yesterday: PlanCard | None = None
    sizes: tuple[Sizing, ...] = ()

    @property
    def stands(self) -> PlanCard | None:
        """The card with the last amendment."""
        return self.amendments[-1].card if self.amendments else self.card


class PlanEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the day changed; `day` is all of it. id: unique."""

    id: str
    event: Literal["frozen", "amended", "trade", "risk", "override"]
    at: UnixMillis
    day: DayPlan


def event_id(event: PlanEvent) -> str:
    """Identity on the channel."""
    return event.id


@lru_cache(maxsize=1024)
def plan_channel(owner: str) -> EventChannel[PlanEvent]:
    """`plan:<user>`, for its owner only; the newest event says everything."""
    return EventChannel(f"plan:{owner}", "plan", PlanEvent, event_id, recent=1)
