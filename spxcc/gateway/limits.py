"""Who may connect how often: caps per address, per user and in all, and a memory of failed authentications."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import takewhile
from typing import Generic, TypeVar

from spxcc.protocol.limits import Window

Guest = TypeVar("Guest")

LONGEST_ADDRESS = 64
"""Characters of an address with its zone; what is longer is none."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Most connections at a time; `auth_failures` of one address within `auth_window` seconds close the door."""

    total: int = 1_000
    per_address: int = 20
    unauthenticated: int = 10
    per_user: int = 5
    auth_failures: int = 20
    auth_window: float = 600.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a connection is turned away, and when to come again."""

    message: str
    retry_after_ms: int


@dataclass(eq=False, slots=True)
class Ticket:
    """One connection in the books. `evict` closes it when a newer one of the same user needs the place."""

    address: str
    evict: Callable[[], None]
    user: str | None = None


@dataclass
class Admission:
    """The books. `failures`: tokens that did not admit, so far."""

    caps: Caps
    failures: int = field(default=0, init=False)
    _tickets: dict[Ticket, None] = field(default_factory=dict)
    _addresses: Counter[str] = field(default_factory=Counter)
    _strangers: Counter[str] = field(default_factory=Counter)
    _users: dict[str, list[Ticket]] = field(default_factory=dict)
    _failures: Window = field(init=False)

    def __post_init__(self) -> None:
        self._failures = Window(self.caps.auth_failures, self.caps.auth_window)

    def __len__(self) -> int:
        return len(self._tickets)

    def refusal(self, address: str) -> Refusal | None:
        """Whether one more connection from `address` is too many."""
        if len(self._tickets) >= self.caps.total:
            return Refusal("the server is full", 10_000)
        if self._addresses[address] >= self.caps.per_address:
            return Refusal(f"at most {self.caps.per_address} connections per address", 10_000)
        if self._strangers[address] >= self.caps.unauthenticated:
            return Refusal(f"at most {self.caps.unauthenticated} unauthenticated connections per address", 10_000)
        return None

    def barred(self, address: str, now: float) -> float | None:
        """Seconds until `address` may try again after too many failed authentications, `None` if it may now."""
        return self._failures.wait(address, now) if self._failures.full(address, now) else None

    def enter(self, ticket: Ticket) -> None:
        """A connection opened, its user not known yet."""
        self._tickets[ticket] = None
        self._addresses[ticket.address] += 1
        self._strangers[ticket.address] += 1

    def authenticated(self, ticket: Ticket, user: str) -> None:
        """Its user is known; the oldest of too many connections of this user goes."""
        if ticket not in self._tickets or ticket.user is not None:
            return
        ticket.user = user
        _lower(self._strangers, ticket.address)
        own = self._users.setdefault(user, [])
        own.append(ticket)
        if len(own) > self.caps.per_user:
            own.pop(0).evict()

    def failed(self, ticket: Ticket, now: float) -> None:
        """Its token was not good."""
        self.failures += 1
        self._failures.prune(now)
        self._failures.take(ticket.address, now)

    def leave(self, ticket: Ticket) -> None:
        """The connection is gone."""
        if ticket not in self._tickets:
            return
        del self._tickets[ticket]
        _lower(self._addresses, ticket.address)
        if ticket.user is None:
            _lower(self._strangers, ticket.address)
            return
        own = self._users.get(ticket.user, [])
        if ticket in own:
            own.remove(ticket)
        if not own:
            self._users.pop(ticket.user, None)


class OpeningGate(Generic[Guest]):
    """Connections whose handshake is not over: as many in all as may be open, and as many of one address.

    Behind a trusted proxy the address says nothing, so only the whole counts there.
    """

    def __init__(self, caps: Caps, trusted: frozenset[str] = frozenset()) -> None:
        self.refused = 0
        self._caps = caps
        self._trusted = trusted
        self._opening: dict[Guest, tuple[str, float]] = {}
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._opening)

    def came(self, guest: Guest, address: str, now: float) -> bool:
        """Whether there is room for one more from `address`; it is counted if so."""
        key = client_address(address, None, self._trusted)
        crowded = address not in self._trusted and self._counts[key] >= self._caps.per_address
        if crowded or len(self) >= self._caps.total:
            self.refused += 1
            return False
        self._opening[guest] = key, now
        self._counts[key] += 1
        return True

    def went(self, guest: Guest) -> None:
        """One that was counted has finished its handshake, or is gone."""
        key, _ = self._opening.pop(guest)
        _lower(self._counts, key)

    def late(self, since: float) -> list[Guest]:
        """Those who came at `since` or before."""
        return [guest for guest, _ in takewhile(lambda each: each[1][1] <= since, self._opening.items())]


def client_address(peer: str, forwarded_for: str | None, trusted: frozenset[str]) -> str:
    """The address that counts: an IPv6 one as its /64. `X-Forwarded-For` is read only behind trusted proxies."""
    address = peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()] if forwarded_for else []
    while address in trusted and hops:
        address = hops.pop()
    return peer if len(address) > LONGEST_ADDRESS else _counted(address) or peer


@lru_cache(maxsize=1_024)
def _counted(address: str) -> str | None:
    """What an address counts as, `None` if it is none. It is asked several times for each that connects."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _lower(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
