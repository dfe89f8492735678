"""The digest of a run: channel, seq, as_of and data of every frame, in order."""

import hashlib

from spxcc.market.units import UnixNanos


class Digest:
    """An observer of the hub. Neither time of publication nor epoch enters, so equal runs give equal digests."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.frames = 0

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """Take in one frame."""
        self.frames += 1
        self._hash.update(f"{channel}\n{seq}\n{as_of}\n{len(data)}\n".encode())
        self._hash.update(data)

    def hexdigest(self) -> str:
        """SHA-256 of everything so far."""
        return self._hash.hexdigest()
