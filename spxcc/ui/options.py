"""What a user can set about the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from spxcc.ui.alert_options import AlertOptions
from spxcc.ui.notices import Notices

PaletteName: TypeAlias = Literal["classic", "cb", "mono", "redup", "ansi", "light"]
PALETTE_NAMES: tuple[PaletteName, ...] = ("classic", "cb", "mono", "redup", "light", "ansi")
GlyphChoice: TypeAlias = Literal["auto", "box", "block", "ascii"]


@dataclass(frozen=True, slots=True)
class UiOptions:
    """palette: colours. glyphs: candle shapes. fps: frames a second, 0 = no timer (a test drives the frames).

    reduced_motion: no flash on ticks. debug_stream: show the stream log key. symbol: what the chart shows.
    screenshot_dir: where `S` puts an SVG. keymap: keys of actions by id, joined by commas. dense: rows close together.
    mute: no bell and no message of the desktop. alerts: how far they go. notices: what the terminal makes notices of.
    """

    palette: PaletteName = "classic"
    glyphs: GlyphChoice = "auto"
    fps: int = 20
    reduced_motion: bool = False
    debug_stream: bool = False
    symbol: str = "SPX"
    screenshot_dir: str = "."
    keymap: Mapping[str, str] = field(default_factory=dict)
    dense: bool = False
    mute: bool = False
    alerts: AlertOptions = field(default_factory=AlertOptions)
    notices: Notices = "off"
