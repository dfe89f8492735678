"""The card of one setup: plan, gates with what was found, what would end it, a contract by its quotes, and the keys."""

from collections.abc import Mapping
from functools import lru_cache

from spxcc.ui.actions import key_name, keyed
from spxcc.ui.panels.setups.view_model import SetupRow
from spxcc.ui.renderables.cells import Line, crop, wrap, wrap_items

KEYS = (
    ("alert.here", "alert at entry"),
    ("copy.row", "copy plan"),
    ("setup.mark", "mark taken"),
    ("setup.hide", "hide"),
    ("view.why", "why"),
    ("view.back", "back"),
)
MARKS = {"✓": "up", "×": "down"}
STEPS = 4
NOTE = "observation, not advice"


def card(row: SetupRow, width: int, keymap: Mapping[str, str] | None = None) -> list[Line]:
    """Everything about one setup, the keys last."""
    room = max(width - 4, 1)
    head: Line = ((f"►{row.letter} {row.state} ", "select"), (f" {row.title}", "bright"))
    lines: list[Line] = [crop(head, width)]
    lines += _items(row.prices, room, "text")
    ratio = row.plan.rpartition(" · R ")[2] if " · R " in row.plan else ""
    measured = [f"R {ratio}"] if ratio else []
    lines += _items(" · ".join([*measured, f"score {row.score}", f"ttl {row.left}"]), room, "dim")
    if row.size:
        lines += _items(f"size {row.size}", room, "text")
    if row.note:
        lines += _items(row.note, room, "dim")
    for edge in row.edge:
        lines += _items(edge.words, room, edge.role)
    if row.needs:
        lines += _items(f"needs {row.needs}", room, "text")
    lines += gates(row, room)
    if row.invalid:
        lines += _items(f"ends with {row.invalid}", room, "text")
    if not row.closed:
        lines += _items(f"contract idea {row.idea}", room, "dim")
    lines += [line for step in row.steps[-STEPS:] for line in _items(step, room, "dim")]
    lines += _items(f"{row.reason}", room, "text") if not row.steps else []
    return [*lines, *keys(room, tuple(sorted((keymap or {}).items())))]


def gates(row: SetupRow, room: int) -> list[Line]:
    """`✓ damping P⁺ 0.74 (needs ≥ 0.70)`, one condition a line, in their order."""
    lines: list[Line] = []
    for (name, mark), value in zip(row.checks, row.values, strict=True):
        first, *more = wrap(f"{name} {value}", max(room - 2, 1)) or [""]
        lines.append(
            (
                ("   ", "text"),
                (f"{mark} ", MARKS.get(mark, "dim")),
                (first[: len(name)], "text"),
                (first[len(name) :], "dim"),
            )
        )
        lines += [(("     ", "text"), (part, "dim")) for part in more]
    return lines


def keys(room: int, keymap: tuple[tuple[str, str], ...]) -> list[Line]:
    """`a alert at entry · y copy plan · d hide · w why · esc back`, the keys of the user; then what this is."""
    return [(("   ", "text"), (part, "key")) for part in wrap_items(f"{key_words(keymap)} · {NOTE}", room)]


def rest_words(count: int, keymap: Mapping[str, str], zoomed: bool) -> str:
    """`… 7 more lines · z full`, where the card is longer than its panel."""
    key = next(key_name(one.keys[0]) for one in keyed(keymap) if one.id == "panel.zoom")
    return f"… {count} more lines" + ("" if zoomed else f" · {key} full")


@lru_cache(maxsize=8)
def key_words(keymap: tuple[tuple[str, str], ...]) -> str:
    """Keys and what they do here."""
    table = {action.id: action.keys for action in keyed(dict(keymap))}
    return " · ".join(f"{key_name(table[name][0])} {word}" for name, word in KEYS if table.get(name))


def _items(text: str, room: int, role: str) -> list[Line]:
    return [(("   ", "text"), (part, role)) for part in wrap_items(text, room)]
