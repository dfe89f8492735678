"""Prints that were told: which are told again, and which say the same as the one before under another number."""

from spxcc.feeds.massive.frames import Trade

REMEMBERED = 200_000


class PrintBook:
    """echoes: prints equal in all but their number to the one before of their symbol; each counts as a print."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, int, int], None] = {}
        self._last: dict[str, tuple[object, ...]] = {}
        self.echoes = 0

    def again(self, message: Trade) -> bool:
        """Whether just this print was told before, as after a reconnection. One without a number is always new."""
        if message.q:
            key = message.sym, message.q, message.t
            if key in self._told:
                return True
            self._told[key] = None
            if len(self._told) > REMEMBERED:
                del self._told[next(iter(self._told))]
        content = message.t, message.p, message.s, message.x, message.c
        self.echoes += self._last.get(message.sym) == content
        self._last[message.sym] = content
        return False
