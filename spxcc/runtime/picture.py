"""A screen as a file: SVG as exported, PNG rendered from it."""

from pathlib import Path

from spxcc.runtime.errors import UserError


def write_picture(svg: str, path: Path) -> None:
    """Write `svg` to `path` by its ending. Raises UserError for another ending, or a PNG without its renderer."""
    if path.suffix == ".svg":
        path.write_text(svg, encoding="utf-8")
    elif path.suffix == ".png":
        path.write_bytes(png_of(svg))
    else:
        raise UserError(f"expected a file ending in .svg or .png, found {path.name!r}; choose one of them")


def png_of(svg: str) -> bytes:
    """The picture as PNG. Raises UserError where the renderer is not installed."""
    try:
        import resvg_py
    except ImportError:
        raise UserError("PNG needs the renderer resvg-py; install spxcc[shots], or write .svg") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))
