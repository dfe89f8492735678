"""The `Feed` protocol: live, simulated and replayed data are indistinguishable downstream."""

from collections.abc import AsyncIterator
from typing import Literal, Protocol, TypeAlias

from spxcc.market.events import FeedEvent

Mode: TypeAlias = Literal["live", "delayed", "replay", "sim"]


class Feed(Protocol):
    """A source of events in order of `ts_recv`, paced by the clock it was built with."""

    @property
    def name(self) -> str:
        """Short name, as in the `source` of its events: `sim`, `lean`, `cboe`, `massive`."""
        ...

    @property
    def mode(self) -> Mode:
        """How the screen labels what this feed delivers."""
        ...

    def events(self) -> AsyncIterator[FeedEvent]:
        """All events, with a `Watermark` wherever the engines shall run."""
        ...
