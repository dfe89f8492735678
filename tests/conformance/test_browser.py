"""`spxcc web` in a headless Chromium: the page's terminal holds the desk, keys reach it, Ctrl-C ends all of it."""

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conformance.chromium import chromium, page
from tests.conformance.programs import awaited, holding, started

PANELS = ("1 GEX", "2 SPX", "3 SETUPS", "4 LEVELS", "5 FLOW", "6 COACH")


def needs() -> str:
    """The browser, or a skip that says what is missing."""
    if find_spec("textual_serve") is None:
        pytest.skip("needs textual-serve: pip install 'spxcc[web]'")
    program = chromium()
    if program is None:
        pytest.skip("needs Chromium on the path (apt-get install chromium)")
    return program


def processes() -> str:
    """Command lines of this machine."""
    return subprocess.run(("ps", "-ww", "-eo", "args"), capture_output=True, check=True).stdout.decode()


@pytest.mark.slow
def test_the_desk_in_a_browser(tmp_path: Path) -> None:
    program = needs()
    with started(tmp_path, "web", "--port", "0", "--scenario", "flip-loss", "--at", "14:30") as served:
        said = awaited(
            lambda: re.search(r"(http://127\.0\.0\.1:\d+) shows (ws://\S+);", (tmp_path / "err").read_text()),
            lambda: (tmp_path / "err").read_text(),
        )
        address, server = said.groups()
        with page(program, f"{address}/?fontsize=14", tmp_path / "profile") as tab:
            awaited(lambda: tab.value("document.querySelector('.xterm-screen') && true"), lambda: "no terminal in it")
            text = holding(tab.terminal_text, *PANELS, "● SIM", "connected to")
            assert re.search(r"SPX 6,\d\d\d\.\d\d", text)
            assert "not advice" in text
            picture = tmp_path / "desk.png"
            tab.picture(picture)
            assert picture.read_bytes().startswith(b"\x89PNG")
            assert picture.stat().st_size > 50_000
            tab.key("v")
            holding(tab.terminal_text, "1 SPX 1m", "2 SPX 5m", "3 SPX 15m", "4 SPX 1h")
            assert f"--attach {server}" in processes()
    assert served.returncode == 0
    assert f"--attach {server}" not in processes()
