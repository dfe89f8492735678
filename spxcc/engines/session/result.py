"""Result of the session engine: the `status` broadcast."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Status(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Market status. `session` is the trading date (ISO) that counts now; instants are ISO strings in UTC.

    `feeds` maps a source to `ok`, `stale` or `down`; `mode` is how the data must be labelled.
    """

    status: Literal["open", "pre-market", "after-hours", "closed"]
    session: str
    message: str
    next_open: str
    next_close: str
    mode: str
    holiday: str | None = None
    half_day: bool = False
    halted: bool = False
    feeds: dict[str, str] = {}


SESSION: ResultKey[Status] = ResultKey("session")
STATUS: StateChannel[Status] = StateChannel("status", "status", Status, flat=True, broadcast=True)
