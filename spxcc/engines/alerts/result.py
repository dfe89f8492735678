"""What an alert is, what its latch remembers, and what it says when it fires, on `alerts:<user>`."""

from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from spxcc.protocol.channel import EventChannel

Kind: TypeAlias = Literal[
    "touch", "cross", "flip", "wall", "regime", "setup", "print", "flow", "basis", "move", "stale", "event", "close"
]
Severity: TypeAlias = Literal["info", "setup", "critical"]
Status: TypeAlias = Literal["new", "armed", "fired", "waiting", "expired"]
"""new: not looked at yet. fired: said once and done. waiting: until the market has gone back far enough."""
Realm: TypeAlias = Literal["live", "sim", "replay"]
"""Which markets an alert is for: those of a simulation never fire on the live one, nor the other way."""
Happened: TypeAlias = Literal["fired", "added", "removed", "rearmed", "acknowledged", "muted", "expired"]
RECENT = 50
"""Fired alerts that a book holds."""


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """value: index points (touch, cross), USD (print), score 0–100 (flow), z (basis), % (move), minutes (event, close).

    word: above or below (cross, flow), call or put (wall; "" = either), ready, triggered or invalid (setup; "" = any),
    sweep or block (print; "" = either), a regime (regime; "" = any change).
    """

    kind: Kind
    value: float | None = None
    word: str = ""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One condition of one person. id: counts up, never used again. once: done after the first time.

    words: the condition as its parser reads it. created, expires (`None` = never): ms of market time.
    """

    id: int
    condition: Condition
    words: str
    once: bool
    severity: Severity
    created: int
    expires: int | None = None


class Latch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an alert remembers. armed: it may fire. seen: the value of a state the last time (a wall, a regime).

    since: ms up to which events are dealt with. fired: ms of the last time it said so; count: how often it did, and
    suppressed: how often a cool-down kept it quiet.
    """

    armed: bool = False
    seen: str = ""
    since: int = 0
    fired: int | None = None
    count: int = 0
    suppressed: int = 0


class Fired(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that fired. id: H(alert, at, subject), the same whenever the same input is run again.

    at: ms of market time. price: of the index then, `age_ms` old; `None` without one. latency_ms: from the event at its
    source to now; `None` where nothing single set it off. subject: what of the condition's kind it was.
    """

    id: str
    alert: int
    kind: Kind
    severity: Severity
    words: str
    at: int
    price: float | None
    age_ms: int | None
    subject: str
    event_ms: int | None = None
    latency_ms: int | None = None
    acknowledged: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An alert and how it stands."""

    alert: Alert
    status: Status
    latch: Latch


class AlertBook(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one person: alerts by id, the newest fired ones last, and until when (ms) it is to be quiet.

    muted_until is of the machine's clock, because ears do not follow a replay.
    """

    realm: Realm = "live"
    rows: tuple[Row, ...] = ()
    fired: tuple[Fired, ...] = ()
    muted_until: int | None = None


class AlertEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something happened to the alerts of a person. id: unique. `fired` for that, `alert` its number, `at` ms."""

    id: str
    event: Happened
    at: int
    realm: Realm
    alert: int | None = None
    fired: Fired | None = None
    muted_until: int | None = None


def event_id(event: AlertEvent) -> str:
    """Identity on the channel."""
    return event.id


@lru_cache(maxsize=1024)
def alerts_channel(owner: str) -> EventChannel[AlertEvent]:
    """`alerts:<user>`, for its owner only."""
    return EventChannel(f"alerts:{owner}", "alert", AlertEvent, event_id)
