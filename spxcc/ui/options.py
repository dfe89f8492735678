"""What a user can set about the screen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

PaletteName: TypeAlias = Literal["classic", "cb", "mono", "redup", "ansi", "light"]
PALETTE_NAMES: tuple[PaletteName, ...] = ("classic", "cb", "mono", "redup", "light", "ansi")
GlyphChoice: TypeAlias = Literal["auto", "box", "block", "ascii"]


@dataclass(frozen=True, slots=True)
class UiOptions:
    """palette: colours. glyphs: candle shapes. fps: frames a second, 0 = no timer (a test drives the frames).

    reduced_motion: no flash on ticks. debug_stream: show the stream log key. symbol: what the chart shows.
    screenshot_dir: where `S` puts an SVG.
    """

    palette: PaletteName = "classic"
    glyphs: GlyphChoice = "auto"
    fps: int = 20
    reduced_motion: bool = False
    debug_stream: bool = False
    symbol: str = "SPX"
    screenshot_dir: str = "."
