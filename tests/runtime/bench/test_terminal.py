"""Programs in a pty."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from spxcc.runtime.bench.terminal import Run, environment, last_words, run_in_pty
from spxcc.runtime.clock import SystemClock

SIZE = "import os; print(os.get_terminal_size(), os.isatty(0), os.environ['HOME'])"


def python(code: str) -> Sequence[str]:
    return (sys.executable, "-c", code)


def test_the_program_sees_a_terminal_of_the_size_and_a_home_of_nobody(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def look(output: bytes) -> Sequence[str]:
        seen.append(output)
        return ["size"] if b"columns=91" in output else []

    run = run_in_pty(lambda descriptor: python(SIZE), (91, 17), tmp_path, SystemClock(), look)
    assert b"columns=91, lines=17" in seen[-1]
    assert b"True" in seen[-1]
    assert str(tmp_path).encode() in seen[-1]
    assert run.code == 0
    assert run.written >= len("columns=91")
    assert 0 < run.marks["size"] < 30


def test_what_it_reports_is_kept_apart_from_what_it_draws(tmp_path: Path) -> None:
    def command(descriptor: int) -> Sequence[str]:
        return python(f"import os, sys; print('drawn'); os.write({descriptor}, b'told'); sys.exit(3)")

    run = run_in_pty(command, (80, 24), tmp_path, SystemClock())
    assert (run.report, run.code) == (b"told", 3)


def test_it_is_ended_when_enough_was_seen_and_when_it_takes_too_long(tmp_path: Path) -> None:
    endless = "import itertools\nprint('first', flush=True)\nfor _ in itertools.count(): pass"

    def look(output: bytes) -> Sequence[str]:
        return ["first"] if b"first" in output else []

    def enough(run: Run) -> bool:
        return "first" in run.marks

    run = run_in_pty(lambda descriptor: python(endless), (80, 24), tmp_path, SystemClock(), look, enough)
    assert run.code != 0
    with pytest.raises(TimeoutError, match="expected the measured program to end within 0 s"):
        run_in_pty(lambda descriptor: python(endless), (80, 24), tmp_path, SystemClock(), limit_s=0.2)


def test_settings_of_the_user_do_not_reach_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPXCC_FEED", "XDG_CONFIG_HOME", "TEXTUAL_FPS", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    made = environment(tmp_path)
    assert not {"SPXCC_FEED", "XDG_CONFIG_HOME", "TEXTUAL_FPS", "PYTHONDONTWRITEBYTECODE"} & set(made)
    assert (made["HOME"], made["COLORTERM"]) == (str(tmp_path), "truecolor")


def test_last_words_are_a_line_without_colours() -> None:
    assert last_words(b"a\r\n\x1b[31mValueError: \xff no\x1b[0m\r\n  \r\n") == "ValueError: \ufffd no"
    assert last_words(b"\x1b[2J") == ""
