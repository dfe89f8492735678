"""Seeded nonsense: messages, frames and handshakes that are nearly right, or not at all."""

import base64
import json
from random import Random
from typing import Any

from websockets.frames import Frame, Opcode

KINDS = ("subscribe", "unsubscribe", "resync", "auth", "ask", "query", "command", "ping", "nope", "hello", "", "PING")
NAMES = ("gex:SPX", "GEX:spx", "levels:update", "flow:alert", "regime:update", "status", "price:SPX", "setups:alice",
         "setups:bob", "alerts:", ":", "nope:x", "bars:SPX", "SPX", "spy", "\x00", "é" * 20, "x" * 300)  # fmt: skip
FIELDS = ("type", "symbols", "channels", "since", "interval_ms", "id", "token", "text", "name", "args", "t", "x")
HEADERS = ("Host", "Origin", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Authorization",
           "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "X-Forwarded-For", "Content-Length", "Cookie",
           "Transfer-Encoding", "X")  # fmt: skip
PATHS = ("/ws/prices", "/ws/prices?token=B", "/ws/prices?token=%ff%00", "/healthz", "/readyz", "/metrics", "/", "*",
         "/api/spx/gex?symbol=..%2f", "/../../etc/passwd", "//", "http://evil/ws/prices",
         "/" + "a" * 8_000)  # fmt: skip


def value(draw: Random, depth: int = 0) -> Any:
    """Any JSON."""
    kind = draw.randrange(9 if depth < 3 else 6)
    scalars = (None, draw.random() < 0.5, draw.randrange(-(2**70), 2**70), draw.uniform(-1e300, 1e300))
    if kind < 4:
        return scalars[kind]
    if kind < 6:
        return draw.choice((*NAMES, *KINDS))
    if kind < 8:
        return [value(draw, depth + 1) for _ in range(draw.randrange(6))]
    return {draw.choice((*FIELDS, *NAMES)): value(draw, depth + 1) for _ in range(draw.randrange(5))}


def position(draw: Random) -> dict[str, Any]:
    """Where a reader says that it stands; seldom a place there is."""
    return {"epoch": draw.choice(("e1", "e1", "e0", "", 7)), "seq": draw.choice((0, 1, 2, -1, 2**64, "1", None))}


def message(draw: Random) -> str:
    """Text that is a message, was one, or never will be."""
    body: dict[str, Any] = {"type": draw.choice(KINDS)}
    for field in draw.sample(FIELDS[1:], draw.randrange(5)):
        body[field] = value(draw)
    if draw.random() < 0.5:
        body["channels"] = draw.choices(NAMES, k=draw.randrange(4))
    if draw.random() < 0.2:
        body["since"] = {draw.choice(NAMES): position(draw) for _ in range(2)}
    text = json.dumps(body)
    how = draw.randrange(8)
    if how == 0:
        return text[: draw.randrange(len(text))]
    if how == 1:
        at = draw.randrange(len(text))
        return text[:at] + chr(draw.randrange(0xD800)) + text[at + 1 :]
    if how == 2:
        return json.dumps(value(draw))
    return text


def wire(draw: Random) -> bytes:
    """Bytes after the handshake: frames with any header, broken ones, and no frames at all."""
    how = draw.randrange(6)
    if how == 0:
        return draw.randbytes(draw.randrange(1, 200))
    opcode = draw.choice((Opcode.TEXT, Opcode.TEXT, Opcode.CONT, Opcode.BINARY, Opcode.PING, Opcode.PONG, Opcode.CLOSE))
    data = message(draw).encode(errors="replace") if how < 4 else draw.randbytes(draw.randrange(130))
    if opcode in (Opcode.PING, Opcode.PONG, Opcode.CLOSE):
        data = data[:125]
    frame = bytearray(Frame(opcode, data).serialize(mask=draw.random() < 0.9))
    if draw.random() < 0.2:
        frame[0] &= 0x7F
    if how == 5:
        frame[draw.randrange(min(len(frame), 10))] = draw.randrange(256)
    return bytes(frame)


def handshake(draw: Random) -> bytes:
    """A request for an upgrade, with a few things other than they should be."""
    key = base64.b64encode(draw.randbytes(16)).decode()
    fields = {"Host": "127.0.0.1", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key}
    fields |= {"Sec-WebSocket-Version": "13", "Authorization": draw.choice(("Bearer A", "Bearer zzz", "Basic A", ""))}
    method, path, version = "GET", "/ws/prices", "HTTP/1.1"
    for _ in range(draw.randrange(4)):
        how = draw.randrange(5)
        if how == 0:
            method = draw.choice(("POST", "HEAD", "OPTIONS", "get", "", "\x00", "GET GET"))
        elif how == 1:
            path = draw.choice(PATHS)
        elif how == 2:
            version = draw.choice(("HTTP/1.0", "HTTP/2", "HTTP/9.9", "", "ICY"))
        elif how == 3:
            fields.pop(draw.choice(HEADERS), None)
        else:
            fields[draw.choice(HEADERS)] = draw.choice(
                ("", "13", "websocket", "é", "0", "-1", "chunked", "http://evil", key)
            )
    lines = [f"{method} {path} {version}", *(f"{name}: {text}" for name, text in fields.items()), "", ""]
    found = "\r\n".join(lines).encode()
    if draw.random() < 0.15:
        at = draw.randrange(len(found))
        found = found[:at] + draw.randbytes(3) + found[at + 1 :]
    return found
