"""Bytes of an answer to typed rows. A row that cannot be read costs itself; an answer that cannot, the question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from spxcc.feeds.massive.trouble import Trouble

Row = TypeVar("Row")
_BAD = (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Envelope(msgspec.Struct, frozen=True):
    status: str = ""
    results: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    next_url: str | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """One page. bad: reasons of the rows that were left out, counted. next_url: of the page after it, if any."""

    rows: tuple[Row, ...]
    bad: Mapping[str, int] = field(default_factory=dict)
    next_url: str | None = None
    delayed: bool = False


def read_rows(body: bytes, row: type[Row]) -> Rows[Row]:
    """An answer whose `results` are a list of rows; without the key there are none. Raises Trouble."""
    envelope = _envelope(body)
    if isinstance(envelope.results, msgspec.UnsetType):
        return Rows((), {}, _next(envelope), envelope.status == "DELAYED")
    try:
        raw = msgspec.json.decode(envelope.results, type=list[msgspec.Raw])
    except _BAD as error:
        raise _unreadable(f"results that are no list ({_why(error)})") from None
    good, bad = decode_each(raw, row)
    return Rows(good, bad, _next(envelope), envelope.status == "DELAYED")


def read_one(body: bytes, row: type[Row]) -> tuple[Row, bool]:
    """An answer whose `results` are one object, and whether it is delayed. Raises Trouble."""
    envelope = _envelope(body)
    if isinstance(envelope.results, msgspec.UnsetType):
        raise _unreadable("an answer without results")
    return read_plain(bytes(envelope.results), row), envelope.status == "DELAYED"


def read_plain(body: bytes, row: type[Row]) -> Row:
    """An answer without an envelope. Raises Trouble."""
    try:
        return msgspec.json.decode(body, type=row)
    except _BAD as error:
        raise _unreadable(f"what cannot be read ({_why(error)})") from None


def read_bare_list(body: bytes, row: type[Row]) -> Rows[Row]:
    """An answer that is a list of rows. Raises Trouble."""
    try:
        raw = msgspec.json.decode(body, type=list[msgspec.Raw])
    except _BAD as error:
        raise _unreadable(f"what is no list ({_why(error)})") from None
    return Rows(*decode_each(raw, row))


def decode_each(raw: list[msgspec.Raw], row: type[Row]) -> tuple[tuple[Row, ...], Counter[str]]:
    """The rows that can be read, and why the others cannot."""
    decoder = msgspec.json.Decoder(row)
    good: list[Row] = []
    bad: Counter[str] = Counter()
    for each in raw:
        try:
            good.append(decoder.decode(each))
        except _BAD as error:
            bad[_why(error)] += 1
    return tuple(good), bad


def _envelope(body: bytes) -> _Envelope:
    try:
        return msgspec.json.decode(body, type=_Envelope)
    except _BAD as error:
        raise _unreadable(f"an answer of {len(body):,} bytes that cannot be read ({_why(error)})") from None


def _next(envelope: _Envelope) -> str | None:
    return None if isinstance(envelope.next_url, msgspec.UnsetType) else envelope.next_url or None


def _why(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _unreadable(found: str) -> Trouble:
    return Trouble("unreadable", found)
