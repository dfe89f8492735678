"""Palettes: which colour a role has. Every state has a word or a shape besides its colour."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.style import Style

from spxcc.ui.options import PALETTE_NAMES, PaletteName
from spxcc.ui.renderables.heat import ROLES, STEPS

if TYPE_CHECKING:
    from textual.theme import Theme

FAINTEST = 0.22
"""How much of its hue the smallest class of a map has."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Foreground, background (`None` = the palette's) and weight of a role."""

    fg: str
    bg: str | None = None
    bold: bool = False
    dim: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role. `dash_down`: falling bars are marked by shape too, because hue does not tell."""

    name: PaletteName
    dark: bool
    background: str
    inks: Mapping[str, Ink]
    dash_down: bool = False
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """The few colours a palette is made of."""

    background: str
    text: str
    dim: str
    bright: str
    rule: str
    up: str
    down: str
    gex_pos: str
    gex_neg: str
    wall: str
    flip: str
    dyn: str
    alert: str
    error: str
    accent: str
    select: str
    volume: str


def _inks(base: Base) -> dict[str, Ink]:
    on = base.background
    return {
        "text": Ink(base.text),
        "dim": Ink(base.dim),
        "bright": Ink(base.bright, bold=True),
        "rule": Ink(base.rule),
        "title": Ink(base.text),
        "title_focus": Ink(base.accent, bold=True),
        "key": Ink(base.accent),
        "up": Ink(base.up),
        "down": Ink(base.down),
        "up_rev": Ink(on, base.up),
        "down_rev": Ink(on, base.down),
        "up_bold": Ink(base.up, bold=True),
        "down_bold": Ink(base.down, bold=True),
        "gex_pos": Ink(base.gex_pos),
        "gex_neg": Ink(base.gex_neg),
        "wall": Ink(base.wall, bold=True),
        "flip": Ink(base.flip, bold=True),
        "dyn": Ink(base.dyn),
        "volume": Ink(base.volume),
        "alert": Ink(on, base.alert, bold=True),
        "warn": Ink(base.alert),
        "error": Ink(base.error, bold=True),
        "stale": Ink(base.dim),
        "tag": Ink(on, base.bright, bold=True),
        "tag_stale": Ink(on, base.dim),
        "select": Ink(base.bright, base.select, bold=True),
        "live": Ink(base.up, bold=True),
        "mode": Ink(on, base.accent, bold=True),
        "mode_stale": Ink(on, base.alert, bold=True),
        "entry": Ink(base.accent, bold=True),
        "stop": Ink(base.down, bold=True),
        "target": Ink(base.up, bold=True),
        "gone": Ink(base.dim, strike=True),
        "spy": Ink(base.accent),
        **_heat_inks(_ramp(base)),
    }


def _ramp(base: Base) -> list[str]:
    """Colours of the classes −4…+4 of a map: hue of negative gamma, background, hue of positive."""
    if base.background == "default":
        return ["bright_yellow", "bright_yellow", "yellow", "yellow", "bright_black", "blue", "blue", "bright_blue",
                "bright_blue"]  # fmt: skip
    shares = [FAINTEST + (1.0 - FAINTEST) * step / (STEPS - 1) for step in range(STEPS)]
    negative = [mixed(base.background, base.gex_neg, share) for share in reversed(shares)]
    return [*negative, base.background, *(mixed(base.background, base.gex_pos, share) for share in shares)]


def _heat_inks(ramp: list[str]) -> dict[str, Ink]:
    """Of half blocks: the upper half is the foreground, the lower the background."""
    return {role: Ink(ramp[top + STEPS], ramp[bottom + STEPS]) for role, (top, bottom) in ROLES.items()}


def mixed(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from `one` to `other`, both `#rrggbb`."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


CLASSIC = Base(
    background="#0b0f14", text="#c9d1d9", dim="#8b98a5", bright="#ffffff", rule="#7d8894",
    up="#26a69a", down="#ef5350", gex_pos="#4c8dff", gex_neg="#d29922", wall="#e6edf3", flip="#d16dff",
    dyn="#5aa7b8", alert="#ffb000", error="#ff7b72", accent="#58b7ff", select="#22405e", volume="#66727f",
)  # fmt: skip
CB = Base(
    background="#0b0f14", text="#c9d1d9", dim="#8b98a5", bright="#ffffff", rule="#7d8894",
    up="#56b4e9", down="#e69f00", gex_pos="#2f8fd6", gex_neg="#f0e442", wall="#e6edf3", flip="#ffffff",
    dyn="#aab4be", alert="#f0e442", error="#ff9e80", accent="#9ad1ff", select="#22405e", volume="#66727f",
)  # fmt: skip
MONO = Base(
    background="#0c0c0c", text="#c8c8c8", dim="#8f8f8f", bright="#ffffff", rule="#858585",
    up="#ffffff", down="#b4b4b4", gex_pos="#e0e0e0", gex_neg="#a8a8a8", wall="#ffffff", flip="#ffffff",
    dyn="#9c9c9c", alert="#ffffff", error="#ffffff", accent="#ffffff", select="#3a3a3a", volume="#6c6c6c",
)  # fmt: skip
REDUP = Base(
    background="#0b0f14", text="#c9d1d9", dim="#8b98a5", bright="#ffffff", rule="#7d8894",
    up="#ef5350", down="#26a69a", gex_pos="#4c8dff", gex_neg="#d29922", wall="#e6edf3", flip="#d16dff",
    dyn="#5aa7b8", alert="#ffb000", error="#ff7b72", accent="#58b7ff", select="#22405e", volume="#66727f",
)  # fmt: skip
LIGHT = Base(
    background="#fbfaf7", text="#24292f", dim="#5b6570", bright="#000000", rule="#6b7480",
    up="#0b7a70", down="#b3261e", gex_pos="#0b57c2", gex_neg="#8a5a00", wall="#111111", flip="#8324b3",
    dyn="#1f6f80", alert="#8f4b00", error="#a1160d", accent="#0a5fb4", select="#d5e5f7", volume="#828c96",
)  # fmt: skip
ANSI = Base(
    background="default", text="default", dim="bright_black", bright="bright_white", rule="bright_black",
    up="green", down="red", gex_pos="bright_blue", gex_neg="yellow", wall="bright_white", flip="magenta",
    dyn="cyan", alert="bright_yellow", error="bright_red", accent="bright_cyan", select="blue", volume="bright_black",
)  # fmt: skip


def _ansi_inks() -> dict[str, Ink]:
    """The terminal's own colours; what is drawn on a colour is drawn in black."""
    return {
        role: Ink("black", ink.bg, ink.bold, ink.dim, ink.strike) if ink.fg == "default" and ink.bg else ink
        for role, ink in _inks(ANSI).items()
    }


PALETTES: Mapping[PaletteName, Palette] = {
    "classic": Palette("classic", True, CLASSIC.background, _inks(CLASSIC)),
    "cb": Palette("cb", True, CB.background, _inks(CB)),
    "mono": Palette("mono", True, MONO.background, _inks(MONO), dash_down=True),
    "redup": Palette("redup", True, REDUP.background, _inks(REDUP), dash_down=True),
    "light": Palette("light", False, LIGHT.background, _inks(LIGHT)),
    "ansi": Palette("ansi", True, ANSI.background, _ansi_inks(), terminal=True),
}


def following(name: PaletteName) -> PaletteName:
    """The palette after `name` in the cycle; colour-blind is one key from the default."""
    return PALETTE_NAMES[(PALETTE_NAMES.index(name) + 1) % len(PALETTE_NAMES)]


def styles(palette: Palette) -> dict[str, Style]:
    """Rich styles by role, each with its background, so that no cell is left to chance."""
    return {
        role: Style(color=ink.fg, bgcolor=ink.bg or palette.background, bold=ink.bold, dim=ink.dim, strike=ink.strike)
        for role, ink in palette.inks.items()
    }


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1–21 of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def textual_theme(palette: Palette) -> "Theme":
    """The palette for Textual's own widgets (command palette, toasts)."""
    # Palettes also colour what is printed without Textual.
    from textual.theme import BUILTIN_THEMES, Theme

    if palette.terminal:
        return replace(BUILTIN_THEMES["ansi-dark"], name=f"spxcc-{palette.name}")
    ink = palette.inks
    return Theme(
        name=f"spxcc-{palette.name}", dark=palette.dark, primary=ink["key"].fg, secondary=ink["dyn"].fg,
        warning=ink["warn"].fg, error=ink["error"].fg, success=ink["up"].fg, accent=ink["key"].fg,
        foreground=ink["text"].fg, background=palette.background, surface=palette.background,
        panel=palette.inks["select"].bg,
    )  # fmt: skip
