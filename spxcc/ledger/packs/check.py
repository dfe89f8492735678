"""What may stand in a pack: published values of public channels, one a minute, and nothing that a vendor sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.reader import Pack
from spxcc.ledger.packs.values import decoded
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel
from spxcc.protocol.names import private_name

MOST_BYTES = 5 * 1024 * 1024
NAMED = 5
"""Faults that are told one by one."""


def faults(pack: Pack, channels: Sequence[Channel]) -> list[str]:
    """Sentences of what must not be in it; none where it may be shared. `channels`: those that may."""
    known = {channel.name: channel for channel in channels}
    found = list(_of_file(pack))
    for minute in pack.minutes:
        found += _of_minute(minute, known)
        if len(found) > NAMED:
            return [*found[:NAMED], "and more"]
    return found


def _of_file(pack: Pack) -> Iterator[str]:
    if pack.size > MOST_BYTES:
        yield f"expected at most {MOST_BYTES >> 20} MB, found {pack.size / 2**20:.1f}"
    at = [minute.at // NANOS_PER_MINUTE for minute in pack.minutes]
    if len(set(at)) < len(at) - 1:
        yield f"expected one step a minute, found {len(at)} in {len(set(at))}: that is a record of ticks"


def _of_minute(minute: Minute, known: Mapping[str, Channel]) -> Iterator[str]:
    for name in (*minute.state, *minute.delta, *minute.events):
        if private_name(name) is not None:
            yield f"expected public channels alone, found {name[:40]}, which is one user's own"
        elif name not in known:
            yield f"expected derived channels alone, found {name[:40]}, which no spxcc publishes"
        else:
            yield from _of_channel(minute, known[name])


def _of_channel(minute: Minute, channel: Channel) -> Iterator[str]:
    name = channel.name
    kind, values, there = _values(minute, channel)
    if not there or sum(name in part for part in (minute.state, minute.delta, minute.events)) != 1:
        yield f"expected {name} as the {channel.keep} channel it is, found it as another"
    for value in values:
        try:
            extra = _extra(msgspec.json.decode(value), msgspec.to_builtins(decoded(value, kind, name)))
        except (ValueError, msgspec.MsgspecError) as error:
            yield str(error)
        else:
            if extra:
                yield f"expected the fields of {name} alone, found {extra[:40]!r} beside them"


def _values(minute: Minute, channel: Channel) -> tuple[Any, Sequence[msgspec.Raw], bool]:
    """Type and values of a channel, and whether it stands where it belongs."""
    name = channel.name
    match channel:
        case StateChannel():
            return channel.type, [minute.state[name]] if name in minute.state else [], name in minute.state
        case DeltaChannel():
            return channel.item, minute.delta[name].put if name in minute.delta else (), name in minute.delta
        case EventChannel():
            return channel.item, minute.events.get(name, ()), name in minute.events


def _extra(given: Any, kept: Any) -> str | None:
    """The name of something in `given` that its type does not have."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if name not in kept:
                return str(name)
            if found := _extra(value, kept[name]):
                return found
    if isinstance(given, list) and isinstance(kept, list):
        for one, other in zip(given, kept, strict=True):
            if found := _extra(one, other):
                return found
    return None
