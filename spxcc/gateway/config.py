"""Settings of the server."""

from dataclasses import dataclass, field

from spxcc.gateway.access import Access
from spxcc.gateway.limits import Caps
from spxcc.protocol.limits import Limits


@dataclass(frozen=True, kw_only=True)
class GatewayConfig:
    """Where and how to serve; times in seconds.

    port_search: how many higher ports to try when `port` is taken. origins: browser origins let in besides this
    server's own on loopback and `host`. hosts: `Host` names accepted where nobody needs a token. mode: how the data
    is labelled (live, delayed, replay, sim). server: name and version in `hello`. query_token: whether `?token=` is
    read. compression: whether clients that ask for it get frames compressed once for all of them. cadence: between
    two values that the source promises, 0 = it streams. trusted_proxies: addresses whose `X-Forwarded-For` counts.
    open_timeout: for the whole opening handshake, however slowly its bytes come. unready: how long `/readyz` says
    no before the end is announced, drain: from there to the closing. reconnect_ms: range a client draws from after
    a restart.
    """

    host: str = "127.0.0.1"
    port: int = 8787
    port_search: int = 20
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    mode: str = "live"
    server: str = "spxcc"
    query_token: bool = True
    compression: bool = False
    trusted_proxies: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    caps: Caps = field(default_factory=Caps)
    access: Access = field(default_factory=Access)
    heartbeat: float = 15.0
    cadence: float = 0.0
    ping_interval: float = 15.0
    ping_timeout: float = 10.0
    close_timeout: float = 5.0
    open_timeout: float = 10.0
    tick: float = 0.25
    unready: float = 0.0
    drain: float = 0.0
    reconnect_ms: tuple[int, int] = (0, 8_000)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the server listens."""

    host: str
    port: int
    url: str
