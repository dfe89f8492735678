"""Result of the flow engine, on `flow:alert` (events) and `flow:summary` (state)."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import EventChannel, StateChannel


class FlowAlert(msgspec.Struct, frozen=True, kw_only=True):
    """One classified print or group of prints; sent once, `id` is stable. Premium in USD, `ts_event` ms.

    `side` is the customer's by the quote rule, `side_confidence` 0–1, `unknown` without a fit quote; `condition` names
    the reason beside the exchange's codes. `direction` repeats `side` for older clients: never bullish or bearish.
    `package` is the id of an order of several legs: it stands at its dearest leg (`strike`, `size`, `price`), has no
    side, and its premium is the least that the legs can net to. `volume` of the day and `open_interest` (of the close
    of `open_interest_date`) are of `contract` (compact OCC symbol) when it was said, `None` where not known.
    """

    id: str
    type: Literal["sweep", "block", "print"]
    symbol: str
    strike: float
    expiry: str
    right: Literal["C", "P"]
    size: int
    price: float
    direction: Literal["buy", "sell", "unknown"]
    premium: float
    side: Literal["buy", "sell", "unknown"]
    side_confidence: float
    condition: str
    package: str | None
    prints: int
    ts_event: int
    contract: str = ""
    volume: int | None = None
    open_interest: int | None = None
    open_interest_date: str | None = None


class LargePrint(msgspec.Struct, frozen=True, kw_only=True):
    """One of the largest premiums of the day (USD), financing too. key: unique in a session.

    tag: `part of a package: …`, or `single print, …` with the exchange's conditions, or `single print, tag unknown`.
    side: `unknown` without a fit quote. stamp: exchange time to the
    nanosecond, which its package was found by.
    """

    key: str
    contract: str
    strike: float
    expiry: str
    right: Literal["C", "P"]
    price: float
    size: int
    premium: float
    tag: str
    package: str | None
    side: Literal["buy", "sell", "unknown"]
    stamp: str


class FlowHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Of earlier sessions, as the ledger has them: premium in USD of the five minutes up to a minute, a day each.

    minutes: by exchange time ("10:42"), ascending.
    """

    minutes: dict[str, tuple[float, ...]] = {}


class FlowRank(msgspec.Struct, frozen=True, kw_only=True):
    """Premium of the last five minutes among the same minute of earlier days: more than `below` of `days`.

    percentile: 0–1, `None` with a `reason` where too few days are known. low, high: its Wilson 95 % interval.
    """

    minute: str
    premium: float
    days: int = 0
    below: int = 0
    percentile: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


class FlowWindow(msgspec.Struct, frozen=True, kw_only=True):
    """Premium in USD over the last `minutes`: bought and sold calls and puts, and what has no known side.

    A package counts with its net, among `unknown`; financing (boxes, synthetics, deep legs) counts only as prints.
    """

    minutes: int
    call_bought: float
    call_sold: float
    put_bought: float
    put_sold: float
    unknown: float
    prints: int


class ContractMinuteVolume(msgspec.Struct, frozen=True, kw_only=True):
    """Volume of one contract from minute bars: no prints, so no side, sweep or block."""

    contract: str
    strike: float
    right: Literal["C", "P"]
    expiry: str
    day_volume: int
    last_minute_volume: int
    last_start: int


class FlowSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Totals.

    `kind`: `prints`, or `minute_bars` where only volume per minute exists, or `none`; `label` is for the screen.
    other_day: prints stamped on another day than the session's, which are out. rank: of the last five minutes.
    """

    kind: Literal["prints", "minute_bars", "none"]
    label: str
    windows: tuple[FlowWindow, ...]
    volumes: tuple[ContractMinuteVolume, ...] = ()
    cancelled: int = 0
    late: int = 0
    compression: int = 0
    duplicates: int = 0
    packages: int = 0
    unpaired_legs: int = 0
    financing: int = 0
    reason: str | None = None
    other_day: int = 0
    largest: tuple[LargePrint, ...] = ()
    rank: FlowRank | None = None


class Signed(msgspec.Struct, frozen=True):
    """Contracts that customers bought and sold today by the quote rule, and those of no known side."""

    bought: int = 0
    sold: int = 0
    unknown: int = 0

    def plus(self, side: Literal["buy", "sell", "unknown"], size: int) -> "Signed":
        """With `size` more (or, negative, less) on that side."""
        return Signed(
            self.bought + size * (side == "buy"),
            self.sold + size * (side == "sell"),
            self.unknown + size * (side == "unknown"),
        )


class FlowResult(msgspec.Struct, frozen=True, kw_only=True):
    """`new` are the alerts of this step; `signed` the day's settled prints by contract, for other engines."""

    new: tuple[FlowAlert, ...]
    summary: FlowSummary
    signed: Mapping[str, Signed] = {}
    reason: str | None = None


def alert_id(alert: FlowAlert) -> str:
    """Identity on the channel."""
    return alert.id


HISTORY_FACT = "flow.history"
"""Name of the fact that holds a `FlowHistory`."""
FLOW: ResultKey[FlowResult] = ResultKey("flow")
FLOW_ALERT: EventChannel[FlowAlert] = EventChannel("flow:alert", "spx_flow", FlowAlert, alert_id)
FLOW_SUMMARY: StateChannel[FlowSummary] = StateChannel("flow:summary", "spx_flow_summary", FlowSummary)
