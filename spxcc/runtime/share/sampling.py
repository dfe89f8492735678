"""What a run has published, at the first step of each minute and at its last."""

from collections.abc import Callable
from typing import Any

from spxcc.engines.catalog import CHANNELS
from spxcc.engines.graph import StepResult
from spxcc.gateway.hub import Hub
from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.values import Sampler
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.protocol.channel import Channel
from spxcc.protocol.names import private_name

SHARED: tuple[Channel, ...] = tuple(channel for channel in CHANNELS if private_name(channel.name) is None)
"""What engines publish for everybody."""


class MinuteSampler:
    """A listener of the node and an observer of the hub; `take` is given each minute when it is over."""

    def __init__(self, hub: Hub, take: Callable[[Minute], None]) -> None:
        self._hub, self._take = hub, take
        self._sampler = Sampler(SHARED)
        self._sampled: UnixNanos | None = None
        self._last: UnixNanos | None = None

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """A frame was published."""
        self._sampler.event(channel, data)

    def stepped(self, step: StepResult | Any, as_of: UnixNanos) -> None:
        """A step was published."""
        self._last = as_of
        if self._sampled is None or as_of // NANOS_PER_MINUTE > self._sampled // NANOS_PER_MINUTE:
            self._sample(as_of)

    def silent(self, why: str) -> None:
        """Nothing to add: a replay is never silent."""

    def end(self) -> None:
        """The run is over: its last step counts too."""
        if self._last is not None and self._last != self._sampled:
            self._sample(self._last)

    def _sample(self, at: UnixNanos) -> None:
        self._sampled = at
        held: dict[str, tuple[bytes, UnixNanos]] = {}
        reasons: dict[str, str] = {}
        for channel in SHARED:
            latest, reason = self._hub.latest(channel.name), self._hub.reason(channel.name)
            if latest is not None:
                held[channel.name] = latest.data_bytes, latest.as_of if latest.as_of is not None else at
            if reason is not None:
                reasons[channel.name] = reason
        self._take(self._sampler.minute(at, held, reasons))
