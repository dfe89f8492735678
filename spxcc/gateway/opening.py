"""The opening of a websocket at a glance (RFC 6455, section 4.2.1): crowds come at once after an outage.

What is taken here, the library takes too, and answers alike; everything else is left to it. So what is unusual, be it
right or wrong, has one judge.
"""

import re
from base64 import b64encode
from hashlib import sha1
from typing import NamedTuple

from websockets.datastructures import Headers
from websockets.http11 import Request

LONGEST = 8_192
"""Bytes of a request; the library takes as much for each line."""
MOST_HEADERS = 64
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""
_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_REQUEST = re.compile(
    rf"GET ([!-~]+) HTTP/1\.1\r\n((?:{_TOKEN}:[\t -~]*\r\n){{1,{MOST_HEADERS}}})\r\n".encode(), re.ASCII
)
_TOKENS = re.compile(rf"{_TOKEN}(?:, ?{_TOKEN})*")
_KEY = re.compile(r"[0-9A-Za-z+/]{22}==")
_UNUSUAL = frozenset({"content-length", "transfer-encoding"})


class Upgrade(NamedTuple):
    """A request to open a websocket. offered: subprotocols; extensions: whether any are; rest: bytes after it."""

    request: Request
    key: str
    offered: tuple[str, ...]
    extensions: bool
    rest: bytes

    def answer(self, subprotocol: str | None) -> bytes:
        """The agreement to it (RFC 6455, section 4.2.2)."""
        proof = b64encode(sha1(self.key.encode() + GUID, usedforsecurity=False).digest())
        chosen = b"" if subprotocol is None else f"Sec-WebSocket-Protocol: {subprotocol}\r\n".encode()
        return (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: %b\r\n%b\r\n" % (proof, chosen)
        )


def plain_upgrade(data: bytes) -> Upgrade | None:
    """The upgrade that `data` begins with, `None` unless it is whole and plain: each header once, no body."""
    found = _REQUEST.match(data, 0, LONGEST)
    if found is None:
        return None
    headers, fields = Headers(), dict[str, str]()
    lines = found[2].decode("ascii").split("\r\n")
    lines.pop()
    for line in lines:
        name, _, value = line.partition(":")
        headers[name] = fields[name.lower()] = value.strip(" \t")
    read = fields.get
    key, offered = read("sec-websocket-key", ""), read("sec-websocket-protocol")
    plain = (
        len(fields) == len(lines)
        and _UNUSUAL.isdisjoint(fields)
        and read("upgrade", "").lower() == "websocket"
        and _asks_upgrade(read("connection", ""))
        and read("sec-websocket-version") == "13"
        and _KEY.fullmatch(key) is not None
        and (offered is None or _TOKENS.fullmatch(offered) is not None)
    )
    if not plain:
        return None
    subprotocols = () if offered is None else tuple(each.strip() for each in offered.split(","))
    request = Request(found[1].decode("ascii"), headers)
    return Upgrade(request, key, subprotocols, "sec-websocket-extensions" in fields, data[found.end() :])


def _asks_upgrade(connection: str) -> bool:
    options = connection.lower()
    return options == "upgrade" or (
        _TOKENS.fullmatch(options) is not None and "upgrade" in (each.strip() for each in options.split(","))
    )
