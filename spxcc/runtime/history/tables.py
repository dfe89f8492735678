"""Channels of packs as rows: a value of each minute, what changed of a collection, events."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.reader import Pack
from spxcc.market.session import to_exchange
from spxcc.market.units import to_millis
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel

Row = dict[str, Any]
HEAD = ("session", "channel", "at", "time", "change")
"""Columns of every row: date, channel, milliseconds since 1970, exchange time, and what the row tells."""


def rows(pack: Pack, channels: Sequence[Channel]) -> Iterator[Row]:
    """In order of time, within a minute in the order of `channels`; a state stands in every minute once it is there."""
    held: dict[str, Any] = {}
    for minute in pack.minutes:
        at = to_millis(minute.at)
        for channel in channels:
            head = (pack.header.date, channel.name, at, f"{to_exchange(minute.at):%H:%M:%S}")
            for change, data in _told(channel, minute, held):
                yield {**dict(zip(HEAD, (*head, change), strict=True)), "data": data}


def flat(row: Row) -> Row:
    """Columns of a row: its data beside its head, nested objects as `a.b`, lists as JSON text.

    A field of the data that is called like a column of the head becomes `data.<field>`.
    """
    found = {name: row[name] for name in HEAD}
    for name, value in _leaves(row["data"], ""):
        found[f"data.{name}" if name in HEAD else name] = value
    return found


def _leaves(data: Row, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name, msgspec.json.encode(value).decode() if isinstance(value, list) else value


def _told(channel: Channel, minute: Minute, held: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    name = channel.name
    match channel:
        case StateChannel():
            if name in minute.state:
                held[name] = _object(minute.state[name])
            if name in held:
                yield "state", held[name]
        case DeltaChannel():
            changed = minute.delta.get(name)
            if changed is not None:
                yield from (("put", _object(one)) for one in changed.put)
                yield from (("gone", {"key": key}) for key in changed.gone)
        case EventChannel():
            yield from (("event", _object(one)) for one in minute.events.get(name, ()))


def _object(raw: msgspec.Raw) -> Row:
    found = msgspec.json.decode(raw)
    return found if isinstance(found, dict) else {"value": found}
