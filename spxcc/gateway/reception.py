"""What a connection asks of the server it comes to: room, leave to open, and somebody who listens."""

from typing import TYPE_CHECKING, Protocol

from websockets.http11 import Request

if TYPE_CHECKING:
    from spxcc.gateway.transport import GatewayConnection


class Listener(Protocol):
    """Hears one open connection; no call may raise or wait."""

    def heard(self, message: str | bytes) -> None:
        """A text or a binary message came in."""

    def gone(self) -> None:
        """The connection is gone."""


class Reception(Protocol):
    """What a server is for those who come; no call may wait."""

    def came(self, connection: "GatewayConnection", address: str) -> bool:
        """Whether there is room for one more from `address`; it is counted if so."""
        ...

    def went(self, connection: "GatewayConnection") -> None:
        """One that was counted has opened, or is gone."""

    def opens(self, connection: "GatewayConnection", request: Request) -> bool:
        """Whether nothing stands against this upgrade; where something does, the slower way tells what."""
        ...

    def welcome(self, connection: "GatewayConnection") -> Listener:
        """It is open: the first call after that, and before anything is heard."""
        ...
