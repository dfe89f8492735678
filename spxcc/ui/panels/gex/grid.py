"""Words of the full view that stand by strike: what the last minutes changed, and exposure by expiry date."""

from collections.abc import Mapping, Sequence

from spxcc.engines.gex.result import GexChange, GexResult
from spxcc.ui import format as words
from spxcc.ui.panels.gex.tables import money
from spxcc.ui.renderables.cells import Line, Run, wrap
from spxcc.ui.renderables.gex_profile import tag_rows
from spxcc.ui.renderables.mini import spark

STRIP = 4
"""Columns of the change strip beside the ladder."""
MOST_ROWS = 15
LEAST_ROWS = 4
CELL = 8
NAME = 9
NO_CHANGE = "nothing is known from half a minute ago or longer"
NO_GRID = "exposures by strike and date were not told"
TOP = 3
FULL, HALF = 0.5, 0.05
"""Shares of the largest change from which a strike is marked with an arrow, and marked at all."""


def minutes_of(change: GexChange) -> str:
    """`5m`, or in the first minutes `2m`, `30s`: how far back the change reaches."""
    seconds = round((change.until - change.since) / 1000)
    return f"{seconds}s" if seconds < 60 else f"{seconds // 60}m"


def strip_head(change: GexChange | None) -> str:
    """` Δ5m`; without the time in the first minute, where it has no room, and with a dash while nothing is known."""
    text = f"Δ {words.ABSENT}" if change is None else f"Δ{minutes_of(change)}"
    return f"{text if len(text) < STRIP else 'Δ':>{STRIP}}"


def marks_of(gex: GexResult, strikes: Sequence[float], plain: bool) -> dict[float, Line]:
    """A mark for each strike: `▲` `▼` large, `+` `−` small changes of its net, `·` next to none, a blank unknown."""
    change = gex.change
    if change is None:
        return dict.fromkeys(strikes, ((" " * STRIP, "dim"),))
    known = dict(zip(change.strikes, change.by_strike, strict=True))
    peak = max((abs(value) for value in change.by_strike), default=0.0)
    return {strike: (_mark(known.get(strike), peak, plain),) for strike in strikes}


def _mark(value: float | None, peak: float, plain: bool) -> Run:
    if value is None:
        return (" " * STRIP, "dim")
    share = abs(value) / peak if peak > 0 else 0.0
    large, up = share >= FULL, value > 0
    if share < HALF:
        return (f"{'.' if plain else '·':^{STRIP}}", "dim")
    shape = ("^" if up else "v") if plain and large else ("▲" if up else "▼") if large else "+" if up else "−"
    return (f"{shape:^{STRIP}}", "gex_pos" if up else "gex_neg")


def change_lines(gex: GexResult, width: int, plain: bool) -> list[Line]:
    """`Δ5m ▇▆▅▃▂▁ −420M since 14:27:07`, then the strikes that changed most, up and down."""
    change = gex.change
    if change is None:
        return [((f" {part}", "text"),) for part in wrap(f"{words.ABSENT} {NO_CHANGE}", max(width - 2, 8))]
    pairs = sorted(zip(change.by_strike, change.strikes, strict=True))
    most = [one for one in reversed(pairs) if one[0] > 0][:TOP], [one for one in pairs if one[0] < 0][:TOP]
    lines: list[Line] = [((" ", "text"), *change_line(change, plain), (f" since {words.clock(change.since)}", "dim"))]
    for name, rows in (("up  ", most[0]), ("down", most[1])):
        if rows:
            parts = [run for value, strike in rows for run in ((f" {words.strike(strike)}", "text"), money(value))]
            lines.append(((f" {name}", "dim"), *parts))
    return lines


def change_line(change: GexChange, plain: bool) -> Line:
    """`Δ5m ▇▆▅▅▃▂▂▁ −420M`: the total over the window, and its change."""
    return (
        (f"Δ{minutes_of(change)} ", "dim"),
        (spark(change.nets, len(change.nets), plain), "text"),
        (f" {words.dollars(change.net, sign=True) if change.net else '0'}", money(change.net)[1]),
    )


def grid_lines(
    gex: GexResult, tags: Mapping[float, str], spot: float | None, width: int, room: int, most: int = MOST_ROWS
) -> list[Line]:
    """Net exposure by strike and date around spot, with its change; dates leave from the right as it narrows."""
    grid = gex.grid
    if grid is None or not grid.strikes or spot is None:
        return [((f" {part}", "text"),) for part in wrap(f"{words.ABSENT} {NO_GRID}", max(width - 2, 8))]
    rows = min(room - 1, most, len(grid.strikes))
    if rows < LEAST_ROWS:
        return []
    shown = max(min((width - NAME - 1) // CELL, len(grid.dates) + 2), 1)
    heads = [*(day[5:] for day in grid.dates), "later", "Δ" if gex.change is None else f"Δ{minutes_of(gex.change)}"]
    lines: list[Line] = [((f" {'strike':<{NAME}}" + "".join(f"{one:>{CELL}}" for one in heads[:shown]), "dim"),)]
    changes = {} if gex.change is None else dict(zip(gex.change.strikes, gex.change.by_strike, strict=True))
    centre = min(range(len(grid.strikes)), key=lambda at: abs(grid.strikes[at] - spot))
    first = max(min(centre - rows // 2, len(grid.strikes) - rows), 0)
    names = tag_rows(grid.strikes, tags)
    for at in reversed(range(first, first + rows)):
        strike = grid.strikes[at]
        mark = "►" if at == centre else " "
        label = f"{mark}{strike:g} {names.get(at, '')}"[: NAME + 1]
        role = "bright" if at == centre else "wall" if at in names else "text"
        values = (*grid.net[at], grid.later[at], changes.get(strike))
        lines.append(((f"{label:<{NAME + 1}}", role), *(money(value, CELL) for value in values[:shown])))
    return lines
