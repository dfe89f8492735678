"""Questions about an instant of a session that is over, answered as the running server answers those about now."""

from collections.abc import Sequence
from typing import Any

import msgspec

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.why.result import Explanation
from spxcc.gateway.access import Access
from spxcc.gateway.interfaces import RequestError
from spxcc.market.units import to_millis
from spxcc.protocol.channel import Channel
from spxcc.protocol.identity import Identity
from spxcc.runtime.backend import Backend
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.moment import played, session_at
from spxcc.runtime.tail.reading import WRONG
from spxcc.runtime.why import Why
from spxcc.runtime.whynot import WhyNot, WhyNots

READER = Identity("local")


async def explained(path: str, at: str, sources: tuple[str, ...]) -> Explanation:
    """`why PATH --at T`. Raises UserError."""
    backend = await _at(at, sources)
    why = Why(backend.node, backend.hub, backend.engines, Access())
    try:
        channel, place = why.located(path)
        return why.source(channel).explanation(channel, place)
    except RequestError as error:
        raise _said(error) from None
    except NoSuchNumber as error:
        raise UserError(str(error)) from None
    finally:
        backend.database.close()


async def not_fired(setup: str, at: str, sources: tuple[str, ...]) -> WhyNot:
    """`whynot SETUP --at T`. Raises UserError."""
    backend = await _at(at, sources)
    try:
        return await WhyNots(backend.node, Access())(READER, {"setup": setup})
    except RequestError as error:
        raise _said(error) from None
    finally:
        backend.database.close()


async def snapped(channels: Sequence[Channel], at: str, sources: tuple[str, ...]) -> dict[str, Any]:
    """`snap CHANNEL… --at T`: data (`null` without any), as_of in ms, stale, error. Raises UserError."""
    backend = await _at(at, sources)
    try:
        return {one.name: _described(backend, one) for one in channels}
    finally:
        backend.database.close()


def _described(backend: Backend, channel: Channel) -> dict[str, Any]:
    latest, reason = backend.hub.latest(channel.name), backend.hub.reason(channel.name)
    if latest is None:
        known = backend.hub.knows(channel.name)
        error = reason or ("nothing published up to then" if known else "this session has no such channel")
        return {"data": None, "as_of": None, "received_ms_ago": None, "stale": False, "error": error}
    return {
        "data": msgspec.json.decode(latest.data_bytes),
        "as_of": None if latest.as_of is None else to_millis(latest.as_of),
        "received_ms_ago": None,
        "stale": latest.stale,
        "error": latest.reason,
    }


async def _at(at: str, sources: tuple[str, ...]) -> Backend:
    return await played(*session_at(at, sources))


def _said(error: RequestError) -> UserError:
    return UserError(error.message, 2 if error.code in WRONG else 1)
