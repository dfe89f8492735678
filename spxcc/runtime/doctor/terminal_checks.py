"""What the terminal can do, as far as its environment tells."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.ui.notices import notices_of

FULL, LEAST = (160, 48), (80, 24)
SSH_FPS = 10
PROGRAMS: Mapping[str, str] = {
    "apple_terminal": "Terminal.app", "iterm.app": "iTerm2", "vscode": "VS Code", "wezterm": "WezTerm",
    "ghostty": "Ghostty", "warpterminal": "Warp", "hyper": "Hyper", "tabby": "Tabby", "tmux": "tmux",
}  # fmt: skip
VARIABLES: Mapping[str, str] = {
    "KITTY_WINDOW_ID": "kitty", "WEZTERM_PANE": "WezTerm", "GHOSTTY_RESOURCES_DIR": "Ghostty",
    "WT_SESSION": "Windows Terminal", "ALACRITTY_WINDOW_ID": "Alacritty", "KONSOLE_VERSION": "Konsole",
    "VTE_VERSION": "a VTE terminal (GNOME and kin)",
}  # fmt: skip
TERMS: Mapping[str, str] = {
    "xterm-kitty": "kitty", "alacritty": "Alacritty", "foot": "foot", "xterm-ghostty": "Ghostty",
    "wezterm": "WezTerm", "rxvt-unicode-256color": "urxvt", "linux": "the Linux console",
}  # fmt: skip
COPIES = frozenset({"kitty", "WezTerm", "Ghostty", "Windows Terminal", "Alacritty", "foot", "VS Code"})
COPIES_NOT = frozenset({"Terminal.app", "a VTE terminal (GNOME and kin)", "the Linux console", "urxvt"})
QUIRKS: Mapping[str, str] = {
    "Terminal.app": "no true colours before macOS 26, no clipboard, no notices",
    "VS Code": "its own keys come first; raise terminal.integrated.gpuAcceleration if it flickers",
    "the Linux console": "16 colours, no box drawing beyond its font",
    "Konsole": "no notices by escape sequence",
}


@dataclass(frozen=True, slots=True)
class TerminalFound:
    """environ: of the process. tty: whether any standard stream is a terminal. encoding: of standard output."""

    environ: Mapping[str, str]
    tty: bool
    size: tuple[int, int] | None = None
    encoding: str = ""
    fps: int = 20


def look_at_terminal(environ: Mapping[str, str], streams: tuple[TextIO, ...], fps: int) -> TerminalFound:
    """Ask the streams, never the terminal itself: its answers would stand in the output."""
    for stream in streams:
        with suppress(OSError, ValueError):
            if os.isatty(stream.fileno()):
                columns, rows = os.get_terminal_size(stream.fileno())
                return TerminalFound(environ, True, (columns, rows), _encoding(), fps)
    return TerminalFound(environ, False, None, _encoding(), fps)


def _encoding() -> str:
    # A screen that is up has put something of its own in place of standard output.
    return getattr(sys.stdout, "encoding", None) or getattr(sys.__stdout__, "encoding", None) or ""


def terminal_checks(found: TerminalFound) -> list[Check]:
    """All checks of the terminal."""
    if not found.tty:
        return [skip("terminal.tty", "no terminal here: a pipe, a service or a script")]
    name = terminal_name(found.environ)
    return [
        ok("terminal.tty", name or f"a terminal of unknown make (TERM={found.environ.get('TERM', '')[:40]!r})"),
        size_check(found.size),
        colour_check(found.environ),
        unicode_check(found.environ, found.encoding),
        skip("terminal.mouse", "only the terminal could tell; if clicks do nothing, use the keys (?)"),
        multiplexer_check(found.environ),
        remote_check(found.environ, found.fps),
        clipboard_check(name, found.environ),
        notices_check(found.environ),
        quirks_check(name),
    ]


def terminal_name(environ: Mapping[str, str]) -> str:
    """Which terminal it is, "" if nothing tells. Inside tmux the variables are those of where tmux was started."""
    program = PROGRAMS.get(environ.get("TERM_PROGRAM", "").lower())
    if program is not None and program != "tmux":
        return program
    by_variable = next((name for variable, name in VARIABLES.items() if variable in environ), "")
    return by_variable or TERMS.get(environ.get("TERM", ""), "")


def size_check(size: tuple[int, int] | None) -> Check:
    """Is there room."""
    name, full = "terminal.size", f"{FULL[0]}×{FULL[1]} for the whole desk"
    if size is None:
        return skip(name, "not known")
    text = f"{size[0]}×{size[1]} cells"
    if size[0] < LEAST[0] or size[1] < LEAST[1]:
        return warn(name, text, f"{LEAST[0]}×{LEAST[1]} or more", "Make the window larger or the font smaller.")
    if size[0] < FULL[0] or size[1] < FULL[1]:
        return ok(name, f"{text}: the compact desk", f"{full}.")
    return ok(name, f"{text}: the whole desk")


def colour_check(environ: Mapping[str, str]) -> Check:
    """How many colours."""
    name, term = "terminal.colours", environ.get("TERM", "")
    if environ.get("NO_COLOR"):
        return warn(
            name, "NO_COLOR is set", "colours", "Unset NO_COLOR, or choose the palette mono: it is made for it."
        )
    if term in ("", "dumb"):
        return fail(
            name, f"TERM={term!r}", "the name of a terminal",
            "Set TERM to what the terminal is, e.g. `export TERM=xterm-256color`.",
        )  # fmt: skip
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return ok(name, "16 million")
    if term.endswith("-256color") or term.startswith(("xterm-kitty", "alacritty", "foot", "xterm-ghostty")):
        return warn(
            name, f"256 (TERM={term[:40]}, no COLORTERM)", "16 million",
            "Run `export COLORTERM=truecolor` if the terminal has them; over ssh add it to SendEnv and AcceptEnv.",
        )  # fmt: skip
    return warn(
        name, f"16 or fewer (TERM={term[:40]})", "256 or more", "Use the palette ansi: `spxcc tui --palette ansi`."
    )


def unicode_check(environ: Mapping[str, str], encoding: str) -> Check:
    """Can it show box drawing."""
    name = "terminal.unicode"
    variable = next((each for each in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(each)), None)
    value = "" if variable is None else environ[variable]
    told = f"{variable}={value[:40]}" if variable else "no locale is set"
    if "utf8" in value.lower().replace("-", "") or (not variable and "utf8" in encoding.lower().replace("-", "")):
        return ok(name, f"UTF-8 ({told})")
    return warn(
        name, told, "a UTF-8 locale",
        "Run `export LANG=C.UTF-8`, or use `spxcc tui --glyphs ascii`.",
    )  # fmt: skip


def multiplexer_check(environ: Mapping[str, str]) -> Check:
    """Does something stand between."""
    name = "terminal.multiplexer"
    if "TMUX" in environ:
        return ok(
            name, "tmux",
            "In tmux.conf: set -s escape-time 10, set -s set-clipboard on, set -g allow-passthrough on, and "
            "terminal-features ',*:RGB' for true colours.",
        )  # fmt: skip
    if "ZELLIJ" in environ:
        return ok(name, "zellij", "Lock its keys with ctrl+g where they take ours.")
    if "STY" in environ:
        return warn(
            name, "GNU screen", "none, or tmux", "Use tmux: screen passes no true colours, clipboard or notices on."
        )
    return ok(name, "none")


def remote_check(environ: Mapping[str, str], fps: int) -> Check:
    """Is the screen far away."""
    name = "terminal.remote"
    if not any(variable in environ for variable in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
        return ok(name, "local")
    if fps > SSH_FPS:
        return warn(
            name, f"ssh, at {fps} frames a second (about {fps * 8} kB/s)", f"{SSH_FPS} frames or fewer",
            f"Set fps = {SSH_FPS} in config.toml, or use `spxcc tui --fps {SSH_FPS}`.",
        )  # fmt: skip
    return ok(name, f"ssh, at {fps} frames a second")


def clipboard_check(terminal: str, environ: Mapping[str, str]) -> Check:
    """Does copying reach the clipboard (OSC 52)."""
    name = "terminal.clipboard"
    if terminal in COPIES_NOT:
        return warn(
            name,
            f"{terminal} takes no OSC 52",
            "a terminal that does",
            "Use e.g. kitty, WezTerm or foot to copy with `y`.",
        )
    hint = "Needs set-clipboard on in tmux." if "TMUX" in environ else ""
    if terminal == "iTerm2":
        return ok(name, "OSC 52, if allowed", "Allow clipboard access in iTerm2: Settings, General, Selection.")
    if terminal in COPIES:
        return ok(name, f"OSC 52, by what {terminal} is known for", hint)
    return skip(name, "not known whether it takes OSC 52; press `y` on a row and paste")


def notices_check(environ: Mapping[str, str]) -> Check:
    """Do alerts reach the desktop."""
    kind = notices_of(environ)
    if kind == "off":
        return skip(
            "terminal.notices", "no desktop notices known of this terminal; alerts ring the bell and stay on screen"
        )
    hint = "Needs allow-passthrough on in tmux." if "TMUX" in environ else ""
    return ok("terminal.notices", f"OSC {kind.removeprefix('osc')}, by its name", hint)


def quirks_check(terminal: str) -> Check:
    """What is known of it."""
    return ok("terminal.quirks", QUIRKS.get(terminal, "none known"))
