"""Frames of the websocket as typed messages. `ev` decides what a letter means: `s` is a size here and a time there."""

from collections import Counter
from typing import TypeAlias

import msgspec

from spxcc.feeds.massive.rows import ABSENT, Maybe

_BAD = (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Status(msgspec.Struct, frozen=True, tag_field="ev", tag="status"):
    """What the server says of the connection or of a subscription."""

    status: str
    message: str = ""


class Value(msgspec.Struct, frozen=True, tag_field="ev", tag="V"):
    """A value of an index; milliseconds. The ticker's key is `T`."""

    val: float
    T: str
    t: int


class Trade(msgspec.Struct, frozen=True, tag_field="ev", tag="T"):
    """A print of a stock or option; `q` rises for each ticker; milliseconds."""

    sym: str
    p: float
    s: float
    t: int
    q: int = 0
    x: int = 0
    c: tuple[int, ...] = ()


class Quote(msgspec.Struct, frozen=True, tag_field="ev", tag="Q"):
    """Best bid and ask; a side may be absent; milliseconds."""

    sym: str
    t: int
    bp: Maybe = ABSENT
    ap: Maybe = ABSENT
    bs: float = 0.0
    as_: float = msgspec.field(default=0.0, name="as")
    q: int = 0


class Second(msgspec.Struct, frozen=True, tag_field="ev", tag="A"):
    """A bar of a second."""

    sym: str
    o: float
    h: float
    low: float = msgspec.field(name="l")
    c: float
    s: int
    e: int
    v: float = 0.0


class Minute(msgspec.Struct, frozen=True, tag_field="ev", tag="AM"):
    """A bar of a minute, told again when late trades change it; `s` is its start in milliseconds."""

    sym: str
    o: float
    h: float
    low: float = msgspec.field(name="l")
    c: float
    s: int
    e: int
    v: float = 0.0


Message: TypeAlias = Status | Value | Trade | Quote | Second | Minute
_FRAME = msgspec.json.Decoder(list[Message])
_ONE = msgspec.json.Decoder(Message)


def read_frame(frame: str | bytes) -> tuple[list[Message], Counter[str]]:
    """The messages of a frame, and what was left out, counted by reason. A frame that is no list is left out whole."""
    try:
        return _FRAME.decode(frame), Counter()
    except _BAD:
        return _salvaged(frame)


def _salvaged(frame: str | bytes) -> tuple[list[Message], Counter[str]]:
    bad: Counter[str] = Counter()
    try:
        parts = msgspec.json.decode(frame, type=list[msgspec.Raw])
    except _BAD:
        return [], Counter({"a frame that is no list of events": 1})
    good: list[Message] = []
    for part in parts:
        try:
            good.append(_ONE.decode(part))
        except _BAD as error:
            bad[f"an event that cannot be read ({' '.join(str(error).split())[:60] or type(error).__name__})"] += 1
    return good, bad
