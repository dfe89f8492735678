"""The recording of a run on `recording:update`, and the rows of what was recorded before."""

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.protocol.channel import StateChannel


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded session. start, end: of its steps. prices: of SPX over its length, thinned; low, high: their range.

    state: `recording`, `cut` for a run that was killed, `stopped` for one that could not go on, and its gaps. problem:
    why it cannot be read, and then there is nothing else.
    """

    name: str
    date: str
    title: str
    start: UnixMillis | None
    end: UnixMillis | None
    events: int
    size_bytes: int
    prices: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    state: str = ""
    problem: str = ""


class RecordingState(msgspec.Struct, frozen=True, kw_only=True):
    """on: it is written at this moment. name: of the session, as `spxcc replay` takes it. size_bytes: on the disk.

    rate_bytes_per_hour: by the machine's clock, `None` until it was measured. reason: why nothing is recorded, or why
    it stopped. alarm: it stopped though it should not have. continued: where it goes on from an earlier run of the day.
    """

    on: bool
    name: str = ""
    events: int = 0
    size_bytes: int = 0
    rate_bytes_per_hour: int | None = None
    reason: str | None = None
    alarm: bool = False
    continued: str = ""


RECORDING: StateChannel[RecordingState] = StateChannel("recording:update", "spx_recording", RecordingState)
