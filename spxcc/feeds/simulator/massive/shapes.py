"""Stream events as the vendor sends them; absent fields are left out."""

from typing import TypeAlias

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False, tag="V", tag_field="ev", rename={"ticker": "T"}):
    """An index value. t: milliseconds."""

    val: float
    ticker: str
    t: int


class Trade(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag="T", tag_field="ev"):
    """A print. x venue, p price, s size, c conditions, t milliseconds, q sequence, i id, z tape (stocks only)."""

    sym: str
    x: int
    p: float
    s: int
    c: tuple[int, ...]
    t: int
    q: int
    i: str | None = None
    z: int | None = None


class Quote(
    msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag="Q", tag_field="ev", rename={"offered": "as"}
):
    """A quote. bid and ask: venue, price, size; a missing bid is left out; z: stocks only."""

    sym: str
    ax: int
    ap: float
    offered: int
    t: int
    q: int
    bx: int | None = None
    bp: float | None = None
    bs: int | None = None
    z: int | None = None


class Bar(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, tag_field="ev", rename={"low": "l"}):
    """A bar. op: of the day; s, e: milliseconds; v av vw a z: volume, of the day, VWAP, of the day, average size; not
    for an index.
    """

    sym: str
    op: float
    o: float
    c: float
    h: float
    low: float
    s: int
    e: int
    v: int | None = None
    av: int | None = None
    vw: float | None = None
    a: float | None = None
    z: int | None = None


class SecondBar(Bar, frozen=True, gc=False, omit_defaults=True, tag="A", tag_field="ev", rename={"low": "l"}):
    """A second."""


class MinuteBar(Bar, frozen=True, gc=False, omit_defaults=True, tag="AM", tag_field="ev", rename={"low": "l"}):
    """A minute."""


class Limits(
    msgspec.Struct, frozen=True, gc=False, tag="LULD", tag_field="ev", rename={"ticker": "T", "high": "h", "low": "l"}
):
    """Limit up, limit down of a stock. i: indicators; t: nanoseconds."""

    ticker: str
    high: float
    low: float
    i: tuple[int, ...]
    z: int
    t: int
    q: int


class Imbalance(
    msgspec.Struct, frozen=True, gc=False, tag="NOI", tag_field="ev", rename={"ticker": "T", "open_shares": "o"}
):
    """What is not paired before an auction. at: its clock time as hhmm; a: its kind; i: sequence; x: venue; o: shares
    too many on one side, p: paired; b: price at which it would clear; t: nanoseconds.
    """

    ticker: str
    t: int
    at: int
    a: str
    i: int
    x: int
    open_shares: int
    p: int
    b: float


class FairValue(msgspec.Struct, frozen=True, gc=False, tag="FMV", tag_field="ev"):
    """What a thing is worth by the vendor's reckoning. t: nanoseconds."""

    fmv: float
    sym: str
    t: int


Shape: TypeAlias = Value | Trade | Quote | SecondBar | MinuteBar | Limits | Imbalance | FairValue
