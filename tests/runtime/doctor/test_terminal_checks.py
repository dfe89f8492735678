"""Terminals by their environment, in tables."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from spxcc.runtime.doctor.check import Check
from spxcc.runtime.doctor.terminal_checks import (
    COPIES,
    COPIES_NOT,
    PROGRAMS,
    QUIRKS,
    TERMS,
    VARIABLES,
    TerminalFound,
    look_at_terminal,
    terminal_checks,
    terminal_name,
)

GOOD = {"TERM": "xterm-kitty", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "KITTY_WINDOW_ID": "1"}


def checks(
    environ: Mapping[str, str] | None = None, size: tuple[int, int] | None = (160, 48), fps: int = 20
) -> dict[str, Check]:
    found = TerminalFound({**GOOD, **(environ or {})}, True, size, "utf-8", fps)
    return {check.id.partition(".")[2]: check for check in terminal_checks(found)}


def test_f62_a_good_terminal_is_good_in_every_line() -> None:
    found = checks()
    assert {name for name, check in found.items() if check.state != "ok"} == {"mouse"}
    assert (found["tty"].found, found["colours"].found) == ("kitty", "16 million")
    assert found["notices"].found == "OSC 99, by its name"


@pytest.mark.parametrize(
    ("name", "environ", "state", "found"),
    [
        ("colours", {"COLORTERM": "", "TERM": "xterm-256color"}, "warn", "256 (TERM=xterm-256color, no COLORTERM)"),
        ("colours", {"COLORTERM": "", "TERM": "xterm"}, "warn", "16 or fewer (TERM=xterm)"),
        ("colours", {"TERM": "dumb"}, "fail", "TERM='dumb'"),
        ("colours", {"NO_COLOR": "1"}, "warn", "NO_COLOR is set"),
        ("colours", {"COLORTERM": "", "TERM": "xterm-direct"}, "ok", "16 million"),
        ("unicode", {"LANG": "C"}, "warn", "LANG=C"),
        ("unicode", {"LC_ALL": "POSIX"}, "warn", "LC_ALL=POSIX"),
        ("unicode", {"LANG": ""}, "ok", "UTF-8 (no locale is set)"),
        ("multiplexer", {"TMUX": "/tmp/x"}, "ok", "tmux"),
        ("multiplexer", {"ZELLIJ": "0"}, "ok", "zellij"),
        ("multiplexer", {"STY": "1.pts"}, "warn", "GNU screen"),
        ("remote", {"SSH_TTY": "/dev/pts/1"}, "warn", "ssh, at 20 frames a second (about 160 kB/s)"),
        ("clipboard", {"TERM_PROGRAM": "Apple_Terminal"}, "warn", "Terminal.app takes no OSC 52"),
        ("clipboard", {"TERM_PROGRAM": "iTerm.app"}, "ok", "OSC 52, if allowed"),
        ("quirks", {"TERM_PROGRAM": "vscode"}, "ok", QUIRKS["VS Code"]),
    ],
)
def test_f62_each_line_of_a_terminal(name: str, environ: dict[str, str], state: str, found: str) -> None:
    check = checks(environ)[name]
    assert (check.state, check.found) == (state, found)
    assert state not in ("warn", "fail") or (check.expected and check.remedy.endswith("."))


@pytest.mark.parametrize(
    ("size", "state", "found"),
    [
        ((160, 48), "ok", "160×48 cells: the whole desk"),
        ((120, 40), "ok", "120×40 cells: the compact desk"),
        ((79, 24), "warn", "79×24 cells"),
        (None, "skip", "not known"),
    ],
)
def test_sizes(size: tuple[int, int] | None, state: str, found: str) -> None:
    assert (checks(None, size)["size"].state, checks(None, size)["size"].found) == (state, found)


def test_fewer_frames_over_ssh_are_fine() -> None:
    assert checks({"SSH_CONNECTION": "1"}, fps=10)["remote"].state == "ok"
    assert "fps = 10" in checks({"SSH_CONNECTION": "1"})["remote"].remedy


def test_of_an_unknown_terminal_little_is_said() -> None:
    found = TerminalFound({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, True, (160, 48), "ascii")
    by_name = {check.id: check.state for check in terminal_checks(found)}
    assert (by_name["terminal.clipboard"], by_name["terminal.notices"]) == ("skip", "skip")
    assert by_name["terminal.unicode"] == "warn"


def test_names_in_the_tables_are_names_of_terminals() -> None:
    known = {*PROGRAMS.values(), *VARIABLES.values(), *TERMS.values()}
    assert COPIES | COPIES_NOT | set(QUIRKS) <= known
    assert terminal_name({"TERM_PROGRAM": "tmux", "TERM": "foot"}) == "foot"
    assert terminal_name({"WT_SESSION": "x"}) == "Windows Terminal"
    assert terminal_name({}) == ""


def test_without_a_terminal_nothing_is_judged(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as stream:
        found = look_at_terminal(GOOD, (stream,), 20)
    assert not found.tty
    assert [check.state for check in terminal_checks(found)] == ["skip"]
    assert look_at_terminal(GOOD, (stream,), 20).encoding == sys.stdout.encoding
