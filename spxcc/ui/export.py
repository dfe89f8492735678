"""What the screen knows, as JSON or CSV: values by channel, as the server sent them."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from spxcc.ui.channels import DELTAS, EVENTS, STATES
from spxcc.ui.source import Source

HEADINGS = ("channel", "path", "value")


def gathered(source: Source) -> dict[str, Any]:
    """Values by channel at this moment: a struct, or a list of structs; channels without any are left out."""
    found: dict[str, Any] = {one.name: source.get(one) for one in STATES}
    found |= {one.name: list(source.items(one).values()) for one in DELTAS}
    found |= {one.name: list(source.events(one)) for one in EVENTS}
    return {name: value for name, value in found.items() if value is not None and value != []}


def as_json(values: Mapping[str, Any]) -> str:
    """One object by channel."""
    return msgspec.json.format(msgspec.json.encode(dict(values)), indent=1).decode() + "\n"


def as_csv(values: Mapping[str, Any]) -> str:
    """A row for each plain value: channel, path inside its value, value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for channel, value in values.items():
        writer.writerows((channel, path, leaf) for path, leaf in leaves(msgspec.to_builtins(value)))
    return out.getvalue()


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) of what is neither a list nor an object."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{at}]")
    elif value is not None:
        yield path, value
