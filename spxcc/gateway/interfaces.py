"""What the server needs from others: who a token belongs to, first prices, HTTP routes, answers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeAlias

from spxcc.protocol.codes import AuthCode, ErrorCode
from spxcc.protocol.identity import Identity as Identity


class AuthError(Exception):
    """A token that does not admit. `reason` is for the user and never holds the token."""

    def __init__(self, code: AuthCode, reason: str) -> None:
        super().__init__(reason)
        self.code: AuthCode = code
        self.reason = reason


class AuthUnavailable(Exception):
    """Whose token it is cannot be found out for now, which says nothing about the token; the text is for the user."""


class KeySet(Protocol):
    """Public keys by id."""

    def key(self, kid: str | None, algorithm: str) -> Awaitable[Any]:
        """The key that may verify `algorithm`. Raises AuthError where there is none, AuthUnavailable for now."""
        ...


class Authenticator(Protocol):
    """Verifies tokens.

    anonymous: who comes without a token, `None` = nobody may. loopback_only: without a configured key, so that binding
    any other address is refused.
    """

    @property
    def anonymous(self) -> Identity | None: ...

    @property
    def loopback_only(self) -> bool: ...

    async def verify(self, token: str) -> Identity:
        """Whose token it is.

        Raises:
            AuthError: it is missing, invalid, expired, or its owner may not enter.
            AuthUnavailable: that cannot be found out for now.
        """
        ...


class PriceError(Exception):
    """No price for a symbol: `unknown_symbol`, or `unavailable` for now."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message


class PriceSource(Protocol):
    """First prices."""

    async def ensure(self, symbol: str) -> None:
        """After it the hub has a value for `price:<SYM>` that is at most 15 s old; many callers, one fetch.

        Raises:
            PriceError: there is none.
        """
        ...


HttpAnswer: TypeAlias = tuple[int, Mapping[str, str], bytes]


class HttpRoutes(Protocol):
    """Read-only routes beside the websocket."""

    async def handle(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str], identity: Identity | None
    ) -> HttpAnswer:
        """Status, headers and body of the answer to a GET; header names come in lower case."""
        ...


class RequestError(Exception):
    """A query, command or question that cannot be served; the text says what to do next."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message


AskHandler: TypeAlias = Callable[[Identity, str], AsyncIterator[str]]
"""Streams the coach's answer to a question, piece by piece."""

RequestHandler: TypeAlias = Callable[[Identity, Mapping[str, Any]], Awaitable[Any]]
"""Answers a query or carries out a command; the value must be encodable. A `Parts` goes out part by part."""


class Parts(tuple[Any, ...]):
    """A large answer, already divided."""

    __slots__ = ()
