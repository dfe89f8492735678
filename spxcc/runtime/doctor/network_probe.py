"""Name, connection, TLS: one step each, within its time."""

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from spxcc.market.clock import Clock
from spxcc.runtime.doctor.tried import Tried, Why
from spxcc.runtime.doctor.words import clean

DNS_S, TCP_S, TLS_S = 3.0, 3.0, 3.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Addresses: TypeAlias = tuple[str, ...]
_VERIFY: Mapping[int, Why] = {9: "early", 10: "expired", 62: "host", 64: "host"}
"""OpenSSL's numbers of what may be wrong with a certificate."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """issuer, subject: common names. until_s: Unix seconds. version: of TLS."""

    subject: str
    issuer: str
    until_s: float
    version: str


def proxy_of(url: str) -> str | None:
    """Host and port of the proxy that the client goes by; `None` = straight."""
    if (urlsplit(url).hostname or "") in LOOPBACK:
        return None
    from websockets.proxy import get_proxy
    from websockets.uri import parse_uri

    found = get_proxy(parse_uri(url))
    return None if found is None else found.rpartition("@")[2].rpartition("/")[2]


async def resolve(host: str, port: int, clock: Clock) -> tuple[Addresses, Tried]:
    """Addresses of a host.

    The system's resolver cannot be interrupted, so it runs in a thread that nobody waits for at the end.
    """
    with suppress(ValueError):
        return (str(ipaddress.ip_address(host)),), Tried()
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()
    threading.Thread(target=_ask, args=(host, port, loop, answer), daemon=True).start()
    begun = clock.monotonic()
    try:
        async with asyncio.timeout(DNS_S):
            found = await answer
    except TimeoutError:
        return (), Tried(why="timeout", said=f"no answer of the name service within {DNS_S:g} s")
    if isinstance(found, OSError):
        return (), Tried(why="name", said=clean(found.strerror or found))
    addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    return addresses, Tried(_ms(clock, begun))


async def connect(addresses: Addresses, port: int, clock: Clock) -> tuple[str | None, Tried]:
    """The first address that takes a connection."""
    last = Tried(why="unreachable", said="no address")
    begun = clock.monotonic()
    for address in addresses:
        try:
            async with asyncio.timeout(TCP_S / min(len(addresses), 2)):
                _, writer = await asyncio.open_connection(address, port)
        except TimeoutError:
            last = Tried(why="timeout", said="no answer")
        except ConnectionRefusedError:
            last = Tried(why="refused", said="connection refused")
        except OSError as error:
            last = Tried(why="unreachable", said=clean(error.strerror or type(error).__name__))
        else:
            await _close(writer)
            return address, Tried(_ms(clock, begun))
        if clock.monotonic() - begun > TCP_S:
            break
    return None, last


async def shake(address: str, port: int, host: str, clock: Clock) -> tuple[Certificate | None, Tried]:
    """TLS as the client does it: with the system's authorities and the host's name."""
    begun = clock.monotonic()
    try:
        async with asyncio.timeout(TLS_S):
            _, writer = await asyncio.open_connection(
                address, port, ssl=ssl.create_default_context(), server_hostname=host
            )
    except ssl.SSLCertVerificationError as error:
        return None, Tried(why=_VERIFY.get(error.verify_code, "untrusted"), said=clean(error.verify_message))
    except TimeoutError:
        return None, Tried(why="plain", said=f"no TLS handshake within {TLS_S:g} s")
    except ssl.SSLError as error:
        plain = error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
        return None, Tried(why="plain" if plain else "broken", said=clean(error.reason or error))
    except (OSError, EOFError) as error:
        return None, Tried(why="plain", said=clean(error) or "the connection ended during the TLS handshake")
    took = Tried(_ms(clock, begun))
    found = certificate_of(writer.get_extra_info("peercert"), str(writer.get_extra_info("ssl_object").version()))
    await _close(writer)
    return found, took


def certificate_of(peer: Mapping[str, Any], version: str) -> Certificate:
    """What `getpeercert` tells."""
    until = ssl.cert_time_to_seconds(peer["notAfter"]) if "notAfter" in peer else 0.0
    return Certificate(_name(peer.get("subject")), _name(peer.get("issuer")), float(until), version)


def _name(fields: Any) -> str:
    pairs = {name: value for each in fields or () for name, value in each}
    return clean(pairs.get("commonName") or pairs.get("organizationName") or "nobody")


def _ask(host: str, port: int, loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[Any]") -> None:
    found: Any
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        found = error if isinstance(error, OSError) else OSError(0, str(error))
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(lambda: None if answer.done() else answer.set_result(found))


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, EOFError, TimeoutError):
        async with asyncio.timeout(0.5):
            await writer.wait_closed()


def _ms(clock: Clock, begun: float) -> float:
    return (clock.monotonic() - begun) * 1_000
