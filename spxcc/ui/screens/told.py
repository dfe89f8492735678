"""Actions that carry an argument: pure, from the argument and the frame to the next choices."""

from collections.abc import Callable
from dataclasses import replace

from spxcc.ui.frame import Frame
from spxcc.ui.panels.levels.view_model import LevelRow
from spxcc.ui.panels.levels.view_model import build as levels_view
from spxcc.ui.panels.setups.view_model import kinds_called
from spxcc.ui.selection import selected_setup
from spxcc.ui.state import (
    COACH_LEVELS,
    FLOW_FILTERS,
    GEX_MODES,
    LEVEL_FILTERS,
    OVERLAYS,
    TIMEFRAMES,
    ViewState,
)

Told = Callable[[str, Frame], ViewState]


def told(frame: Frame, action: str, argument: str) -> ViewState | None:
    """The state after `action` with `argument`; `None` if it is no such action, or the argument means nothing to it."""
    change = TOLD.get(action)
    return None if change is None or not argument else change(argument, frame)


def _overlays(argument: str, frame: Frame) -> ViewState:
    return replace(frame.state, overlays=argument) if argument in OVERLAYS else frame.state


def _levels(argument: str, frame: Frame) -> ViewState:
    return replace(frame.state, level_filter=argument) if argument in LEVEL_FILTERS else frame.state


def _flow(argument: str, frame: Frame) -> ViewState:
    return replace(frame.state, flow_filter=argument) if argument in FLOW_FILTERS else frame.state


def _least(argument: str, frame: Frame) -> ViewState:
    amounts = {"any": 0, "250k": 250_000, "500k": 500_000, "1m": 1_000_000}
    wanted = amounts.get(argument.strip().lower())
    return frame.state if wanted is None else replace(frame.state, flow_premium=wanted)


def _timeframe(argument: str, frame: Frame) -> ViewState:
    if argument not in TIMEFRAMES:
        return frame.state
    return frame.state.timeframe_moved(TIMEFRAMES.index(argument) - TIMEFRAMES.index(frame.state.timeframe))


def _gex(argument: str, frame: Frame) -> ViewState:
    return replace(frame.state, gex=argument) if argument in GEX_MODES else frame.state


def _layout(argument: str, frame: Frame) -> ViewState:
    """`minimal`: the chart alone between its lines. `desk`: all panels."""
    if argument == "minimal":
        return replace(frame.state, focus="chart", zoomed=True)
    return replace(frame.state, zoomed=False, card=False) if argument == "desk" else frame.state


def _coach(argument: str, frame: Frame) -> ViewState:
    if argument not in COACH_LEVELS:
        return frame.state
    return replace(frame.state, coach=argument).with_row("coach", 0)


def _hide_kind(argument: str, frame: Frame) -> ViewState:
    kinds = kinds_called(argument)
    if not kinds:
        return frame.state
    state = replace(frame.state, hidden_kinds=frame.state.hidden_kinds | kinds)
    chosen = selected_setup(frame)
    return replace(state, setup_id=None, card=False) if chosen is not None and chosen.kind in kinds else state


def _density(argument: str, frame: Frame) -> ViewState:
    return replace(frame.state, dense=argument == "compact")


def go(argument: str, frame: Frame) -> ViewState:
    """The levels panel, scrolled to the level nearest to a price, or to the one whose label holds the words."""
    every = replace(frame, state=replace(frame.state, level_filter="all"))
    at = found_row(levels_view(every).rows, argument)
    if at is None:
        return frame.state
    return replace(every.state, focus="levels").with_row("levels", at)


def found_row(rows: tuple[LevelRow, ...], text: str) -> int | None:
    """Row that `text` means: of a number the nearest price, of words the first label that holds them."""
    price = price_of(text)
    if price is not None and rows:
        return min(range(len(rows)), key=lambda at: abs(rows[at].price - price))
    wanted = text.strip().lower()
    return next((at for at, row in enumerate(rows) if wanted and wanted in row.label.lower()), None)


def price_of(text: str) -> float | None:
    """`6905`, `6,902.5` as a number above 0; `None` for anything else."""
    plain = text.replace(",", "").strip()
    if not plain.replace(".", "", 1).isdecimal():
        return None
    return float(plain) or None


TOLD: dict[str, Told] = {
    "chart.tf": _timeframe,
    "chart.overlay": _overlays,
    "gex.show": _gex,
    "levels.show": _levels,
    "flow.show": _flow,
    "flow.least": _least,
    "layout.show": _layout,
    "set.density": _density,
    "coach.show": _coach,
    "setup.hide_kind": _hide_kind,
    "level.go": go,
}
