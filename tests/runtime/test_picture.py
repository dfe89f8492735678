"""Screens as files."""

from pathlib import Path

import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.picture import FONTS, font_of, png_of, write_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="red"/></svg>'


def test_svg_and_png(tmp_path: Path) -> None:
    write_picture(SVG, tmp_path / "a.svg")
    write_picture(SVG, tmp_path / "a.png")
    assert (tmp_path / "a.svg").read_text() == SVG
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["a.gif", "a", "none/a.svg"])
def test_what_cannot_be_written_is_said_before(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="expected"):
        write_picture(SVG, tmp_path / name)


def test_a_picture_has_its_words() -> None:
    before, after = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">', "</svg>"
    words = f'{before}<text x="2" y="15" font-size="12" font-family="Fira Code, monospace">SPX</text>{after}'
    assert png_of(words) != png_of(before + after)
    assert font_of(FONTS) in FONTS


def test_without_a_font_it_is_an_error_and_not_a_picture_without_words() -> None:
    with pytest.raises(UserError, match="expected one of the fonts Nowhere Mono for PNG, found none; install"):
        font_of(("Nowhere Mono",))
