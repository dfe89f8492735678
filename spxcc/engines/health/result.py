"""Result of the health engine, on `health:update`: why a panel has no input."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class ChannelHealth(msgspec.Struct, frozen=True):
    """`reason` is a sentence for the user; `None` when `ok`."""

    state: Literal["ok", "degraded", "failed"]
    reason: str | None = None


class Notice(msgspec.Struct, frozen=True):
    """Something the feed said about its input, e.g. a mapping in use."""

    level: Literal["info", "warning", "error"]
    code: str
    text: str


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """State per channel, newest event per source (ms), fold counters, notices."""

    channels: dict[str, ChannelHealth]
    feeds: dict[str, int]
    events: int
    stale_ticks: int
    rejected: int
    notices: tuple[Notice, ...] = ()
    reason: str | None = None


HEALTH_KEY: ResultKey[Health] = ResultKey("health")
HEALTH: StateChannel[Health] = StateChannel("health:update", "health", Health)
