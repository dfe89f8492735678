"""The gateway's side: what comes over the bus stands on a hub of its own, with the engine's epoch and seq."""

import logging
from collections.abc import Callable

from spxcc.gateway.bus.messages import Beat, Kept, Live, Whole, mark_of
from spxcc.gateway.hub import Hub
from spxcc.gateway.topic import WholeValue
from spxcc.protocol.channel import Channel

log = logging.getLogger(__name__)

SILENCE_S = 2.0
"""Four beats that did not come: the values are not of now."""
ASK_S = 0.5
SILENT = "the engine or the bus between is silent; it is tried again by itself"


class Follower:
    """Sans-I/O: `take` and `hear` what comes, call `tick` now and then; what it wants is handed to `want`.

    channel_named: the channel of a name, `None` for one that this program does not know. now: monotonic seconds.
    """

    def __init__(
        self, hub: Hub, channel_named: Callable[[str], Channel | None], want: Callable[[tuple[str, ...]], None],
        now: Callable[[], float],
    ) -> None:  # fmt: skip
        self._hub, self._channel_named, self._want, self._now = hub, channel_named, want, now
        self._holes: dict[str, None] = {}
        self._heard = self._asked = now()
        self._behind: dict[str, tuple[str, int, int] | None] = {}
        self.beat: Beat | None = None
        self.term = 0
        self.silent = False
        self.holes = self.repeats = 0

    def take(self, message: Kept) -> None:
        """A message of the stream."""
        channel = self._channel_named(message.channel)
        if channel is None or message.term < self.term:
            return
        self.term = message.term
        try:
            if isinstance(message, Whole):
                self._whole(channel, message)
            else:
                self._live(channel, message)
        except ValueError as error:
            log.error("%s is not understood and is asked for again: %s", message.channel, error)
            self._hole(message.channel)

    def hear(self, beat: Beat) -> None:
        """The engine lives. Where this hub has not come to what its last beat told as well, something is missing."""
        if beat.term < self.term:
            return
        self._heard = self._now()
        differ = {name: self._differs(name, beat) for name in beat.tops}
        for name, told in differ.items():
            if told is not None and self._behind.get(name) == told and self._channel_named(name) is not None:
                self._hole(name)
        self._behind = differ
        self.beat, self.term = beat, beat.term
        if self.silent:
            self.silent = False
            self._asked = self._now()
            self._want(self._hub.names())

    def _differs(self, name: str, beat: Beat) -> tuple[str, int, int] | None:
        """Epoch, top and mark that the engine tells, where this hub has not come to them."""
        seq, stale, reason = self._hub.marks(name)
        told = (beat.epoch, beat.tops[name], beat.marks.get(name, 0))
        same = seq >= told[1] and (seq > told[1] or mark_of(stale, reason) == told[2])
        return None if same and (not told[1] or self._hub.epoch_of(name) == beat.epoch) else told

    def tick(self) -> None:
        """Time has passed."""
        now = self._now()
        if not self.silent and now - self._heard > SILENCE_S:
            self.silent = True
            log.warning("%s", SILENT)
            for name in self._hub.names():
                self._hub.mark_stale_here(name, SILENT)
        if self._holes and not self.silent and now - self._asked >= ASK_S:
            self._ask()

    def _whole(self, channel: Channel, message: Whole) -> None:
        name = message.channel
        same = message.epoch == self._hub.epoch_of(name)
        if same and message.seq < self._hub.seq(name):
            self.repeats += 1
            return
        data = None if bytes(message.data) == b"null" else bytes(message.data)
        value = WholeValue(
            data, message.seq, message.epoch, message.as_of, message.timestamp, message.stale, message.reason
        )
        self._hub.become(channel, value)
        self._holes.pop(name, None)

    def _live(self, channel: Channel, message: Live) -> None:
        name = message.channel
        top = self._hub.seq(name)
        if message.epoch == self._hub.epoch_of(name) and message.seq <= top:
            self.repeats += 1
        elif message.epoch != self._hub.epoch_of(name) or message.seq > top + 1:
            self._hole(name)
        elif name not in self._holes:
            self._hub.follow(channel, bytes(message.data), message.seq, message.as_of, message.timestamp, message.stale)

    def _hole(self, name: str) -> None:
        if name not in self._holes:
            self._holes[name] = None
            self.holes += 1
        if self._now() - self._asked >= ASK_S:
            self._ask()

    def _ask(self) -> None:
        self._asked = self._now()
        self._want(tuple(self._holes))
