"""Requests under way: each id has one waiter, a time-out, and an end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spxcc.market.clock import Clock
from spxcc.protocol import messages as wire
from spxcc.protocol.client_effects import Reply

T = TypeVar("T")


class RequestFailed(Exception):
    """The server refused, or no answer came. `code` is the server's, or `timeout` or `disconnected`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass
class _Waiter:
    future: asyncio.Future[Any]
    on_piece: Callable[[str], None] | None
    text: list[str] = field(default_factory=list)
    parts: dict[int, Any] = field(default_factory=dict)


class RequestBook:
    """Matches answers with those who asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiters: dict[str, _Waiter] = {}

    async def wait(self, request_id: str, timeout_s: float, on_piece: Callable[[str], None] | None = None) -> Any:
        """The answer to `request_id`.

        Raises:
            RequestFailed: as the server says, or after `timeout_s`, or when the connection ends.
        """
        waiter = _Waiter(asyncio.get_running_loop().create_future(), on_piece)
        self._waiters[request_id] = waiter
        timer = asyncio.ensure_future(self._clock.sleep(timeout_s))
        try:
            await asyncio.wait({timer, waiter.future}, return_when=asyncio.FIRST_COMPLETED)
            if not waiter.future.done():
                raise RequestFailed("timeout", f"no answer within {timeout_s:g} s")
            return waiter.future.result()
        finally:
            timer.cancel()
            waiter.future.cancel()
            del self._waiters[request_id]

    def answer(self, request_id: str, frame: Reply) -> None:
        """A frame for `request_id`; nobody waiting any more is fine."""
        waiter = self._waiters.get(request_id)
        if waiter is None or waiter.future.done():
            return
        match frame:
            case wire.Error():
                waiter.future.set_exception(RequestFailed(frame.code, frame.message))
            case wire.CoachAnswer():
                self._piece(waiter, frame)
            case wire.Answer():
                waiter.parts[frame.part] = frame.data
                if len(waiter.parts) >= frame.of:
                    parts = [waiter.parts[part] for part in sorted(waiter.parts)]
                    waiter.future.set_result(parts[0] if frame.of == 1 else parts)
            case wire.Done():
                waiter.future.set_result(frame.data)
            case wire.AuthOk() | wire.Pong():
                waiter.future.set_result(None)

    def fail_all(self, code: str, message: str) -> None:
        """The connection is gone."""
        for waiter in self._waiters.values():
            if not waiter.future.done():
                waiter.future.set_exception(RequestFailed(code, message))

    def _piece(self, waiter: _Waiter, frame: wire.CoachAnswer) -> None:
        if frame.delta:
            waiter.text.append(frame.delta)
            if waiter.on_piece is not None:
                waiter.on_piece(frame.delta)
        if frame.done:
            waiter.future.set_result("".join(waiter.text))
