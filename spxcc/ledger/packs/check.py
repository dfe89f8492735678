"""What may stand in a pack: published values of public channels, one a minute, and nothing that a vendor sent.

One thing that was quoted may: bid and ask of the contract that an open setup names as its idea, for the panel prints
them, and a screen without them would be another. That is one contract a setup and minute, `MOST_IDEAS` in all, never a
chain; a quote anywhere else, or one too many, is a fault.
"""

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
MOST_IDEAS = 40
"""Quoted contracts in one minute: more are a chain, whatever they are called."""
QUOTE, IDEA = frozenset({"bid", "ask"}), "idea"
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
    yield from _of_quotes(minute, known)


def _of_quotes(minute: Minute, known: Mapping[str, Channel]) -> Iterator[str]:
    ideas = 0
    for name in (*minute.state, *minute.delta, *minute.events):
        for value in _values(minute, known[name])[1] if name in known else ():
            try:
                places = list(_quoted(msgspec.json.decode(value)))
            except (ValueError, msgspec.MsgspecError, RecursionError):
                # Told as a fault of its channel.
                continue
            ideas += len(places)
            wrong = next((place for place in places if place != IDEA), None)
            if wrong is not None:
                yield f"expected no quotes but those of setups' ideas, found bid and ask in {name} {wrong}".rstrip()
            elif len(places) > 1 and not isinstance(known[name], StateChannel):
                yield f"expected one idea a setup, found {len(places)} in one of {name}"
    if ideas > MOST_IDEAS:
        yield f"expected at most {MOST_IDEAS} quoted contracts a minute, found {ideas}: that is a chain"


def _quoted(value: Any, place: str = "") -> Iterator[str]:
    """Names of the fields that hold a quote."""
    if isinstance(value, dict):
        if QUOTE & value.keys():
            yield place
        for name, inner in value.items():
            yield from _quoted(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _quoted(inner, place)


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
