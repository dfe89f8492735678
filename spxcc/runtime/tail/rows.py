"""Rows: what a client receives, one for each value, member or event."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias

import msgspec

from spxcc.client.store import Store
from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis
from spxcc.protocol.channel import Channel, DeltaChannel, EventChannel, StateChannel, difference
from spxcc.protocol.client_effects import Deliver, Effect
from spxcc.ui.format import clock as clock_words

Change: TypeAlias = Literal["state", "added", "modified", "removed", "event"]
SHOWN = 12
"""Fields of a row for people; JSON has them all."""


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """channel and change. as_of: data time, ms. snapshot: it was there before. stale: its source is silent."""

    channel: str
    change: Change
    as_of: UnixMillis | None
    data: Any
    snapshot: bool = False
    stale: bool = False


class Tap(Store):
    """A store that tells each row it accepted to `listener`, as it accepts it."""

    def __init__(self, clock: Clock, channels: tuple[Channel, ...], listener: Callable[[Row], None]) -> None:
        super().__init__(clock, channels)
        self._tapped = {channel.name: channel for channel in channels}
        self._listener = listener

    def apply(self, effect: Effect) -> None:
        """Take it in, then tell what is new."""
        channel = self._tapped.get(effect.channel) if isinstance(effect, Deliver) else None
        before = None if channel is None else self.value(channel.name)
        super().apply(effect)
        if channel is not None and isinstance(effect, Deliver):
            for change, item in changes(channel, before, self.value(channel.name)):
                self._listener(
                    Row(
                        channel=channel.name, change=change, as_of=effect.as_of_ms, data=item,
                        snapshot=effect.snapshot, stale=effect.stale,
                    )
                )  # fmt: skip


def changes(channel: Channel, before: Any, after: Any) -> Iterator[tuple[Change, Any]]:
    """(change, struct) for each thing that is new in `after`."""
    match channel:
        case StateChannel():
            if after is not None and after is not before:
                yield "state", after
        case DeltaChannel():
            changed = difference(before, after)
            yield from (("added", item) for item in changed.added)
            yield from (("modified", item) for item in changed.modified)
            yield from (("removed", item) for item in changed.removed)
        case EventChannel():
            known = {channel.key(item) for item in before}
            yield from (("event", item) for item in after if channel.key(item) not in known)


def plain(row: Row) -> Row:
    """`row` with its data as JSON has it."""
    return msgspec.structs.replace(row, data=msgspec.to_builtins(row.data))


def json_line(row: Row) -> str:
    """One JSON object."""
    return msgspec.json.encode(row).decode()


def text_line(row: Row) -> str:
    """`14:32:05 flow:alert event type=sweep strike=6900.0 …` of a plain row: scalar fields, lists as their length."""
    at = "--:--:--" if row.as_of is None else clock_words(row.as_of)
    data = row.data if isinstance(row.data, dict) else {"value": row.data}
    shown = [f"{name}={_short(value)}" for name, value in data.items() if value is not None][:SHOWN]
    marks = f"{'snapshot ' if row.snapshot else ''}{'STALE ' if row.stale else ''}"
    return f"{at} {row.channel} {row.change} {marks}{' '.join(shown)}".rstrip()


def _short(value: Any) -> str:
    if isinstance(value, list | dict):
        return f"[{len(value)}]"
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value).replace("\n", " ")
    return f'"{text[:80]}"' if " " in text else text[:80]
