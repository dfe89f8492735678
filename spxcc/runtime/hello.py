"""Waiting for a server's first word, for commands that connect, read and leave."""

from spxcc.client.store import Store
from spxcc.market.clock import Clock
from spxcc.runtime.errors import UserError

CONNECT_S = 10.0
POLL_S = 0.02


async def connected(store: Store, clock: Clock, url: str) -> None:
    """Return once the server at `url` has said hello to the client of `store`.

    Raises UserError (exit code 3) at the first failure, at a refusal, and after ten seconds.
    """
    ends = clock.monotonic() + CONNECT_S
    while store.hello is None:
        link = store.connection
        # Before its first attempt a client waits too, but for nothing.
        lost = link.phase == "locked" or (link.phase == "waiting" and bool(link.retry_in_s))
        if lost or clock.monotonic() > ends:
            raise UserError(f"cannot connect to {url.partition('?')[0]}: {link.text or 'no answer'}", 3)
        await clock.sleep(POLL_S)
