"""A screen as a file: SVG as exported, PNG rendered from it."""

from importlib.util import find_spec
from pathlib import Path

from spxcc.runtime.errors import UserError

ENDINGS = (".svg", ".png")
FONT = "Fira Code"
"""The font that the SVG names; where it is not installed the renderer takes the system's monospace."""


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
    """The picture as PNG."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, monospace_family=FONT))
