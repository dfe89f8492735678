"""A websocket in memory, and an opener that follows a plan."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from spxcc.client.transport import Ended, Refusal, Wire
from spxcc.market.clock import Clock


class FakeWire:
    """The test plays the server: `say` and `end`; `heard` holds what the client sent."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[str | Ended] = asyncio.Queue()
        self.heard: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None

    async def receive(self) -> str | bytes:
        frame = await self._frames.get()
        if isinstance(frame, Ended):
            raise frame
        return frame

    async def send(self, text: str) -> None:
        self.heard.append(msgspec.json.decode(text))

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def say(self, *frames: Mapping[str, Any]) -> None:
        """Frames of the server."""
        for frame in frames:
            self._frames.put_nowait(msgspec.json.encode(frame).decode())

    def say_text(self, text: str) -> None:
        """Whatever it is."""
        self._frames.put_nowait(text)

    def end(self, code: int = 1006, reason: str = "") -> None:
        """Close from the other side."""
        self._frames.put_nowait(Ended(code, reason))


class FakeOpener:
    """Each attempt takes the next of `plan`: a wire, a refusal, or `None` = no answer at all; the last one stays."""

    def __init__(self, clock: Clock, *plan: FakeWire | Refusal | None) -> None:
        self._clock = clock
        self.plan = list(plan)
        self.attempts: list[tuple[float, str | None]] = []

    async def __call__(self, url: str, token: str | None) -> Wire:
        self.attempts.append((self._clock.monotonic(), token))
        step = self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]
        if step is None:
            await asyncio.Event().wait()
        if isinstance(step, Refusal):
            raise step
        assert step is not None
        return step
