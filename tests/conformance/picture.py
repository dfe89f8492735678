"""The characters of a screen that the app exported as SVG, cell by cell."""

import re
from html import unescape

from rich.cells import cell_len

COLUMN = 12.2
"""Width of a cell in the picture."""
_TEXT = re.compile(
    r'<text class="[^"]*" x="([0-9.]+)" y="[0-9.]+" textLength="[0-9.]+" '
    r'clip-path="url\(#[^)]*line-(\d+)\)">(.*?)</text>'
)


def rows_of(svg: str) -> list[str]:
    """Rows from the top, without blanks at their ends."""
    rows: dict[int, dict[int, str]] = {}
    for x, line, text in _TEXT.findall(svg):
        at = round(float(x) / COLUMN)
        for sign in unescape(text).replace("\u00a0", " "):
            rows.setdefault(int(line), {})[at] = sign
            at += cell_len(sign)
    return [_row(rows.get(line, {})) for line in range(max(rows, default=-1) + 1)]


def _row(cells: dict[int, str]) -> str:
    return "".join(cells.get(at, " ") for at in range(max(cells, default=-1) + 1)).rstrip()
