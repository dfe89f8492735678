"""Settings of the screen that can be changed while it runs: their names, their values, and what a value changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias, cast, get_args

from spxcc.ui.options import PALETTE_NAMES, GlyphChoice, PaletteName, UiOptions

Value: TypeAlias = str | int | bool
SWITCH = ("off", "on")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "palette": PALETTE_NAMES,
    "glyphs": get_args(GlyphChoice),
    "fps": ("5", "10", "20", "30", "60"),
    "reduced_motion": SWITCH,
    "density": ("normal", "compact"),
    "mute": SWITCH,
}
"""Setting → its values in words, in the order of the cycle."""
MEANINGS: Mapping[str, str] = {
    "palette": "colours",
    "glyphs": "shapes of candles",
    "fps": "frames a second; 10 for slow lines",
    "reduced_motion": "no flash when a price changes",
    "density": "rows close together",
    "mute": "no bell, no desktop message",
}
ACTIONS_OF: Mapping[str, str] = {
    "set.palette": "palette",
    "set.glyphs": "glyphs",
    "set.fps": "fps",
    "set.motion": "reduced_motion",
    "set.density": "density",
}
"""Action of the palette → the setting it changes."""
WORDS: Mapping[str, str] = {"reduced": "on", "normal": "off"}


def shown(options: UiOptions, name: str) -> str:
    """The value of a setting in words."""
    match name:
        case "palette":
            return options.palette
        case "glyphs":
            return options.glyphs
        case "fps":
            return str(options.fps)
        case "density":
            return "compact" if options.dense else "normal"
        case "mute":
            return SWITCH[options.mute]
        case _:
            return SWITCH[options.reduced_motion]


def following(options: UiOptions, name: str, step: int = 1) -> str:
    """The value after (or before) the present one, around the end."""
    values, now = CHOICES[name], shown(options, name)
    return values[(values.index(now) + step) % len(values)] if now in values else values[0]


def changed(options: UiOptions, name: str, text: str) -> UiOptions:
    """`options` with the setting `name` at the value that `text` names; as they were if it names none."""
    text = WORDS.get(text, text) if name == "reduced_motion" else text
    if text not in CHOICES.get(name, ()):
        return options
    match name:
        case "palette":
            return replace(options, palette=cast(PaletteName, text))
        case "glyphs":
            return replace(options, glyphs=cast(GlyphChoice, text))
        case "fps":
            return replace(options, fps=int(text))
        case "density":
            return replace(options, dense=text == "compact")
        case "mute":
            return replace(options, mute=text == "on")
        case _:
            return replace(options, reduced_motion=text == "on")


def stored(name: str, text: str) -> Value:
    """The value as `config.toml` has it."""
    if CHOICES[name] == SWITCH:
        return text == "on"
    return int(text) if name == "fps" else text
