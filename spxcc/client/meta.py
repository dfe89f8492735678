"""What is known about the frames of a channel."""

from dataclasses import dataclass

from spxcc.market.units import UnixMillis, UnixNanos


@dataclass(frozen=True, slots=True)
class ChannelMeta:
    """Position, age and counts.

    as_of_ms: data time of the newest value. received_ns: the client's clock when it first arrived. stale: the server
    says its source is silent. gaps: how often a snapshot had to replace missing frames. snapshot_ms: from subscribe to
    `synced`, `None` while it has not come. error: why there is no (newer) value, a sentence. undecodable: frames since
    the last snapshot that could not be read. restored: the value is that of an earlier run, kept on this machine.
    """

    seq: int | None = None
    epoch: str | None = None
    as_of_ms: UnixMillis | None = None
    received_ns: UnixNanos | None = None
    stale: bool = False
    frames: int = 0
    gaps: int = 0
    snapshot_ms: float | None = None
    error: str | None = None
    undecodable: int = 0
    restored: bool = False
