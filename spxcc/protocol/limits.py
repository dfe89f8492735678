"""What one connection may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a connection; times in seconds.

    `burst` and `msg_per_s`: token bucket of incoming messages. `errors`: bad messages tolerated at once, and again per
    `error_window`, before 4400. `resyncs` within `resync_window`. `queued`, `queued_bytes`: frames kept while
    authentication is under way. `renewal_notice` before and `expiry_grace` after a token ends. `requests`: questions,
    queries and commands in flight.
    """

    symbols: int = 64
    channels: int = 64
    msg_bytes: int = 16_384
    msg_per_s: float = 20.0
    burst: int = 40
    errors: int = 50
    error_window: float = 600.0
    resyncs: int = 2
    resync_window: float = 10.0
    queued: int = 64
    queued_bytes: int = 262_144
    auth_timeout: float = 10.0
    renewal_notice: float = 60.0
    expiry_grace: float = 30.0
    ask_chars: int = 500
    requests: int = 4


class TokenBucket:
    """`rate` tokens a second up to `burst`; time is handed in."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = float(burst)
        self._at = now

    def take(self, now: float) -> bool:
        """Take a token if there is one."""
        self._level = min(self._burst, self._level + max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        if self._level < 1.0:
            return False
        self._level -= 1.0
        return True

    def wait(self) -> float:
        """Seconds until there is a token, counted from the last `take`."""
        return max(0.0, (1.0 - self._level) / self._rate)


class Window:
    """At most `count` uses of a key within any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._uses: dict[str, list[float]] = {}

    def take(self, key: str, now: float) -> bool:
        """Use `key` if that is still allowed."""
        recent = [at for at in self._uses.get(key, ()) if at > now - self._seconds]
        allowed = len(recent) < self._count
        if allowed:
            recent.append(now)
        self._uses[key] = recent
        return allowed

    def full(self, key: str, now: float) -> bool:
        """Whether `take` would refuse."""
        return sum(at > now - self._seconds for at in self._uses.get(key, ())) >= self._count

    def wait(self, key: str, now: float) -> float:
        """Seconds until `key` may be used again."""
        recent = [at for at in self._uses.get(key, ()) if at > now - self._seconds]
        return 0.0 if len(recent) < self._count else recent[-self._count] + self._seconds - now

    def prune(self, now: float) -> None:
        """Forget keys without recent use."""
        self._uses = {key: uses for key, uses in self._uses.items() if uses and uses[-1] > now - self._seconds}
