"""A bus within one process: for tests, and for what needs no network."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from spxcc.gateway.bus.interface import Answerer, BusError, Fenced
from spxcc.gateway.bus.messages import Beat, Kept, Piece, Question, Want
from spxcc.market.clock import Clock


@dataclass(slots=True)
class Exchange:
    """What the buses of one process share. clock: for the lease."""

    clock: Clock
    newest: dict[tuple[type, str], Kept] = field(default_factory=dict)
    takers: list[Callable[[Kept], None]] = field(default_factory=list)
    hearers: list[Callable[[Beat], None]] = field(default_factory=list)
    wanted: list[Callable[[Want], None]] = field(default_factory=list)
    answerer: Answerer | None = None
    writer: "MemoryBus | None" = None
    fence: int = 0
    term: int = 0
    until: float = 0.0


class MemoryBus:
    """One participant of an exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._wanted: list[Callable[[Want], None]] = []
        self._answerer: Answerer | None = None
        self._ttl_s = 0.0

    async def begin_writing(self, term: int) -> None:
        """All writers of earlier terms are fenced off."""
        if term < self._exchange.fence:
            raise Fenced("another writer has begun")
        self._exchange.writer, self._exchange.fence = self, term

    async def put(self, message: Kept) -> None:
        """Write; everybody has it at once."""
        if self._exchange.writer is not self:
            raise Fenced("another writer has begun")
        key = (type(message), message.channel)
        # The order in which they were put decides, also among the kept ones.
        self._exchange.newest.pop(key, None)
        self._exchange.newest[key] = message
        for take in tuple(self._exchange.takers):
            take(message)

    async def beat(self, beat: Beat) -> None:
        """Everybody hears it."""
        for heard in tuple(self._exchange.hearers):
            heard(beat)

    async def want(self, want: Want) -> None:
        """The writer hears it."""
        for take in tuple(self._exchange.wanted):
            take(want)

    async def follow(self, take: Callable[[Kept], None], heard: Callable[[Beat], None]) -> None:
        """The newest of each, then all."""
        for message in tuple(self._exchange.newest.values()):
            take(message)
        self._exchange.takers.append(take)
        self._exchange.hearers.append(heard)

    async def on_want(self, take: Callable[[Want], None]) -> None:
        """Hear what followers want."""
        self._exchange.wanted.append(take)
        self._wanted.append(take)

    async def ask(self, question: Question, patience_s: float) -> AsyncIterator[Piece]:
        """The answer of whoever answers."""
        answerer = self._exchange.answerer
        if answerer is None:
            raise BusError("no engine answers; it is tried again with the next request")
        async for piece in answerer(question):
            yield piece
            await self._exchange.clock.sleep(0)

    async def answer(self, answerer: Answerer) -> None:
        """Answer from now on."""
        self._exchange.answerer = self._answerer = answerer

    async def quiet(self) -> None:
        """Nothing of this one stays."""
        if self._exchange.answerer is self._answerer:
            self._exchange.answerer = None
        self._exchange.wanted = [take for take in self._exchange.wanted if take not in self._wanted]

    async def acquire(self, ttl_s: float) -> int | None:
        """The lease, if it is free or has run out."""
        now = self._exchange.clock.monotonic()
        if now < self._exchange.until:
            return None
        self._exchange.term += 1
        self._exchange.until = now + ttl_s
        self._ttl_s = ttl_s
        return self._exchange.term

    async def renew(self, term: int) -> bool:
        """While it is still this one's."""
        now = self._exchange.clock.monotonic()
        if term != self._exchange.term or now >= self._exchange.until:
            return False
        self._exchange.until = now + self._ttl_s
        return True

    async def release(self, term: int) -> None:
        """It is free."""
        if term == self._exchange.term:
            self._exchange.until = 0.0

    async def close(self) -> None:
        """Nothing to close."""
