"""Notices on the desktop by the terminal's own escape sequences; which one, and its bytes."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Notices: TypeAlias = Literal["osc9", "osc777", "osc99", "off"]
BEL, ESC = "\a", "\x1b"
ST = f"{ESC}\\"
LONGEST = 200
PROGRAMS: Mapping[str, Notices] = {
    "iterm.app": "osc9",
    "wezterm": "osc777",
    "ghostty": "osc777",
    "warpterminal": "osc777",
}
TERMS: tuple[tuple[str, Notices], ...] = (
    ("kitty", "osc99"), ("ghostty", "osc777"), ("wezterm", "osc777"), ("foot", "osc777"), ("rxvt", "osc777"),
)  # fmt: skip


def notices_of(environ: Mapping[str, str]) -> Notices:
    """What the terminal of this environment understands; `off` where nothing is known of it."""
    program = PROGRAMS.get(environ.get("TERM_PROGRAM", "").lower())
    if program is not None:
        return program
    if "KITTY_WINDOW_ID" in environ:
        return "osc99"
    return next((kind for name, kind in TERMS if name in environ.get("TERM", "")), "off")


def sequence(kind: Notices, title: str, body: str, tmux: bool = False) -> str:
    """What to write to the terminal; "" for `off`. Inside tmux it is passed through, if tmux lets it."""
    title, body = _plain(title), _plain(body)
    if kind == "osc9":
        text = f"{ESC}]9;{title}: {body}{BEL}"
    elif kind == "osc777":
        text = f"{ESC}]777;notify;{title.replace(';', ',')};{body.replace(';', ',')}{BEL}"
    elif kind == "osc99":
        text = f"{ESC}]99;i=spxcc:d=0;{title}{ST}{ESC}]99;i=spxcc:p=body;{body}{ST}"
    else:
        return ""
    return f"{ESC}Ptmux;{text.replace(ESC, ESC + ESC)}{ST}" if tmux else text


def _plain(text: str) -> str:
    """Nothing in a notice may end the sequence or begin another."""
    return "".join(one for one in text if one.isprintable())[:LONGEST]
