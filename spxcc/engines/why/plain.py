"""What can be said of any value of a channel: the value itself, when it was true, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.why.grades import kind_of
from spxcc.engines.why.result import EPOCH_MS, Explanation, Fact
from spxcc.market.units import UnixMillis
from spxcc.protocol.channel import Channel, StateChannel

SHOWN = 12
"""Names of fields, or ids, in the sentence on what there is."""
MAX_FACTS = 40
LEAST_INSTANT = 1e12
"""In milliseconds, of the year 2001; no other value that a channel tells is as large and stands by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """The last value of a channel: of a state channel the value, of the others their items. as_of: ms."""

    channel: Channel
    value: Any
    as_of: UnixMillis
    stale: bool = False
    reason: str | None = None


def explain_value(told: Told, path: str) -> Explanation:
    """The scalar at `path`, with the other scalars beside it as facts.

    path: names of fields, indices, and for delta and event channels first the id of the item; parts joined by dots.
    Raises NoSuchNumber.
    """
    holder, name, found = _walk(told, path)
    kind = kind_of(told.channel.name, name)
    beside = _scalars(holder)
    own = beside.get("reason") if isinstance(told.channel, StateChannel) else None
    lacking = (own if isinstance(own, str) else None) or told.reason or "not in this value"
    definition, source = beside.get("definition"), beside.get("as_of")
    return Explanation(
        channel=told.channel.name,
        path=path,
        value=found,
        unit=kind.unit,
        formula=kind.formula,
        as_of=int(source) if isinstance(source, int | float) else told.as_of,
        grade=kind.grade,
        reason=lacking if found is None else None,
        definition=definition if isinstance(definition, str) else None,
        facts=tuple(_fact(key, value) for key, value in beside.items() if key != name)[:MAX_FACTS],
        warnings=impairment(told.stale, told.reason),
    )


def impairment(stale: bool, reason: str | None) -> tuple[str, ...]:
    """Warning that a value is not the newest, with the reason where one is known; empty while it is fresh."""
    if stale:
        return (f"the value is stale: {reason or 'its input has stopped'}",)
    return () if reason is None else (f"the newest value is missing: {reason}",)


def _walk(told: Told, path: str) -> tuple[Any, str, float | str | None]:
    """What holds the scalar, its name there, and itself."""
    node, rest, name = told.value, path, ""
    if not isinstance(told.channel, StateChannel):
        items = {told.channel.key(item): item for item in told.value}
        name = _longest(items, path) or ""
        if not name:
            raise NoSuchNumber(f"no such item on {told.channel.name}; {_among(items)}")
        node, rest = items[name], path[len(name) + 1 :]
    holder = node
    while rest:
        fields = _fields(node)
        name = _longest(fields, rest) or ""
        if not name:
            raise NoSuchNumber(f"no {rest[:64]!r} there; {_among(fields)}")
        holder, node, rest = node, fields[name], rest[len(name) + 1 :]
    scalar = _scalar(node)
    if scalar is not None:
        return holder, name, scalar[0]
    raise NoSuchNumber(f"{path[:64] or told.channel.name} is no single number; {_among(_fields(node))}")


def _fields(node: Any) -> Mapping[str, Any]:
    """Members by name: of a struct by the names of code and wire, of a list by index."""
    if isinstance(node, msgspec.Struct):
        named = [(field, getattr(node, field.name)) for field in msgspec.structs.fields(node)]
        return {field.name: value for field, value in named} | {field.encode_name: value for field, value in named}
    if isinstance(node, Mapping):
        return {str(key): value for key, value in node.items()}
    if isinstance(node, list | tuple):
        return {str(at): value for at, value in enumerate(node)}
    return {}


def _longest(names: Mapping[str, Any], path: str) -> str | None:
    """The longest name that `path` begins with; names may hold dots themselves."""
    return max((one for one in names if path == one or path.startswith(f"{one}.")), key=len, default=None)


def _scalar(node: Any) -> tuple[float | str | None] | None:
    """The value as a number, a text or nothing, in a tuple; `None` for what is none of them."""
    if node is None or isinstance(node, str):
        return (node,)
    if isinstance(node, bool):
        return ("yes" if node else "no",)
    return (float(node),) if isinstance(node, int | float) else None


def _scalars(holder: Any) -> dict[str, float | str | None]:
    found: dict[str, float | str | None] = {}
    names = [field.name for field in msgspec.structs.fields(holder)] if isinstance(holder, msgspec.Struct) else None
    for name, value in _fields(holder).items():
        scalar = _scalar(value)
        if scalar is not None and (names is None or name in names):
            found[name] = scalar[0]
    return found


def _fact(name: str, value: float | str | None) -> Fact:
    """Instants say that they are some."""
    return Fact(name, value, EPOCH_MS if isinstance(value, float) and value > LEAST_INSTANT else "")


def _among(names: Mapping[str, Any]) -> str:
    shown = ", ".join(list(names)[:SHOWN])
    more = "" if len(names) <= SHOWN else f" and {len(names) - SHOWN} more"
    return f"there is {shown}{more}" if names else "it is empty"
