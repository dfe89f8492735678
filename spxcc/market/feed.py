"""The `Feed` protocol: live, simulated and replayed data are indistinguishable downstream."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from spxcc.market.events import FeedEvent
from spxcc.market.units import UnixNanos

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


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """What a source answered for one symbol: newest price, its time, and what it is compared with, if known."""

    symbol: str
    price: float
    ts_event: UnixNanos
    source: str
    previous_close: float | None
    volume: float


class NoPrice(Exception):
    """A source has no price of a symbol. unknown: for good; else it may have one later. `why` is for the user."""

    def __init__(self, *, unknown: bool, why: str) -> None:
        super().__init__(why)
        self.unknown = unknown
        self.why = why


@runtime_checkable
class Askable(Protocol):
    """A feed that answers for single symbols besides."""

    async def price_of(self, symbol: str) -> AskedPrice:
        """The newest price of `symbol`, by one request. Raises NoPrice."""
        ...
