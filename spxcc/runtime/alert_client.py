"""The screen's side of alerts: the newest book of this user, and requests that change it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeAlias

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.alerts.result import AlertBook
from spxcc.ui.controller import Answered

Request: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
LIST = "alert.list"


class AlertClient:
    """query, command: as the client sends them. start: runs a coroutine. changed: the book is another."""

    def __init__(
        self,
        query: Request,
        command: Request,
        start: Callable[[Coroutine[Any, Any, None]], None],
        changed: Callable[[], None],
    ) -> None:
        self._query, self._command, self._start, self._changed = query, command, start, changed
        self._asking = self._again = False
        self.book: AlertBook | None = None

    def refresh(self) -> None:
        """Ask for the book; calls while an answer is awaited make one more question together."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._start(self._refresh())

    def change(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        """A command on alerts; `reply` gets the sentence that refuses it, or "" once the book shows it."""
        self._start(self._change(name, args, reply))

    async def _refresh(self) -> None:
        try:
            while True:
                self._again = False
                self._take(await self._query(LIST, {}))
                if not self._again:
                    return
        except RequestFailed:
            # The next event or connection asks again; until then the last book stays.
            return
        finally:
            self._asking = False

    async def _change(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        try:
            self._take(await self._command(name, args))
        except RequestFailed as error:
            reply(str(error))
        else:
            reply("")

    def _take(self, answer: Any) -> None:
        try:
            book = msgspec.convert(answer, AlertBook)
        except msgspec.ValidationError as error:
            raise RequestFailed("internal", f"the answer is not what this version knows: {error}") from None
        if book != self.book:
            self.book = book
            self._changed()
