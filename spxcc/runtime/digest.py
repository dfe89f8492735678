"""The digest of a run: channel, seq, as_of and data of every frame, in order.

It is a chain: each frame is hashed together with what came before, so that 32 bytes are all that a run needs to go on.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from spxcc.engines.replay.result import REPLAY
from spxcc.market.units import UnixNanos
from spxcc.protocol.names import private_name


class Digest:
    """An observer of the hub. Neither time of publication nor epoch enters, so equal runs give equal digests.

    Nor does what people do enter: how a replay is driven, and the channels of their own.
    """

    def __init__(self) -> None:
        self.chain = bytes(hashlib.sha256().digest_size)
        self.frames = 0

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """Take in one frame."""
        if channel == REPLAY.name or private_name(channel) is not None:
            return
        self.frames += 1
        link = hashlib.sha256(self.chain)
        link.update(f"{channel}\n{seq}\n{as_of}\n{len(data)}\n".encode())
        link.update(data)
        self.chain = link.digest()

    def hexdigest(self) -> str:
        """SHA-256 of everything so far."""
        return self.chain.hex()


class Observed(Protocol):
    """As an observer of the hub is called."""

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What a run needs to number and to hash its frames on: the chain of the digest, how many frames are in it, by
    channel the number of the last one and the hash of its data."""

    chain: bytes
    frames: int
    seqs: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, bytes] = field(default_factory=dict)


class StepFrames:
    """Hands on to `digest` the frames that the market alone brought about, numbered without the others.

    Prices that somebody asked for, values marked stale after a silence, and their repetition when it is over depend on
    the wall and on people, so that no replay can have them. publishing: whether a step is being published.
    """

    def __init__(self, digest: Digest, publishing: Callable[[], bool]) -> None:
        self.digest, self._publishing = digest, publishing
        self._others: Counter[str] = Counter()
        self._seqs: dict[str, int] = {}
        self._last: dict[str, bytes] = {}
        self._earlier: dict[str, bytes] = {}

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """Take in one frame."""
        if not self._publishing() or self._repeats(channel, data):
            self._others[channel] += 1
            return
        self._last[channel] = data
        self._seqs[channel] = seq - self._others[channel]
        self.digest(channel, self._seqs[channel], as_of, data)

    def told(self) -> Told:
        """How far it is."""
        last = self._earlier | {name: hashlib.sha256(data).digest() for name, data in self._last.items()}
        return Told(self.digest.chain, self.digest.frames, dict(self._seqs), last)

    def go_on(self, told: Told, seq: Callable[[str], int]) -> None:
        """As after `told`. seq: the number of a channel's last frame in the hub as it is now."""
        self.digest.chain, self.digest.frames = told.chain, told.frames
        self._seqs, self._earlier, self._last = dict(told.seqs), dict(told.last), {}
        self._others = Counter({name: seq(name) - number for name, number in told.seqs.items()})

    def _repeats(self, channel: str, data: bytes) -> bool:
        if channel in self._last:
            return self._last[channel] == data
        return channel in self._earlier and self._earlier[channel] == hashlib.sha256(data).digest()
