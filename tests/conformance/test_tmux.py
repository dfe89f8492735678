"""In tmux the desk and the strip stand as the app says they do, cell by cell, and take their keys."""

import re
import shutil
from pathlib import Path

import pytest

from tests.conformance.picture import rows_of
from tests.conformance.programs import awaited, holding, without
from tests.conformance.tmux import SIZES, Pane, pane

LIVE = re.compile(r"[\d.,…]+(ms|s|m)?|[+−]| +")
"""What goes on counting in the lines above and below a display that stands still."""
NOW = re.compile("(FORMING|READY|TRIGGERED) ▏")
STARTS = 4
"""Signs of such a line that are compared: those at its end come and go with the width of the numbers."""
TITLES = {
    160: ("1 GEX SPX", "2 SPX 1m", "3 SETUPS", "4 LEVELS", "5 FLOW", "6 COACH", "ALERTS"),
    100: ("2 SPX 1m", "3 SETUPS", "4 LEVELS", "5 FLOW", "6 COACH"),
    80: ("[2 CHART 1m]", "1 GEX", "3 SETUPS", "4 LEVELS", "5 FLOW", "6 COACH"),
}
OPENED = (("v", "1 SPX 1m"), ("w", "esc close"), ("?", "again: zoom"), ("A", "M mute"))
"""Keys and what only the screens that they open hold."""
MARKET = ("--scenario", "flip-loss", "--at", "14:30")


def needs_tmux() -> None:
    """Or a skip that says what is missing."""
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux on the path (apt-get install tmux)")


def setups_there(one: Pane) -> None:
    """Once the line of now speaks of a setup, in whatever state."""
    awaited(lambda: NOW.search(one.text()), one.text)


def said(home: Path, one: Pane) -> list[str]:
    """The screen as the app exports it."""
    one.press("S")
    svg = awaited(
        lambda: next((text for path in home.glob("*.svg") if "</svg>" in (text := path.read_text())), None),
        lambda: f"no picture in {home}:\n{one.text()}",
    )
    return rows_of(svg)


def quiet(row: str) -> str:
    """How a line begins, without its counters."""
    return LIVE.sub("", row)[:STARTS]


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_tmux_shows_what_the_app_says_it_shows(tmp_path: Path, size: tuple[int, int]) -> None:
    needs_tmux()
    with pane(tmp_path, size) as one:
        one.run("tui", *MARKET)
        text = holding(one.text, *TITLES[size[0]], "● SIM", "? help", "SPX 6,")
        setups_there(one)
        assert re.search(r"SPX 6,\d{3}\.\d\d [▲▼·]", text.split("\n")[0])
        one.press("p")
        holding(one.text, "FROZEN")
        shown, told = one.rows(), said(tmp_path, one)
        assert all("FROZEN" in rows[0] and "● SIM" in rows[0] for rows in (shown, told))
        counting = {0, 1, size[1] - 1, size[1] - 2, size[1] - 3}
        moving = {size[1] - 4, size[1] - 3, size[1] - 2} if size[0] == 80 else set()
        for row in set(range(size[1])) - moving:
            mine, theirs = (told[row] if row < len(told) else ""), shown[row]
            if row in counting:
                mine, theirs = quiet(mine), quiet(theirs)
            assert mine == theirs, f"row {row}"


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_keys_reach_the_desk_and_q_ends_it(tmp_path: Path, size: tuple[int, int]) -> None:
    needs_tmux()
    with pane(tmp_path, size) as one:
        one.run("tui", *MARKET)
        holding(one.text, "● SIM", "SPX 6,")
        setups_there(one)
        one.press("t")
        holding(one.text, "2 SPX 5m")
        one.press("z")
        assert "2 SPX 5m" in without(one.text, "6 COACH")
        one.press("z")
        holding(one.text, "6 COACH")
        for key, word in OPENED:
            one.press(key)
            holding(one.text, word)
            one.press("Escape")
            without(one.text, word)
        one.press("q")
        assert "Traceback" not in holding(one.text, "ended with 0")


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 60, 120])
def test_the_strip_stands_below_the_prompt_and_stays_there_when_it_ends(tmp_path: Path, width: int) -> None:
    needs_tmux()
    with pane(tmp_path, (width, 24)) as one:
        one.run("watch", *MARKET)
        text = holding(one.text, "SPX 6,", "γ NEG", "flip 6,", "▲ 6,", "▼ 6,", "▏", "q quits", "● SIM")
        rows = [row for row in text.split("\n") if row.strip()]
        assert len(rows) == 6
        assert all(len(row) <= width for row in rows)
        one.press("q")
        left = holding(one.text, "ended with 0")
        assert "SPX 6," in left
        assert "Traceback" not in left
