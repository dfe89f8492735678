"""Calls of a plan: a bucket that fills with time."""


class RateLimiter:
    """`per_minute` calls, up to `burst` of them at once. Seconds by a clock that never runs backwards."""

    def __init__(self, per_minute: int, burst: int, now: float) -> None:
        if per_minute < 1 or burst < 1:
            raise ValueError(f"expected at least one call, found {per_minute} a minute and a burst of {burst}")
        self._rate = per_minute / 60.0
        self._room = float(min(burst, per_minute))
        self._left = self._room
        self._at = now
        self._held_until = now

    def take(self, now: float) -> float:
        """Take one call; seconds to wait before it may be made. Callers are served in the order of asking."""
        self._left = min(self._room, self._left + max(0.0, now - self._at) * self._rate) - 1.0
        self._at = max(self._at, now)
        return max(0.0, -self._left / self._rate, self._held_until - now)

    def hold(self, now: float, seconds: float) -> None:
        """The vendor asked for a pause: nobody calls before it is over."""
        self._held_until = max(self._held_until, now + seconds)
