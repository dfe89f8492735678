"""A screen as a file: SVG as exported, PNG rendered from it."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from spxcc.runtime.errors import UserError

ENDINGS = (".svg", ".png")
FONTS = (
    "Fira Code", "DejaVu Sans Mono", "Menlo", "Cascadia Mono", "Consolas", "Liberation Mono", "Noto Sans Mono",
    "Courier New",
)  # fmt: skip
"""The font that the SVG names, then what may stand for it where it is not installed."""
NOBODY = "no such font"


def check_picture(path: Path) -> None:
    """Whether `path` can be written later. Raises UserError for another ending, no folder, or no renderer for PNG."""
    if path.suffix not in ENDINGS:
        raise UserError(f"expected a file ending in .svg or .png, found {path.name!r}; choose one of them")
    if not path.parent.is_dir():
        raise UserError(f"expected the folder {path.parent} to exist, found none; make it first")
    if path.suffix == ".png" and find_spec("resvg_py") is None:
        raise UserError("expected the renderer resvg-py for PNG, found none; install spxcc[shots], or write .svg")


def write_picture(svg: str, path: Path) -> None:
    """Write `svg` to `path` by its ending. Raises UserError as `check_picture`."""
    check_picture(path)
    if path.suffix == ".svg":
        path.write_text(svg, encoding="utf-8")
    else:
        path.write_bytes(png_of(svg))


def png_of(svg: str) -> bytes:
    """The picture as PNG. Raises UserError where no font is installed to write its words with."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, monospace_family=font_of(FONTS)))


@cache
def font_of(names: Sequence[str]) -> str:
    """The first of `names` that is installed: the renderer leaves words out without a word. Raises UserError."""
    found = next((name for name in names if _drawn("M", name) != _drawn("", name)), None)
    if found is None:
        raise UserError(
            f"expected one of the fonts {', '.join(names)} for PNG, found none; install the first, or write .svg"
        )
    return found


def _drawn(text: str, font: str) -> bytes:
    import resvg_py

    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        f'<text x="2" y="15" font-size="12" font-family="{font}">{text}</text></svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, serif_family=NOBODY, font_family=NOBODY))
