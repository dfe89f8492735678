"""Lines of cells: a `Run` is text with the role that colours it, a `Line` is runs from left to right."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size

Run: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Run, ...]

TEXT = "text"
ELLIPSIS = "…"
CUT_NUMBER = re.compile(r"[+−$]?\d[\d,.]*$")
GOES_ON = re.compile(r"[,.]?\d|[KMB]\b")


def text_of(line: Line) -> str:
    """The characters alone."""
    return "".join(text for text, _ in line)


NARROW = re.compile("[ -~¡-¬®-ÿ─-▟–−×…·↑↓←→◄►▲▼●○◆≤≥√⁺•γσΓΔ]*")
"""Characters of one cell each that the screen is made of; others are measured one by one."""


def cells(text: str) -> int:
    """Cells that `text` takes (a wide character takes two)."""
    return len(text) if NARROW.fullmatch(text) else cell_len(text)


def width_of(line: Line) -> int:
    """Cells the line takes."""
    return cells("".join([text for text, _ in line]))


def crop(line: Line, width: int) -> Line:
    """The first `width` cells; a cut is marked with an ellipsis, and never goes through a number."""
    if width <= 0:
        return ()
    if width_of(line) <= width:
        return line
    room = width - 1
    kept: list[Run] = []
    for text, role in line:
        size = cells(text)
        if size <= room:
            kept.append((text, role))
            room -= size
            continue
        kept.append((_whole(set_cell_size(text, room), text) + ELLIPSIS, role))
        return tuple(kept)
    return (*kept, (ELLIPSIS, line[-1][1]))


def _whole(piece: str, text: str) -> str:
    """`piece`, with which `text` begins, without the number at its end that goes on behind it: `6,9…` of 6,905 lies."""
    goes_on = GOES_ON.match(text, len(piece))
    return CUT_NUMBER.sub("", piece) if goes_on is not None else piece


def fit(line: Line, width: int, role: str = TEXT) -> Line:
    """Exactly `width` cells: cropped, or padded with blanks of `role`."""
    room = width - width_of(line)
    if room < 0:
        line = crop(line, width)
        room = width - width_of(line)
    return (*line, (" " * room, role)) if room > 0 else line


def spread(left: Line, right: Line, width: int, fill: Run = (" ", TEXT)) -> Line:
    """`left` and `right` at the two ends; where they do not fit together `right` gives way."""
    room = width - width_of(left) - width_of(right)
    if room < 1:
        return fit(left, width)
    return (*left, (fill[0] * room, fill[1]), *right)


def wrap(text: str, width: int) -> list[str]:
    """Words in lines of at most `width` cells; a longer word is broken."""
    if width <= 0:
        return []
    lines: list[str] = []
    current = ""
    for word in text.split():
        if current and cells(current) + 1 + cells(word) <= width:
            current = f"{current} {word}"
            continue
        if current:
            lines.append(current)
        while cells(word) > width:
            piece = set_cell_size(word, width)
            lines.append(piece)
            word = word[len(piece.rstrip()) or 1 :]
        current = word
    if current:
        lines.append(current)
    return lines


def wrap_items(text: str, width: int, joint: str = " · ") -> list[str]:
    """As `wrap`, but broken at `joint` only where the items between fit a line."""
    lines: list[str] = []
    for item in text.split(joint):
        if lines and cells(lines[-1]) + cells(joint) + cells(item) <= width:
            lines[-1] += joint + item
        else:
            lines += wrap(item, width) or [""]
    return lines


def block(lines: Sequence[Line], width: int, height: int, role: str = TEXT) -> list[Line]:
    """Exactly `height` lines of exactly `width` cells."""
    body = [fit(line, width, role) for line in lines[: max(height, 0)]]
    blank: Line = ((" " * width, role),) if width > 0 else ()
    return body + [blank] * (height - len(body))
