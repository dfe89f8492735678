"""`Channel` tokens: a typed name, declared beside the result it carries. No central registry of payloads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741

Keep: TypeAlias = Literal["state", "delta", "event"]


@dataclass(frozen=True)
class StateChannel(Generic[T]):
    """Full value each time; under lag only the latest is kept.

    name: canonical channel name (`gex:SPX`). frame: the `type` of its frames (`spx_gex`). type: the msgspec Struct in
    `data`. flat: the fields of `data` stand at the top level of the frame as well (compatibility of `price`).
    broadcast: every authenticated connection gets it without subscribing, and its frames carry no `seq` (`status`).
    """

    name: str
    frame: str
    type: type[T]
    flat: bool = False
    broadcast: bool = False
    keep: Literal["state"] = "state"


@dataclass(frozen=True)
class Changes(Generic[I]):
    """Difference of two keyed collections. `removed` holds the items as they last were."""

    added: tuple[I, ...] = ()
    removed: tuple[I, ...] = ()
    modified: tuple[I, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.modified)


@dataclass(frozen=True)
class DeltaChannel(Generic[I]):
    """A keyed collection; updates say what changed against `prev`.

    item: the msgspec Struct of one member; key: its identity. wire: the Struct in `data` of a frame.
    encode: changes → the `data` values of the frames to send, in order (one or more; none for no changes). A snapshot
    is `encode(Changes(added=everything))`, its frames numbered `part`/`of`.
    decode: one frame's `data` → changes; for `removed` only the key of each item needs to be right.
    """

    name: str
    frame: str
    item: type[I]
    key: Callable[[I], str]
    wire: type[Any]
    encode: Callable[[Changes[I]], Iterable[Any]]
    decode: Callable[[Any], Changes[I]]
    keep: Literal["delta"] = "delta"


@dataclass(frozen=True)
class EventChannel(Generic[I]):
    """Each item matters and is sent once; a snapshot is the `recent` latest. key: identity of an item."""

    name: str
    frame: str
    item: type[I]
    key: Callable[[I], str]
    recent: int = 20
    keep: Literal["event"] = "event"


Channel: TypeAlias = StateChannel[Any] | DeltaChannel[Any] | EventChannel[Any]


def difference(before: Mapping[str, I], after: Mapping[str, I]) -> Changes[I]:
    """What turns `before` into `after`, both keyed; order follows `after`, removed ones `before`."""
    added = tuple(item for key, item in after.items() if key not in before)
    modified = tuple(
        item for key, item in after.items() if key in before and before[key] is not item and before[key] != item
    )
    removed = tuple(item for key, item in before.items() if key not in after)
    return Changes(added, removed, modified)


def merge(channel: DeltaChannel[I], before: Mapping[str, I], changes: Changes[I]) -> dict[str, I]:
    """`before` with `changes` applied; the inverse of `difference`."""
    gone = {channel.key(item) for item in changes.removed}
    after = {key: item for key, item in before.items() if key not in gone}
    for item in (*changes.added, *changes.modified):
        after[channel.key(item)] = item
    return after
