"""A bus, as the writer and the followers need it."""

from collections.abc import AsyncIterator, Callable
from typing import Protocol, TypeAlias

from spxcc.gateway.bus.messages import Beat, Kept, Piece, Question, Want


class Fenced(Exception):
    """Another writer has written: this one must stop."""


class BusError(Exception):
    """The bus cannot be used for now, or not at all; the text says what to do."""


Answerer: TypeAlias = Callable[[Question], AsyncIterator[Piece]]


class Bus(Protocol):
    """One stream of kept messages, beats and wants beside it, questions with answers, and one lease."""

    async def put(self, message: Kept) -> None:
        """Write the next kept message. Raises Fenced, and BusError where it is not known to have arrived."""
        ...

    async def begin_writing(self, term: int) -> None:
        """Who holds the lease writes from here on, and all of earlier terms are fenced off. Raises Fenced where a later
        one has begun, and BusError."""
        ...

    async def beat(self, beat: Beat) -> None:
        """Tell the followers that the writer lives; lost ones do no harm."""
        ...

    async def want(self, want: Want) -> None:
        """Ask the writer for whole values."""
        ...

    async def follow(self, take: Callable[[Kept], None], heard: Callable[[Beat], None]) -> None:
        """From now on: of each kind and channel the last message, then every one, in the order in which it was put."""
        ...

    async def on_want(self, take: Callable[[Want], None]) -> None:
        """Hear what followers want."""
        ...

    def ask(self, question: Question, patience_s: float) -> AsyncIterator[Piece]:
        """Pieces of the writer's answer. Raises BusError where none comes within `patience_s`."""
        ...

    async def answer(self, answerer: Answerer) -> None:
        """Answer the questions of followers."""
        ...

    async def quiet(self) -> None:
        """Answer nothing and hear no want any more."""
        ...

    async def acquire(self, ttl_s: float) -> int | None:
        """The lease, for `ttl_s` seconds: its term, which is above every earlier one; `None` while another holds it."""
        ...

    async def renew(self, term: int) -> bool:
        """Hold it for as long again; false where it is another's by now. Raises BusError where nobody knows."""
        ...

    async def release(self, term: int) -> None:
        """Let another one have it at once."""
        ...

    async def close(self) -> None:
        """Done with it."""
        ...
