"""The query `positions`: where a reader must start in the channels to hear everything from an instant on."""

from collections.abc import Mapping
from typing import Any

import msgspec

from spxcc.gateway.access import Access
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis, to_millis
from spxcc.protocol.identity import Identity
from spxcc.protocol.names import canonical_channel

QUERY = "positions"
MOST = 64


class Place(msgspec.Struct, frozen=True):
    """A position for `since` of a subscribe. complete: nothing is missing from the instant that was asked for; else
    from `oldest` (ms) on nothing is, `None` where nothing is remembered."""

    epoch: str
    seq: int
    complete: bool
    oldest: UnixMillis | None


class Positions:
    """`{"channels": […], "from": ms}` → a place for each channel that remembers its frames."""

    def __init__(self, hub: Hub, access: Access) -> None:
        self._hub, self._access = hub, access

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {QUERY: self}

    async def __call__(self, identity: Identity, args: Mapping[str, Any]) -> dict[str, Place]:
        """The places by channel. Raises RequestError."""
        asked, since = args.get("channels"), args.get("from")
        if not isinstance(asked, list) or len(asked) > MOST or isinstance(since, bool) or not isinstance(since, int):
            raise RequestError("bad_request", f"needs channels (at most {MOST}) and from, milliseconds since 1970")
        found: dict[str, Place] = {}
        for name in filter(None, map(canonical_channel, asked)):
            if not self._access(identity, name):
                raise RequestError("forbidden_channel", "this channel is not open to your tier")
            reach = self._hub.reach(name, since * NANOS_PER_MILLI)
            if reach is not None:
                oldest = None if reach.oldest is None else to_millis(reach.oldest)
                found[name] = Place(self._hub.epoch, reach.seq, reach.complete, oldest)
        return found
