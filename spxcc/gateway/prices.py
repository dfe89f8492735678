"""First prices for a symbol subscription: one short cache, one shared fetch, however many ask (G11)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from spxcc.gateway.interfaces import PriceError
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

V = TypeVar("V")
FRESH_S = 15.0
FAILURE_S = 3.0
TIMEOUT_S = 8.0
REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class FetchedPrice:
    """What the source says: the value for `price:<SYM>` and the instant for which it is true."""

    value: Any
    as_of: UnixNanos


Fetch: TypeAlias = Callable[[str], Awaitable[FetchedPrice]]
"""One upstream request. Raises PriceError."""
Publish: TypeAlias = Callable[[str, FetchedPrice], None]
"""Puts the price on `price:<SYM>` of the hub."""
Known: TypeAlias = Callable[[str], UnixNanos | None]
"""When the hub last got a price of the symbol, by the clock given; `None` = never."""
Streamed: TypeAlias = Callable[[str], bool]
"""Whether the feed sends prices of the symbol unasked."""


class CachedPrices:
    """`PriceSource` over a hub that may have the price already and a source that may be asked for it.

    fetch: `None` where the feed cannot be asked; then any price that the hub has serves, with its age, and a symbol
    that the feed streams needs none yet: its first price is on its way.
    """

    def __init__(self, known: Known, streamed: Streamed, publish: Publish, fetch: Fetch | None, clock: Clock) -> None:
        self._known = known
        self._streamed = streamed
        self._publish = publish
        self._fetch = fetch
        self._clock = clock
        self._running: dict[str, asyncio.Task[None]] = {}
        self._failed: dict[str, tuple[float, PriceError]] = {}
        self._loaded: dict[str, float] = {}

    async def ensure(self, symbol: str) -> None:
        """After it the hub has a price of at most 15 s. Raises PriceError; a failure is remembered for 3 s."""
        if self._fresh(symbol):
            return
        if self._fetch is None:
            if self._streamed(symbol):
                return
            raise PriceError("unknown_symbol", "the feed has no price of this symbol")
        self._raise_remembered(symbol)
        task = self._running.get(symbol)
        if task is None:
            task = self._running[symbol] = asyncio.ensure_future(self._load(symbol, self._fetch))
            task.add_done_callback(lambda done: self._running.pop(symbol, None))
        await asyncio.shield(task)
        self._raise_remembered(symbol)

    def _fresh(self, symbol: str) -> bool:
        """Whether the hub's price will do; one that was fetched and had not changed is as good as a new one."""
        known = self._known(symbol)
        if known is None:
            return False
        loaded = self._loaded.get(symbol)
        if loaded is not None and self._clock.monotonic() - loaded <= FRESH_S:
            return True
        return self._fetch is None or self._clock.now() - known <= FRESH_S * NANOS_PER_SECOND

    def _raise_remembered(self, symbol: str) -> None:
        remembered = self._failed.get(symbol)
        if remembered is not None and self._clock.monotonic() < remembered[0]:
            raise PriceError(remembered[1].code, remembered[1].message)

    async def _load(self, symbol: str, fetch: Fetch) -> None:
        fetching = asyncio.ensure_future(fetch(symbol))
        timer = asyncio.ensure_future(self._clock.sleep(TIMEOUT_S))
        try:
            await asyncio.wait({fetching, timer}, return_when=asyncio.FIRST_COMPLETED)
            if not fetching.done():
                raise PriceError("unavailable", f"the source did not answer within {TIMEOUT_S:g} s")
            self._publish(symbol, fetching.result())
        except PriceError as error:
            self._remember(symbol, error)
        except Exception as error:
            self._remember(symbol, PriceError("unavailable", f"the source failed: {type(error).__name__}"))
        else:
            self._failed.pop(symbol, None)
            _bounded(self._loaded)[symbol] = self._clock.monotonic()
        finally:
            fetching.cancel()
            timer.cancel()

    def _remember(self, symbol: str, error: PriceError) -> None:
        _bounded(self._failed)[symbol] = (self._clock.monotonic() + FAILURE_S, error)


def _bounded(book: dict[str, V]) -> dict[str, V]:
    """`book` with room for one more; the oldest entries go."""
    while len(book) >= REMEMBERED:
        del book[next(iter(book))]
    return book
