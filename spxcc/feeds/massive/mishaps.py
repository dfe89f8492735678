"""What the streams said that could not be used or came at a wrong time, told while it goes on."""

from collections import Counter, deque
from collections.abc import Mapping

WINDOW_S = 3.0
"""So long after the last one it counts as over."""
SHOWN = 3
"""Reasons that are named, the most frequent first."""


class Mishaps:
    """Reads counters that only grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Counter[str]]] = deque()
        self._over: Counter[str] = Counter()

    def text(self, counts: Mapping[str, int], now: float) -> str | None:
        """A sentence of what was counted within the window, `None` = nothing. now: seconds, never backwards."""
        self._seen.append((now, Counter(counts)))
        while self._seen and self._seen[0][0] <= now - WINDOW_S:
            self._over = self._seen.popleft()[1]
        fresh = Counter(counts) - self._over
        if not fresh:
            return None
        named = [f"{count:,} × {what}" for what, count in sorted(fresh.items(), key=_order)[:SHOWN]]
        rest = sum(fresh.values()) - sum(count for _, count in sorted(fresh.items(), key=_order)[:SHOWN])
        more = [f"{rest:,} others"] if rest else []
        return f"Massive's streams are not clean: {', '.join((*named, *more))} in the last seconds."


def _order(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
