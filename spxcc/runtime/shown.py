"""What stood on the public channels after a step, as bytes: what a turn shows at once, before the engines are there.

A run that is recorded keeps one each market minute beside its checkpoints. The same program computes the same values
again, so that what is shown ahead and what comes after it are the same bytes.
"""

import lzma
from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Any, TypeVar

import msgspec

from spxcc.gateway.hub import Hub
from spxcc.gateway.topic import KeptEvents
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.units import UnixNanos
from spxcc.protocol.channel import Channel, EventChannel, StateChannel
from spxcc.runtime.checkpoint import NotACheckpoint, code
from spxcc.runtime.wire_channels import public_channel

SHOWN, WHOLE = "shown", "shown whole"
"""Kinds of these rows among the checkpoints of a session file: of a minute, and what those of an hour differ from."""
PRESET = 1
MOST_BYTES = 64 * 1024 * 1024
"""Of one row, unfolded; a file may come from others."""


T = TypeVar("T", "Shown", "_Row")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """After the step `at`. values: JSON of the value of each channel, of a collection of the list of all members.

    as_of: when the last frame of a channel was, where it had one. reasons: why the newest value is missing.
    """

    at: UnixNanos
    values: dict[str, msgspec.Raw]
    as_of: dict[str, UnixNanos]
    reasons: dict[str, str] = {}


def shown_on(hub: Hub, at: UnixNanos) -> Shown:
    """What stands there. Cheap: what was sent is at hand as bytes."""
    values: dict[str, msgspec.Raw] = {}
    as_of: dict[str, UnixNanos] = {}
    reasons: dict[str, str] = {}
    for name in hub.names():
        if public_channel(name) is None:
            continue
        latest, reason = hub.latest(name), hub.reason(name)
        if latest is not None:
            values[name] = msgspec.Raw(latest.data_bytes)
            if latest.as_of is not None:
                as_of[name] = latest.as_of
        if reason is not None:
            reasons[name] = reason
    return Shown(at=at, values=values, as_of=as_of, reasons=reasons)


class Rows:
    """Makes the rows of a file, on the thread that writes them: a whole one now and then, and what differs from it."""

    def __init__(self) -> None:
        self._at: UnixNanos = 0
        self._places: dict[str, dict[bytes, int]] = {}

    def whole(self, shown: Shown) -> bytes:
        """What the following ones differ from."""
        self._at = shown.at
        self._places = {
            name: {bytes(one): place for place, one in enumerate(_members(raw))}
            for name, raw in shown.values.items()
            if _is_list(raw)
        }
        return _packed(shown)

    def row(self, shown: Shown) -> bytes:
        """The row of a minute."""
        runs = {
            name: _runs(_members(raw), self._places[name])
            for name, raw in shown.values.items()
            if name in self._places and _is_list(raw)
        }
        rest = {name: raw for name, raw in shown.values.items() if name not in runs}
        return _packed(_Row(at=shown.at, base=self._at, rest=rest, runs=runs, as_of=shown.as_of, reasons=shown.reasons))


def shown_at(session: SessionFile, to: UnixNanos) -> Shown | None:
    """The newest at or before `to` that this program made. Raises SessionFileError."""
    found = session.checkpoint(SHOWN, to, code())
    if found is None:
        return None
    try:
        row = _unpacked(found.body, _Row)
        base = session.checkpoint(WHOLE, row.base, code())
        return None if base is None else _joined(row, _unpacked(base.body, Shown))
    except NotACheckpoint:
        return None


def _joined(row: "_Row", base: Shown) -> Shown:
    values = dict(row.rest)
    for name, runs in row.runs.items():
        known = _members(base.values[name]) if base.at == row.base and name in base.values else []
        members: list[bytes] = []
        for run in runs:
            if not 0 <= run.start <= run.start + run.count <= len(known):
                raise NotACheckpoint(f"expected members of {name} in the row of {row.base}, found none")
            members += (bytes(one) for one in (*known[run.start : run.start + run.count], *run.new))
        values[name] = msgspec.Raw(b"[" + b",".join(members) + b"]")
    return Shown(at=row.at, values=values, as_of=row.as_of, reasons=row.reasons)


class _Run(msgspec.Struct, frozen=True, array_like=True):
    """Members of the whole row from `start` on, then new ones."""

    start: int
    count: int
    new: list[msgspec.Raw]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """As `Shown`; of lists only what is not in the whole row of `base`."""

    at: UnixNanos
    base: UnixNanos
    rest: dict[str, msgspec.Raw]
    runs: dict[str, list[_Run]]
    as_of: dict[str, UnixNanos]
    reasons: dict[str, str] = {}


def _runs(members: Sequence[msgspec.Raw], places: Mapping[bytes, int]) -> list[_Run]:
    found: list[_Run] = []
    start = count = 0
    new: list[msgspec.Raw] = []
    for one in members:
        place = places.get(bytes(one))
        if place is None:
            new.append(one)
        elif place == start + count and not new:
            count += 1
        else:
            found.append(_Run(start, count, new))
            start, count, new = place, 1, []
    return [*found, _Run(start, count, new)]


def _is_list(raw: msgspec.Raw) -> bool:
    return bytes(raw)[:1] == b"["


def _members(raw: msgspec.Raw) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except msgspec.MsgspecError as error:
        raise NotACheckpoint(f"expected a list, found: {error}") from None


def _packed(value: "Shown | _Row") -> bytes:
    return lzma.compress(msgspec.json.encode(value), preset=PRESET)


def _unpacked(body: bytes, kind: type[T]) -> T:
    """Raises NotACheckpoint."""
    try:
        unfold = lzma.LZMADecompressor()
        text = unfold.decompress(body, MOST_BYTES)
        if not unfold.eof:
            raise ValueError(f"over {MOST_BYTES >> 20} MB, or cut")
        return msgspec.json.decode(text, type=kind)
    except (lzma.LZMAError, ValueError, msgspec.MsgspecError) as error:
        raise NotACheckpoint(f"expected what was shown at a minute, found: {error}") from None


def put_on(hub: Hub, shown: Shown) -> None:
    """Publish it all on a hub where nothing was. Raises NotACheckpoint for a value that is none of its channel."""
    for name, raw in shown.values.items():
        channel = public_channel(name)
        if channel is None:
            raise NotACheckpoint(f"expected channels that are everybody's, found {name[:40]!r}")
        as_of = shown.as_of.get(name, shown.at)
        value = _value(channel, raw)
        if isinstance(channel, EventChannel):
            # What was sent stays as it was sent: an event is never made anew.
            sent = tuple(bytes(one) for one in msgspec.json.decode(raw, type=list[msgspec.Raw]))
            hub.seed_events({name: KeptEvents(sent, tuple(map(channel.key, value)), shown.as_of.get(name))})
        else:
            hub.publish(channel, value, as_of)
    for name, reason in shown.reasons.items():
        hub.fail(name, reason)
    hub.seed_instants(shown.as_of)


def _value(channel: Channel, raw: msgspec.Raw) -> Any:
    kind = channel.type if isinstance(channel, StateChannel) else GenericAlias(list, (channel.item,))
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise NotACheckpoint(f"expected a value of {channel.name}, found: {error}") from None
