"""What an independent client says, and until when it reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Desk, Member, Quote, Reading, price_channel

Frame: TypeAlias = dict[str, Any]
Way: TypeAlias = Literal["header", "first frame", "subprotocol", "query"]
WAYS: tuple[Way, ...] = ("header", "first frame", "subprotocol", "query")
TOKEN = "A"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a client connects: address with query, headers, offered subprotocols."""

    url: str
    headers: dict[str, str]
    protocols: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """Send `say`, then read until `count` frames of type `until` have come."""

    say: Frame
    until: str
    count: int = 1


def opening(url: str, way: Way) -> Opening:
    """The token carried by `way`."""
    match way:
        case "header":
            return Opening(url, {"Authorization": f"Bearer {TOKEN}"}, ["spxcc.v1"])
        case "subprotocol":
            return Opening(url, {}, ["spxcc.v1", f"bearer.{TOKEN}"])
        case "query":
            return Opening(f"{url}?token={TOKEN}", {}, [])
        case "first frame":
            return Opening(url, {}, ["spxcc.v1"])


def steps(way: Way) -> list[Step]:
    """The conversation; the server's query `move` publishes a new value of each channel."""
    first = [Step({"type": "auth", "token": TOKEN}, "hello")] if way == "first frame" else []
    channels = ["GEX:spx", "levels:update", "flow:alert", "nope:x"]
    return [
        *first,
        Step({"type": "subscribe", "id": "s", "channels": channels, "symbols": ["spx"]}, "synced", 4),
        Step({"type": "query", "id": "q1", "name": "move", "args": {"to": 2}}, "answer"),
        Step({"type": "unsubscribe", "id": "u", "channels": ["gex:SPX"]}, "unsubscribed"),
        Step({"type": "query", "id": "q2", "name": "move", "args": {"to": 3}}, "answer"),
        Step({"type": "ping", "t": 7}, "pong"),
    ]


def move(desk: Desk, to: int) -> None:
    """Publish a new value of each channel."""
    desk.hub.publish(GEX, Reading(float(to), "é×−"), desk.as_of)
    desk.hub.publish(LEVELS, [Member("pdh", to), Member("pdl")], desk.as_of)
    desk.hub.publish(FLOW, [Member(f"f{to}")], desk.as_of)
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 6_000.0 + to), desk.as_of)
    desk.hub.publish(STATUS, Reading(1.0, "open"), desk.as_of)


def brief(frames: Sequence[Frame]) -> list[str]:
    """Types, and of channels their names and positions."""
    return [f"{each['type']} {each['channel']} {each['seq']}" if "seq" in each else each["type"] for each in frames]
