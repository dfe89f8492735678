"""When to ask for snapshots: a few at once, and no oftener than the server allows."""

from collections.abc import Iterable

SPACING_S = 5.5
"""The server answers two requests in ten seconds."""
PATIENCE_S = 10.0
"""After so long without the snapshot it is asked for again."""


class ResyncBook:
    """Channels that wait for a snapshot, each with the instant at which to ask. Monotonic seconds."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._free_at = 0.0

    def need(self, channel: str, at: float) -> None:
        """Ask for `channel` at `at`; an earlier intention stands."""
        self._due[channel] = min(at, self._due.get(channel, at))

    def postpone(self, channel: str, at: float) -> None:
        """The server said: not before `at`."""
        if channel in self._due:
            self._due[channel] = at

    def settled(self, channel: str) -> None:
        """The snapshot came, or nobody wants it any more."""
        self._due.pop(channel, None)

    def clear(self) -> None:
        """The connection is gone, and with it its limits."""
        self._due.clear()
        self._free_at = 0.0

    def deadline(self) -> float | None:
        """When `due` has something to say."""
        return max(min(self._due.values()), self._free_at) if self._due else None

    def due(self, now: float) -> Iterable[str]:
        """Channels to ask for in one message at `now`, sorted; they are expected within `PATIENCE_S`."""
        if now < self._free_at:
            return ()
        channels = sorted(channel for channel, at in self._due.items() if at <= now)
        if channels:
            self._free_at = now + SPACING_S
        for channel in channels:
            self._due[channel] = now + PATIENCE_S
        return channels
