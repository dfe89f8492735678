"""The recordings as the screen asks for them."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.recording.result import SessionRow
from spxcc.runtime.session_list import QUERY
from spxcc.ui.controller import Listed


class SessionClient:
    """Implements `Sessions` of the screen. wanted: the session that the user chose to open, empty without one."""

    def __init__(
        self,
        query: Callable[[str, Mapping[str, Any]], Awaitable[Any]],
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._query, self._start = query, start
        self.wanted = ""

    def ask(self, reply: Listed) -> None:
        """What there is."""
        self._start(self._ask(reply))

    def open(self, name: str) -> None:
        """Show it when this screen has ended."""
        self.wanted = name

    async def _ask(self, reply: Listed) -> None:
        try:
            reply(msgspec.convert(await self._query(QUERY, {}), tuple[SessionRow, ...]))
        except RequestFailed as error:
            reply(str(error))
        except msgspec.ValidationError as error:
            reply(f"the list is not what this version knows: {error}")
