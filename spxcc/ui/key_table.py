"""Help and the list of keys as text, from the table of actions: the same rows in every place that shows them."""

import re
from collections.abc import Sequence
from itertools import groupby

from spxcc.ui.actions import ACTIONS, ActionDef, key_names, label_of

BEGIN, END = "<!-- keys: begin -->", "<!-- keys: end -->"
MOUSE = "click focuses, wheel zooms, shift+wheel or drag pans"
FOOT = "Everything here is observation, not advice; spxcc routes no orders."
ROOM = 55
BY_PALETTE = "palette"
"""Stands where an action has no key."""


def grouped(actions: Sequence[ActionDef] = ACTIONS) -> tuple[tuple[str, tuple[ActionDef, ...]], ...]:
    """Actions by what they act on, groups in the order of their first action."""
    order = list(dict.fromkeys(action.group for action in actions))
    ranked = sorted(actions, key=lambda one: order.index(one.group))
    return tuple((group, tuple(members)) for group, members in groupby(ranked, key=lambda one: one.group))


def rows(actions: Sequence[ActionDef] = ACTIONS) -> tuple[tuple[str, str, str], ...]:
    """(id, keys, label) of every action: what help, palette and README show."""
    return tuple(
        (action.id, key_names(action) or BY_PALETTE, label_of(action))
        for _, members in grouped(actions)
        for action in members
    )


def help_text(actions: Sequence[ActionDef] = ACTIONS) -> str:
    """Keys grouped by what they act on."""
    lines: list[str] = []
    for group, members in grouped(actions):
        lines += ["", group.upper()]
        for _, keys, label in rows(members):
            first, *more = hung(label)
            lines += [f"  {keys:<12} {first}", *(f"  {'':<12} {part}" for part in more)]
    return "\n".join([*lines[1:], "", f"  {'mouse':<12} {MOUSE}", "", FOOT])


def hung(label: str) -> list[str]:
    """The label in lines of at most `ROOM` cells, broken at blanks and after `|`."""
    lines = [""]
    for part in re.split(r"(?<=[ |])", label):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > ROOM:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def markdown(actions: Sequence[ActionDef] = ACTIONS) -> str:
    """The table of README, with its markers."""
    lines = [BEGIN, "| keys | action | id |", "|---|---|---|"]
    for name, keys, label in rows(actions):
        shown = " ".join(_code(key) for key in keys.split()) if keys != BY_PALETTE else keys
        lines.append(f"| {shown} | {_cell(label)} | `{name}` |")
    return "\n".join([*lines, END]) + "\n"


def in_document(text: str, actions: Sequence[ActionDef] = ACTIONS) -> str:
    """`text` with the table between its markers renewed. Raises ValueError where there are none."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"expected {BEGIN} and {END} in the document, found none")
    return head + markdown(actions).rstrip("\n") + tail


def _code(key: str) -> str:
    return "`` ` ``" if key == "`" else f"`{_cell(key)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
