"""The stream log: what the connection went through, newest last, tokens redacted."""

from collections import deque
from collections.abc import Callable, Sequence

import msgspec

from spxcc.client.redact import redact
from spxcc.market.clock import Clock

KEPT = 1_000


class StreamLog:
    """Ring buffer of JSON lines: opens, closes, codes, reasons, gaps, latencies.

    sink: gets each line as it is written (a file of `--debug-stream`).
    """

    def __init__(self, clock: Clock, kept: int = KEPT, sink: Callable[[str], None] | None = None) -> None:
        self._clock = clock
        self._lines: deque[str] = deque(maxlen=kept)
        self._sink = sink
        self._secrets: deque[str] = deque(maxlen=8)

    def hide(self, secret: str | None) -> None:
        """Never write `secret`, whatever it looks like."""
        if secret and secret not in self._secrets:
            self._secrets.append(secret)

    def clean(self, text: str) -> str:
        """`text` without secrets."""
        return redact(text, *self._secrets)

    def add(self, event: str, **fields: str | float | None) -> None:
        """One line: when (ms), what, and the fields that are not `None`."""
        row: dict[str, str | float] = {"ts": self._clock.now() // 1_000_000, "event": event}
        row |= {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in fields.items()
            if value is not None
        }
        line = self.clean(msgspec.json.encode(row).decode())
        self._lines.append(line)
        if self._sink is not None:
            self._sink(line)

    def lines(self) -> Sequence[str]:
        """Oldest first."""
        return tuple(self._lines)
