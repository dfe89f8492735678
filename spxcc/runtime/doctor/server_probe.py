"""All steps to a server, one after the other, as far as they lead."""

import asyncio
from dataclasses import dataclass, field

from spxcc.market.clock import Clock
from spxcc.runtime.doctor.http_probe import HttpFound, probe_http
from spxcc.runtime.doctor.network_probe import LOOPBACK, Addresses, Certificate, connect, proxy_of, resolve, shake
from spxcc.runtime.doctor.socket_probe import SocketFound, probe_socket
from spxcc.runtime.doctor.target import Target
from spxcc.runtime.doctor.tried import Tried


@dataclass(slots=True)
class ServerFound:
    """`None` = not tried, because a step before it did not work or the time was over."""

    proxy: str | None = None
    addresses: Addresses = ()
    dns: Tried | None = None
    tcp: Tried | None = None
    tls: Tried | None = None
    certificate: Certificate | None = None
    health: HttpFound | None = None
    ready: HttpFound | None = None
    socket: SocketFound = field(default_factory=SocketFound)
    tried_socket: bool = False

    @property
    def reached(self) -> bool:
        """Whether anybody answered."""
        there = self.tcp is not None and not self.tcp.why
        return there or (self.proxy is not None and (self.socket.opened_ms is not None or bool(self.socket.status)))


async def probe_server(target: Target, token: str | None, clock: Clock, found: ServerFound) -> None:
    """Fill `found`."""
    found.proxy = proxy_of(target.websocket)
    if found.proxy is None and not await _reached(target, clock, found):
        return
    found.tried_socket = True
    await asyncio.gather(
        _routes(target, clock, found),
        probe_socket(target.websocket, token, clock, found.socket, feeds=target.own),
    )


async def _reached(target: Target, clock: Clock, found: ServerFound) -> bool:
    found.addresses, found.dns = await resolve(target.host, target.port, clock)
    if found.dns.why:
        return False
    address, found.tcp = await connect(found.addresses, target.port, clock)
    if address is None:
        return False
    if target.secure:
        found.certificate, found.tls = await shake(address, target.port, target.host, clock)
        return not found.tls.why
    return True


async def _routes(target: Target, clock: Clock, found: ServerFound) -> None:
    direct = target.host in LOOPBACK
    found.health = await probe_http(target.http("/healthz"), clock, direct=direct)
    if found.health.status:
        found.ready = await probe_http(target.http("/readyz"), clock, direct=direct)
