"""How good a channel's last value is, in a word, with its age and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

from spxcc.gateway.topic import LatestValue
from spxcc.market.units import UnixNanos, to_millis

Quality: TypeAlias = Literal["ok", "degraded", "stale", "failed", "missing"]
RANK: tuple[Quality, ...] = ("ok", "degraded", "stale", "failed", "missing")


class _ChannelHealth(msgspec.Struct):
    state: str = "ok"
    reason: str | None = None


class _Health(msgspec.Struct):
    channels: dict[str, _ChannelHealth] = {}


@dataclass(frozen=True, slots=True)
class Stage:
    """A channel's last value as JSON (`None` = there is none), how old, how good, and why not better."""

    channel: str
    quality: Quality
    reason: str | None
    data: msgspec.Raw | None
    as_of: UnixNanos | None
    age_ms: int | None
    epoch: str | None
    seq: int | None

    def described(self) -> dict[str, Any]:
        """Everything but the data; `as_of` in ms."""
        return {
            "channel": self.channel,
            "quality": self.quality,
            "reason": self.reason,
            "as_of": None if self.as_of is None else to_millis(self.as_of),
            "age_ms": self.age_ms,
            "epoch": self.epoch,
            "seq": self.seq,
        }


def stage_of(channel: str, value: LatestValue | None, health: LatestValue | None, now: UnixNanos) -> Stage:
    """The stage of `channel` at `now` (market time), given its last value and that of the health channel."""
    state = _health(health).get(channel, _ChannelHealth())
    if value is None:
        return Stage(channel, "missing", state.reason or "no value yet", None, None, None, None, None)
    quality: Quality = "ok"
    reason = value.reason or state.reason
    if state.state == "failed" or value.reason is not None:
        quality = "failed"
    elif value.stale:
        quality, reason = "stale", reason or "its source is silent"
    elif state.state == "degraded":
        quality = "degraded"
    age = None if value.as_of is None else max(to_millis(now - value.as_of), 0)
    return Stage(channel, quality, reason, msgspec.Raw(value.data_bytes), value.as_of, age, value.epoch, value.seq)


def worst(found: Sequence[Quality]) -> Quality:
    """The lowest of `found`; of nothing `missing`."""
    return max(found, key=RANK.index, default="missing")


def _health(value: LatestValue | None) -> dict[str, _ChannelHealth]:
    """By channel; a health value of another shape says nothing."""
    if value is None:
        return {}
    try:
        return msgspec.json.decode(value.data_bytes, type=_Health).channels
    except msgspec.MsgspecError:
        return {}
