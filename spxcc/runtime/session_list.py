"""The query `sessions`: what was recorded on this machine, for the list on the desk."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from spxcc.engines.recording.result import SessionRow
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.recording.library import Listed, listed, sessions
from spxcc.market.units import to_millis
from spxcc.protocol.identity import Identity

QUERY = "sessions"
MOST = 200
"""The newest so many."""


class SessionList:
    """folder: of the recordings, `None` = there is none. local: whether its users are those of this machine."""

    def __init__(self, folder: Path | None, local: Callable[[], bool]) -> None:
        self._folder, self._local = folder, local

    async def __call__(self, identity: Identity, args: Mapping[str, Any]) -> list[SessionRow]:
        """Rows, the newest first. Raises RequestError."""
        if not self._local():
            raise RequestError("bad_request", "only the owner of this server may see its recordings; ask them")
        folder = self._folder
        return [] if folder is None else await asyncio.to_thread(rows_of, folder)


def rows_of(folder: Path) -> list[SessionRow]:
    """What stands in the folder."""
    return [row_of(listed(path)) for path in sessions(folder)[:MOST]]


def row_of(one: Listed) -> SessionRow:
    """One session as it is told."""
    first, last = one.progress.first_step, one.progress.last_step
    return SessionRow(
        name=one.name,
        date="" if one.info is None else one.info.date,
        title="" if one.info is None else f"{one.info.feed} {one.info.title}",
        start=None if first is None else to_millis(first),
        end=None if last is None else to_millis(last),
        events=one.progress.events,
        size_bytes=one.size,
        prices=one.prices,
        low=one.low,
        high=one.high,
        state=one.state,
        problem=one.problem,
    )
