"""A house that lets everybody in and answers what it hears."""

from collections.abc import Callable
from dataclasses import dataclass, field

from websockets.http11 import Request

from spxcc.gateway.transport import GatewayConnection


@dataclass(eq=False)
class Guest:
    """Hears one connection, and hands on what it says."""

    connection: GatewayConnection
    answer: Callable[[GatewayConnection, str | bytes], None]
    said: list[str | bytes] = field(default_factory=list)
    left: bool = False

    def heard(self, message: str | bytes) -> None:
        """Keep it and answer it."""
        self.said.append(message)
        self.answer(self.connection, message)

    def gone(self) -> None:
        """Once."""
        assert not self.left
        self.left = True


@dataclass(eq=False)
class House:
    """Everybody gets a guest who answers so. shut: paths that do not open; full: nobody is let in."""

    answer: Callable[[GatewayConnection, str | bytes], None]
    shut: frozenset[str] = frozenset()
    full: bool = False
    guests: list[Guest] = field(default_factory=list)
    opening: dict[GatewayConnection, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def came(self, connection: GatewayConnection, address: str) -> bool:
        """Counted."""
        if not self.full:
            self.opening[connection] = address
        return not self.full

    def went(self, connection: GatewayConnection) -> None:
        """Only who was counted."""
        del self.opening[connection]

    def opens(self, connection: GatewayConnection, request: Request) -> bool:
        """By path."""
        self.asked.append(request.path)
        return request.path not in self.shut

    def welcome(self, connection: GatewayConnection) -> Guest:
        """A new guest."""
        self.guests.append(Guest(connection, self.answer))
        return self.guests[-1]
