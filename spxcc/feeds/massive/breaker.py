"""After trouble in a row nobody asks for a while; then one question finds out."""

from spxcc.feeds.massive.params import BreakerRules


class Breaker:
    """Closed: all may ask. Open: nobody until the rest is over. Half open: one may ask, and its end decides."""

    def __init__(self, rules: BreakerRules) -> None:
        self._rules = rules
        self._failures = 0
        self._rest_s = rules.rest_s
        self._until: float | None = None
        self._trying = False

    def wait_s(self, now: float) -> float:
        """Seconds until one may ask; 0 = now, and who is told 0 must report `good` or `bad`."""
        if self._until is None:
            return 0.0
        if now < self._until:
            return self._until - now
        if self._trying:
            return self._rules.rest_s
        self._trying = True
        return 0.0

    def good(self) -> None:
        """A question was answered, whatever the answer."""
        self._failures, self._until, self._trying = 0, None, False
        self._rest_s = self._rules.rest_s

    def bad(self, now: float) -> None:
        """A question found nobody, or an answer that means trouble."""
        self._failures += 1
        if self._trying:
            self._rest_s = min(self._rules.rest_max_s, 2.0 * self._rest_s)
        elif self._failures < self._rules.failures:
            return
        self._until, self._trying = now + self._rest_s, False

    def dropped(self) -> None:
        """A question was given up by who asked: it decides nothing."""
        self._trying = False

    @property
    def open(self) -> bool:
        """Whether questions are held back."""
        return self._until is not None
