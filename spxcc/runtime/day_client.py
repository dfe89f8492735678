"""The screen's side of the day: plan, marks and risk card of this user as the server last said, and changes to them."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeAlias

import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.plan.result import DayPlan
from spxcc.ui.controller import Answered

Request: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
READ = "plan.get"
OF_THE_DAY = ("plan.set", "trade.mark", "risk.override")
"""Commands that answer with the day."""


class DayClient:
    """query, command: as the client sends them. start: runs a coroutine beside the loop. changed: another day."""

    def __init__(
        self,
        query: Request,
        command: Request,
        start: Callable[[Coroutine[Any, Any, None]], None],
        changed: Callable[[], None],
    ) -> None:
        self._query, self._command, self._start, self._changed = query, command, start, changed
        self.plan: DayPlan | None = None

    def refresh(self) -> None:
        """Ask for the day."""
        self._start(self._refresh())

    def act(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        """A command; `reply` gets the sentence that refuses it, or "" once it was carried out."""
        self._start(self._act(name, args, reply))

    async def _refresh(self) -> None:
        try:
            self._take(await self._query(READ, {}))
        except RequestFailed:
            # The next event or connection asks again; until then the last day stays.
            return

    async def _act(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        try:
            answer = await self._command(name, args)
            if name in OF_THE_DAY:
                self._take(answer)
        except RequestFailed as error:
            reply(str(error))
        else:
            reply("")

    def _take(self, answer: Any) -> None:
        try:
            plan = msgspec.convert(answer, DayPlan)
        except msgspec.ValidationError as error:
            raise RequestFailed("internal", f"the answer is not what this version knows: {error}") from None
        if plan != self.plan:
            self.plan = plan
            self._changed()
