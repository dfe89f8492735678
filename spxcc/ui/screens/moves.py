"""What an action does to the choices: pure, from the state and what the store holds."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.panels.coach.view_model import pending_alerts
from spxcc.ui.panels.gex.full import SECTIONS
from spxcc.ui.panels.setups.view_model import ordered
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.state import (
    FLOW_FILTERS,
    GEX_MODES,
    LEVEL_FILTERS,
    OVERLAYS,
    PANELS,
    PanelName,
    ViewState,
    next_of,
)

PAGE = 30
COLUMN_STEP = 4
Move = Callable[[Frame], ViewState]


def move(frame: Frame, action: str) -> ViewState | None:
    """The state after `action`; `None` if it is not an action on the state."""
    change = MOVES.get(action)
    return None if change is None else change(frame)


def _panel(name: PanelName, frame: Frame) -> ViewState:
    return frame.state.focused(name)


def pan(bars: int, frame: Frame) -> ViewState:
    """Pans the chart, or moves the crosshair while it is on."""
    state = frame.state
    if state.crosshair is not None and abs(bars) == 1:
        return replace(state, crosshair=max(state.crosshair - bars, 0))
    candles = frame.source.book(frame.options.symbol).candles(state.timeframe)
    return replace(state, viewport=state.viewport.panned(candles, bars))


def zoom(steps: int, frame: Frame) -> ViewState:
    """Wider or narrower bars."""
    return replace(frame.state, viewport=frame.state.viewport.zoomed(steps))


def _reset(frame: Frame) -> ViewState:
    return replace(frame.state, viewport=Viewport(), crosshair=None)


def _follow(frame: Frame) -> ViewState:
    return replace(frame.state, viewport=frame.state.viewport.following())


def _crosshair(frame: Frame) -> ViewState:
    return replace(frame.state, crosshair=None if frame.state.crosshair is not None else 0)


def rows_of(frame: Frame, panel: PanelName) -> int:
    """How many rows the list of a panel has."""
    source = frame.source
    counts: dict[PanelName, Callable[[], int]] = {
        "levels": lambda: len(source.items(LEVELS_UPDATE)),
        "setups": lambda: len(source.items(SETUPS_UPDATE)),
        "flow": lambda: len(source.events(FLOW_ALERT)),
        "coach": lambda: len(source.events(COACH_MESSAGE)),
        "gex": lambda: len(SECTIONS) if frame.state.zoomed else 0,
    }
    return counts[panel]() if panel in counts else 0


def _scroll_focused(by: int | None, frame: Frame) -> ViewState:
    return scroll(frame.state.focus, by, frame)


def scroll(panel: PanelName, by: int | None, frame: Frame) -> ViewState:
    """Moves the list of `panel` by rows; `None` = to its end."""
    state = frame.state
    if panel == "chart":
        return state
    last = max(rows_of(frame, panel) - 1, 0)
    target = last if by is None else min(max(state.row(panel) + by, 0), last)
    return state.with_row(panel, target)


def select(step: int, frame: Frame) -> ViewState:
    """The next or previous setup; chart, NOW line and card follow, because there is one selection."""
    ids = [one.id for one in ordered(frame.source.items(SETUPS_UPDATE).values())]
    if not ids:
        return replace(frame.state, setup_id=None, card=False)
    chosen = frame.state.setup_id
    at = ids.index(chosen) + step if chosen in ids else 0 if step > 0 else -1
    return replace(frame.state, setup_id=ids[at % len(ids)])


def choose(setup_id: str, frame: Frame) -> ViewState:
    """Selects one setup by id."""
    return replace(frame.state, setup_id=setup_id)


def _open(frame: Frame) -> ViewState:
    state = frame.state if frame.state.setup_id is not None else select(1, frame)
    return replace(state, card=state.setup_id is not None and not frame.state.card, focus="setups")


def _ack(everything: bool, frame: Frame) -> ViewState:
    pending = [one.id for one in pending_alerts(frame)]
    return replace(frame.state, seen=frame.state.seen | set(pending if everything else pending[:1]))


MOVES: dict[str, Move] = {
    **{f"panel.{name}": partial(_panel, name) for name in PANELS},
    "panel.zoom": lambda frame: replace(frame.state, zoomed=not frame.state.zoomed),
    "view.back": lambda frame: frame.state.back(),
    "pane.narrower": lambda frame: frame.state.widened(-COLUMN_STEP),
    "pane.wider": lambda frame: frame.state.widened(COLUMN_STEP),
    "chart.tf_next": lambda frame: frame.state.timeframe_moved(1),
    "chart.tf_previous": lambda frame: frame.state.timeframe_moved(-1),
    "chart.pan_left": partial(pan, -1),
    "chart.pan_right": partial(pan, 1),
    "chart.page_left": partial(pan, -PAGE),
    "chart.page_right": partial(pan, PAGE),
    "chart.zoom_in": partial(zoom, 1),
    "chart.zoom_out": partial(zoom, -1),
    "chart.reset": _reset,
    "chart.follow": _follow,
    "chart.crosshair": _crosshair,
    "chart.overlays": lambda frame: replace(frame.state, overlays=next_of(OVERLAYS, frame.state.overlays)),
    "chart.spy": lambda frame: replace(frame.state, spy_overlay=not frame.state.spy_overlay),
    "gex.mode": lambda frame: replace(frame.state, gex=next_of(GEX_MODES, frame.state.gex)),
    "levels.filter": lambda frame: replace(frame.state, level_filter=next_of(LEVEL_FILTERS, frame.state.level_filter)),
    "flow.filter": lambda frame: replace(frame.state, flow_filter=next_of(FLOW_FILTERS, frame.state.flow_filter)),
    "list.down": partial(_scroll_focused, 1),
    "list.up": partial(_scroll_focused, -1),
    "list.home": lambda frame: frame.state.with_row(frame.state.focus, 0),
    "list.end": partial(_scroll_focused, None),
    "setup.next": partial(select, 1),
    "setup.previous": partial(select, -1),
    "setup.open": _open,
    "coach.ack": partial(_ack, False),
    "coach.ack_all": partial(_ack, True),
    "view.freeze": lambda frame: replace(frame.state, frozen=not frame.state.frozen),
    "view.density": lambda frame: replace(frame.state, dense=not frame.state.dense),
}
