"""The digest of a run: channel, seq, as_of and data of every frame, in order."""

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from spxcc.engines.replay.result import REPLAY
from spxcc.market.units import UnixNanos
from spxcc.protocol.names import private_name


class Digest:
    """An observer of the hub. Neither time of publication nor epoch enters, so equal runs give equal digests.

    Nor does what people do enter: how a replay is driven, and the channels of their own.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.frames = 0

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """Take in one frame."""
        if channel == REPLAY.name or private_name(channel) is not None:
            return
        self.frames += 1
        self._hash.update(f"{channel}\n{seq}\n{as_of}\n{len(data)}\n".encode())
        self._hash.update(data)

    def hexdigest(self) -> str:
        """SHA-256 of everything so far."""
        return self._hash.hexdigest()


class Observed(Protocol):
    """As an observer of the hub is called."""

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None: ...


class StepFrames:
    """Hands on the frames that the market alone brought about, numbered without the others.

    Prices that somebody asked for, values marked stale after a silence, and their repetition when it is over depend on
    the wall and on people, so that no replay can have them. publishing: whether a step is being published.
    """

    def __init__(self, to: Observed, publishing: Callable[[], bool]) -> None:
        self._to, self._publishing = to, publishing
        self._others: Counter[str] = Counter()
        self._last: dict[str, bytes] = {}

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """Take in one frame."""
        if not self._publishing() or self._last.get(channel) == data:
            self._others[channel] += 1
            return
        self._last[channel] = data
        self._to(channel, seq - self._others[channel], as_of, data)
