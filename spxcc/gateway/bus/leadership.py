"""One engine at a time: who holds the lease works, the others wait for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from spxcc.gateway.bus.interface import Bus, BusError, Fenced
from spxcc.market.clock import Clock

log = logging.getLogger(__name__)

TTL_S = 2.5
"""Of the lease: a leader that is gone is replaced within so long and a try."""
RENEW_S = 0.5
TRY_S = 0.25


class Leadership:
    """`run` waits for the lease, then lets `work` run; where the lease is lost to another engine, work ends.

    work may raise Fenced: then another one leads. It ends by itself only where the engine is done. term: of the lease
    that is held, 0 before the first.
    """

    def __init__(self, bus: Bus, work: Callable[[], Awaitable[None]], clock: Clock) -> None:
        self._bus, self._work, self._clock = bus, work, clock
        self.term = 0

    async def run(self) -> None:
        """Until the work is done. Raises Fenced where the lease was lost, which ends the process that led."""
        self.term = await self._acquired()
        working = asyncio.ensure_future(self._work())
        holding = asyncio.ensure_future(self._hold())
        try:
            done, _ = await asyncio.wait({working, holding}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (working, holding):
                task.cancel()
            await asyncio.wait({working, holding})
            with suppress(BusError):
                await self._bus.release(self.term)

    async def _acquired(self) -> int:
        while True:
            with suppress(BusError):
                term = await self._bus.acquire(TTL_S)
                if term is not None:
                    log.info("this engine leads, term %d", term)
                    return term
            await self._clock.sleep(TRY_S)

    async def _hold(self) -> None:
        """Renew in time. Who could not for the length of the lease stops: another one may lead by now."""
        held = self._clock.monotonic()
        while True:
            await self._clock.sleep(RENEW_S)
            try:
                if not await self._bus.renew(self.term):
                    raise Fenced("the lease is another engine's, or has run out")
                held = self._clock.monotonic()
            except BusError as error:
                log.warning("the lease was not renewed: %s", error)
                if self._clock.monotonic() - held >= TTL_S:
                    raise Fenced("the lease has run out while the bus was away") from None
