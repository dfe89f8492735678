"""What lies between a server and its client, and the time they go by, where neither does as it should."""

from collections import deque
from typing import Literal, TypeAlias

from spxcc.market.units import UnixNanos
from tests.fakes.clock import ManualClock

Mischief: TypeAlias = Literal["pass", "drop", "twice", "late", "old"]
MISCHIEF: tuple[Mischief, ...] = ("pass", "drop", "twice", "late", "old")


class JumpingClock(ManualClock):
    """Its wall time can be set, as an operator or a time server would; the monotonic one only runs."""

    def __init__(self) -> None:
        super().__init__()
        self.set_by: UnixNanos = 0

    def now(self) -> UnixNanos:
        """Wall time."""
        return super().now() + self.set_by


class Way:
    """From server to client. TCP keeps the order and loses nothing; a hostile proxy does to each frame as it is told.

    pass it on, drop it, say it twice, say it after the next, or repeat an old one, be it of an earlier connection.
    """

    def __init__(self) -> None:
        self.told: deque[Mischief] = deque()
        self._held: list[bytes] = []
        self._before: deque[bytes] = deque(maxlen=12)

    def through(self, payloads: list[bytes]) -> list[bytes]:
        """What arrives of `payloads`."""
        arrived: list[bytes] = []
        for payload in payloads:
            what = self.told.popleft() if self.told else "pass"
            held, self._held = self._held, []
            if what == "late":
                self._held = [payload]
            elif what != "drop":
                arrived += [payload, payload] if what == "twice" else [payload]
            if what == "old" and self._before:
                arrived.append(self._before[0])
            arrived += held
            self._before.append(payload)
        return arrived

    def cut(self) -> None:
        """The connection is gone, with what was under way."""
        self._held.clear()
