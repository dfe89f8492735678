"""Six rows for the corner of a shell: price, gamma, levels above and below, the NOW line, the feed."""

from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.header.panel import compose
from spxcc.ui.panels.header.view_model import clock, gamma, mode_line, move, price_segments, regime, vix
from spxcc.ui.panels.levels.view_model import LevelRow, LevelsView
from spxcc.ui.panels.levels.view_model import build as levels
from spxcc.ui.panels.now_line.view_model import build as now_words
from spxcc.ui.panels.status_line.view_model import status
from spxcc.ui.renderables.cells import Line, spread, width_of
from spxcc.ui.why import freshness

ROWS = 6
NEAREST = 4
"""Prices told on each side, where the width allows."""
NAMES = 2
"""Levels named where several stand at one price; of the others the number."""
QUIT: Line = (("  ", "text"), ("q", "key"), (" quits ", "dim"))


def strip(frame: Frame, width: int) -> list[Line]:
    """The rows, each at most `width` cells; what is absent says why."""
    view, fresh = levels(frame), freshness(frame)
    return [
        compose((*price_segments(frame, fresh, None), *clock(frame)), mode_line(frame, fresh), width),
        _indented(compose((*gamma(frame), *regime(frame), *move(frame), *vix(frame)), (), width)),
        _side(view, "▲", "up", width),
        _side(view, "▼", "down", width),
        _kept(*now_words(frame, width), width),
        _kept(status(frame, width - width_of(QUIT)), QUIT, width),
    ]


def _indented(line: Line) -> Line:
    """Without the rule that separates its first segment from one before it."""
    return ((" ", "text"), *line[1:]) if line and line[0][1] == "rule" else line


def _side(view: LevelsView, mark: str, role: str, width: int) -> Line:
    """Levels of one side, nearest first: as many as fit."""
    line: tuple[tuple[str, str], ...] = ((f" {mark} ", role),)
    if view.reason is not None:
        return (*line, (f"levels: {view.reason}", "dim"))
    rows = [row for row in view.rows if row.distance is not None and (row.distance >= 0) == (mark == "▲")]
    if not rows:
        priced = any(row.distance is not None for row in view.rows)
        return (*line, ("no level on this side" if priced else "no price to measure levels from", "dim"))
    places: dict[str, list[LevelRow]] = {}
    for row in rows:
        places.setdefault(words.price(row.price, 1), []).append(row)
    for at, same in enumerate(list(places.values())[:NEAREST]):
        told = _place(same)
        if at and width_of((*line, *told)) > width:
            break
        line = (*line, *told)
    return line


def _place(rows: list[LevelRow]) -> Line:
    """Levels at one price: `6,050.0 CW+VWAP −6.1`."""
    names: list[tuple[str, str]] = []
    for row in rows[:NAMES]:
        names += [("+", "dim"), (row.label, row.role)]
    more = f"+{len(rows) - NAMES}" if len(rows) > NAMES else ""
    distance = f"{more} {words.signed(rows[0].distance, 1)}   "
    return ((f"{words.price(rows[0].price, 1)} ", "bright"), *names[1:], (distance, "text"))


def _kept(left: Line, right: Line, width: int) -> Line:
    """Both, the right one whole where there is room for something beside it."""
    room = width - width_of(right)
    return (*spread(left, (), room), *right) if room >= 20 else left
