"""The pace of sentences: one at a time, the lasting ones in turn, each as it is now, what happened once in full."""

from collections import deque

FLOOR_S = 1.5
WORDS_A_SECOND = 4.0
"""Speech of a screen reader at its usual speed."""
HELD = 20


class Pace:
    """`offer` sentences as they come, `take` the one that is due. Times are seconds of one clock."""

    def __init__(self, floor_s: float = FLOOR_S) -> None:
        self._floor_s = floor_s
        self._once: deque[str] = deque()
        self._newest: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._free_at = 0.0
        self.skipped = 0

    def offer(self, text: str, subject: str = "") -> None:
        """A sentence. subject: a newer one about it takes the place of an older one; "" = it must be told."""
        if not text:
            return
        if subject:
            if self._said.get(subject) == text:
                self._newest.pop(subject, None)
            else:
                # In the place of the older one: what changes with every tick would else never have its turn.
                self._newest[subject] = text
            return
        self._once.append(text)
        if len(self._once) > HELD:
            self._once.popleft()
            self.skipped += 1

    def take(self, now: float) -> str | None:
        """The next sentence, `None` while the last one may still be read or there is none."""
        if now < self._free_at:
            return None
        text = self._next()
        if text is not None:
            self._free_at = now + max(self._floor_s, len(text.split()) / WORDS_A_SECOND)
        return text

    def _next(self) -> str | None:
        if self.skipped and self._once:
            skipped, self.skipped = self.skipped, 0
            return f"{skipped} more passed unread"
        if self._once:
            return self._once.popleft()
        for subject, text in self._newest.items():
            del self._newest[subject]
            self._said[subject] = text
            return text
        return None
