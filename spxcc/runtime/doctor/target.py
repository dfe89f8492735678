"""The server that is asked about: its address, and whether it is this user's own."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from spxcc.protocol.messages import PATH
from spxcc.runtime.errors import UserError

PORTS = {"ws": 80, "wss": 443}
SCHEMES = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}


@dataclass(frozen=True, slots=True)
class Target:
    """scheme: ws or wss. given: asked for by --url. own: this user's running server. token: that stood in the URL."""

    scheme: str
    host: str
    port: int
    path: str = PATH
    given: bool = True
    own: bool = False
    token: str | None = field(default=None, repr=False)

    @property
    def secure(self) -> bool:
        """Whether TLS is expected."""
        return self.scheme == "wss"

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self._host}:{self.port}"

    @property
    def websocket(self) -> str:
        """Address of the websocket."""
        return f"{self.scheme}://{self.place}{self.path}"

    def http(self, path: str) -> str:
        """Address of a route beside it."""
        return f"{'https' if self.secure else 'http'}://{self.place}{path}"

    @property
    def _host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def target_of(url: str, *, given: bool = True, own: bool = False) -> Target:
    """The server at `url`: ws, wss, http or https; without a path the websocket's own. Raises UserError."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
        parts = urlsplit("")
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None or not host or port == 0 or not url.isprintable():
        # The text may hold a token, so no more than its beginning is repeated.
        shown = url.partition("?")[0].rpartition("@")[2][:60]
        raise UserError(f"expected a URL such as ws://127.0.0.1:8787 or wss://host/ws/prices, found {shown!r}")
    if parts.username is not None:
        raise UserError("expected a URL without a user or password, found one before its '@'; give --token instead")
    path = parts.path if parts.path not in ("", "/") else PATH
    token = dict(parse_qsl(parts.query)).get("token")
    return Target(scheme, host, port or PORTS[scheme], path, given, own, token)
