"""Keeps the last state of a screen in one file of this user, and brings it back at the next start."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from spxcc.client.last_state import Gathered, decode, encode, gather, restore
from spxcc.client.store import Store
from spxcc.market.clock import Clock
from spxcc.protocol.channel import Channel
from spxcc.runtime.paths import write_private

EVERY_S = 30.0
LARGEST = 8_000_000
NOW = ("live", "delayed")
"""Modes whose values of an hour ago are of the same market, whichever feed they came by."""
SECOND = frozenset({"bars:SPY", "gex:SPY"})
"""Large, and not on the first screen."""
log = logging.getLogger(__name__)


class Keeper:
    """`bring` before the first frame, `run` beside the screen; it saves once more when it ends.

    mode: of the data this run will have, `None` where only the server knows. Another feed than before brings nothing
    back, save where both are of the market of now.
    """

    def __init__(
        self, path: Path, store: Store, channels: Sequence[Channel], clock: Clock, feed: str, mode: str | None
    ) -> None:
        self._path = path
        self._store = store
        self._channels = tuple(channel for channel in channels if channel.name not in SECOND)
        self._clock = clock
        self._feed = feed
        self._mode = mode

    def bring(self) -> bool:
        """Restore what the last run of the same mode left; whether there was anything. Damage counts as nothing."""
        try:
            if self._path.stat().st_size > LARGEST:
                return False
            last = decode(self._path.read_bytes())
        except OSError:
            return False
        if last is None or not self._fits(last.mode, last.feed):
            return False
        restore(self._store, last)
        return True

    async def run(self) -> None:
        """Save now and then, off the loop, and at the end."""
        try:
            while True:
                await self._clock.sleep(EVERY_S)
                found = gather(self._store, self._channels, self._feed)
                if found is not None:
                    await asyncio.to_thread(self._write, found)
        finally:
            self.save()

    def save(self) -> None:
        """Save at once."""
        found = gather(self._store, self._channels, self._feed)
        if found is not None:
            self._write(found)

    def _fits(self, mode: str, feed: str) -> bool:
        if self._mode is None:
            return feed == self._feed
        return mode == self._mode and (mode in NOW or feed == self._feed)

    def _write(self, found: Gathered) -> None:
        try:
            write_private(self._path, encode(found).decode())
        except OSError as error:
            log.warning("the last state could not be kept in %s: %s", self._path, error.strerror)
