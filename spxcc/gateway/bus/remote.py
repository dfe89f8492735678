"""Requests that only the engine can answer, from a gateway's clients over the bus and back."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import msgspec

from spxcc.gateway.bus.interface import Bus, BusError
from spxcc.gateway.bus.messages import Piece, Question
from spxcc.gateway.interfaces import AskHandler, Parts, PriceError, PriceSource, RequestError, RequestHandler
from spxcc.protocol.identity import Identity

log = logging.getLogger(__name__)

PATIENCE_S = 5.0


class Remote:
    """The gateway's side. Whom a client is, is told with the question; what it may see was judged before."""

    def __init__(self, bus: Bus, patience_s: float = PATIENCE_S) -> None:
        self._bus, self._patience_s = bus, patience_s

    @property
    def queries(self) -> Mapping[str, RequestHandler]:
        """Handlers of reads under any name; the engine knows which there are."""
        return _Any(self, "query")

    @property
    def commands(self) -> Mapping[str, RequestHandler]:
        """Handlers of changes under any name."""
        return _Any(self, "command")

    async def ask(self, identity: Identity, text: str) -> AsyncIterator[str]:
        """The coach's answer, piece by piece. Raises RequestError."""
        async for piece in self._pieces("ask", "", identity, text):
            if not piece.last:
                yield msgspec.json.decode(piece.value, type=str)

    async def request(self, kind: str, name: str, identity: Identity, args: Mapping[str, Any]) -> Any:
        """The answer of a handler. Raises RequestError."""
        parts = [piece.value async for piece in self._pieces(kind, name, identity, args) if not piece.last]
        return parts[0] if len(parts) == 1 else Parts(parts)

    async def ensure(self, symbol: str) -> None:
        """The engine publishes a price of `symbol`. Raises PriceError."""
        try:
            async for _ in self._pieces("price", symbol, Identity(""), None):
                continue
        except RequestError as error:
            raise PriceError(error.code, error.message) from None

    async def _pieces(self, kind: str, name: str, identity: Identity, args: Any) -> AsyncIterator[Piece]:
        body = msgspec.Raw(msgspec.json.encode(args))
        question = Question(kind=kind, name=name, sub=identity.sub, tier=identity.tier, args=body)
        try:
            async for piece in self._bus.ask(question, self._patience_s):
                if piece.code:
                    raise RequestError(piece.code, piece.message)  # type: ignore[arg-type]
                yield piece
        except BusError as error:
            raise RequestError("unavailable", str(error)) from None


class _Any(Mapping[str, RequestHandler]):
    """A handler under every name."""

    def __init__(self, remote: Remote, kind: str) -> None:
        self._remote, self._kind = remote, kind

    def __getitem__(self, name: str) -> RequestHandler:
        async def handle(identity: Identity, args: Mapping[str, Any]) -> Any:
            return await self._remote.request(self._kind, name, identity, args)

        return handle

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Desk:
    """The engine's side: what a question is answered with."""

    def __init__(
        self,
        queries: Mapping[str, RequestHandler],
        commands: Mapping[str, RequestHandler],
        ask: AskHandler | None = None,
        prices: PriceSource | None = None,
    ) -> None:
        self._handlers = {"query": queries, "command": commands}
        self._ask, self._prices = ask, prices

    async def answer(self, question: Question) -> AsyncIterator[Piece]:
        """The pieces, of which the last one says so; an error is one too."""
        try:
            async for value in self._values(question, Identity(question.sub, question.tier)):
                yield Piece(value=msgspec.Raw(msgspec.json.encode(value)))
            yield Piece(last=True)
        except (RequestError, PriceError) as error:
            yield Piece(last=True, code=error.code, message=error.message)
        except Exception:
            log.exception("a %s over the bus failed", question.kind)
            yield Piece(last=True, code="internal", message="the request failed; see the engine's log")

    async def _values(self, question: Question, identity: Identity) -> AsyncIterator[Any]:
        args = msgspec.json.decode(question.args)
        match question.kind:
            case "ask" if self._ask is not None:
                async for piece in self._ask(identity, str(args)):
                    yield piece
            case "price" if self._prices is not None:
                await self._prices.ensure(question.name)
            case "query" | "command":
                handler = self._handlers[question.kind].get(question.name)
                if handler is None:
                    known = ", ".join(sorted(self._handlers[question.kind])) or "none"
                    raise RequestError("bad_request", f"no such {question.kind}; this server knows: {known}")
                value = await handler(identity, args)
                for part in value if isinstance(value, Parts) else (value,):
                    yield part
            case _:
                raise RequestError("unavailable", "this engine does not answer that")
