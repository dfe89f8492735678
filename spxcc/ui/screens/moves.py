"""What an action does to the choices: pure, from the state and what the store holds."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.market.candles import Candle
from spxcc.ui.frame import Frame
from spxcc.ui.panels.alerts.view_model import waiting_ids
from spxcc.ui.panels.coach.view_model import shown_messages
from spxcc.ui.panels.gex.full import SECTIONS
from spxcc.ui.panels.setups.view_model import shown_setups
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.state import (
    FLOW_FILTERS,
    FLOW_PREMIUMS,
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
    """Pans the chart."""
    candles = _candles(frame)
    return replace(frame.state, viewport=frame.state.viewport.panned(candles, bars))


def _candles(frame: Frame) -> Sequence[Candle]:
    return frame.source.book(frame.options.symbol).candles(frame.state.timeframe)


def _step(bars: int, frame: Frame) -> ViewState:
    """A key: moves the crosshair while one is set, with the chart behind it at its edges; else pans."""
    state, candles = frame.state, _candles(frame)
    if state.crosshair is None or state.hovering or not candles:
        return pan(bars, frame)
    at = bisect_right(candles, state.crosshair, key=lambda one: one.start) - 1
    to = min(max(at + bars, 0), len(candles) - 1)
    start, first = candles[to].start, None if frame.axis is None else frame.axis.first
    beyond = to >= state.viewport.stop(candles) or (first is not None and start < first)
    viewport = state.viewport.panned(candles, bars) if beyond else state.viewport
    return replace(state.crossed(start, state.cross_price), viewport=viewport)


def zoom(steps: int, frame: Frame) -> ViewState:
    """Wider or narrower bars."""
    return replace(frame.state, viewport=frame.state.viewport.zoomed(steps))


def _reset(frame: Frame) -> ViewState:
    return replace(frame.state.uncrossed(), viewport=Viewport())


def _follow(frame: Frame) -> ViewState:
    return replace(frame.state, viewport=frame.state.viewport.following())


def _crosshair(frame: Frame) -> ViewState:
    state, candles = frame.state, _candles(frame)
    if not candles or (state.crosshair is not None and not state.hovering):
        return state.uncrossed()
    return state.crossed(state.crosshair or candles[state.viewport.stop(candles) - 1].start, state.cross_price)


def rows_of(frame: Frame, panel: PanelName) -> int:
    """How many rows the list of a panel has."""
    source = frame.source
    counts: dict[PanelName, Callable[[], int]] = {
        "levels": lambda: len(source.items(LEVELS_UPDATE)),
        "setups": lambda: len(shown_setups(frame)),
        "flow": lambda: len(source.events(FLOW_ALERT)),
        "coach": lambda: len(shown_messages(frame)),
        "gex": lambda: len(SECTIONS) if frame.state.zoomed else 0,
    }
    return counts[panel]() if panel in counts else 0


def _scroll_focused(by: int | None, frame: Frame) -> ViewState:
    return scroll(frame.state.focus, by, frame)


def scroll(panel: PanelName, by: int | None, frame: Frame) -> ViewState:
    """Moves the list of `panel` by rows; `None` = to its end."""
    state = frame.state
    if panel == "chart":
        return _cross_raised(-by, frame) if by is not None else state
    last = max(rows_of(frame, panel) - 1, 0)
    target = last if by is None else min(max(state.row(panel) + by, 0), last)
    return state.with_row(panel, target)


def _cross_raised(rows: int, frame: Frame) -> ViewState:
    """The crosshair points at the price `rows` rows higher."""
    state = frame.state
    if state.crosshair is None or frame.axis is None:
        return state
    price = state.cross_price
    if price is None:
        candles = _candles(frame)
        at = bisect_right(candles, state.crosshair, key=lambda one: one.start) - 1
        price = candles[max(at, 0)].close if candles else None
    if price is None:
        return state
    return state.crossed(state.crosshair, price + rows * frame.axis.scale.per_row)


def select(step: int, frame: Frame) -> ViewState:
    """The next or previous setup; chart, NOW line and card follow, because there is one selection."""
    ids = [one.id for one in shown_setups(frame)]
    if not ids:
        return replace(frame.state, setup_id=None, card=False)
    chosen = frame.state.setup_id
    at = ids.index(chosen) + step if chosen in ids else 0 if step > 0 else -1
    return replace(frame.state, setup_id=ids[at % len(ids)])


def choose(setup_id: str, frame: Frame) -> ViewState:
    """Selects one setup by id."""
    return replace(frame.state, setup_id=setup_id)


def choose_level(level_id: str, frame: Frame) -> ViewState:
    """Selects one level of the list; the same once more lets it go."""
    return replace(frame.state, level_id=None if frame.state.level_id == level_id else level_id)


def _open(frame: Frame) -> ViewState:
    state = frame.state if frame.state.setup_id is not None else select(1, frame)
    return replace(state, card=state.setup_id is not None and not frame.state.card, focus="setups")


def _hide(frame: Frame) -> ViewState:
    """Out of the list and of the selection, until it is asked for again; the engine goes on with it."""
    state = frame.state
    if state.setup_id is None:
        return state
    return replace(state, hidden=state.hidden | {state.setup_id}, setup_id=None, card=False)


def _ack(everything: bool, frame: Frame) -> ViewState:
    pending = waiting_ids(frame)
    return replace(frame.state, seen=frame.state.seen | set(pending if everything else pending[:1]))


MOVES: dict[str, Move] = {
    **{f"panel.{name}": partial(_panel, name) for name in PANELS},
    "panel.zoom": lambda frame: replace(frame.state, zoomed=not frame.state.zoomed),
    "view.back": lambda frame: frame.state.back(),
    "pane.narrower": lambda frame: frame.state.widened(-COLUMN_STEP),
    "pane.wider": lambda frame: frame.state.widened(COLUMN_STEP),
    "chart.tf_next": lambda frame: frame.state.timeframe_moved(1),
    "chart.tf_previous": lambda frame: frame.state.timeframe_moved(-1),
    "chart.pan_left": partial(_step, -1),
    "chart.pan_right": partial(_step, 1),
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
    "flow.premium": lambda frame: replace(frame.state, flow_premium=next_of(FLOW_PREMIUMS, frame.state.flow_premium)),
    "list.down": partial(_scroll_focused, 1),
    "list.up": partial(_scroll_focused, -1),
    "list.home": lambda frame: frame.state.with_row(frame.state.focus, 0),
    "list.end": partial(_scroll_focused, None),
    "setup.next": partial(select, 1),
    "setup.previous": partial(select, -1),
    "setup.open": _open,
    "setup.hide": _hide,
    "setup.unhide": lambda frame: replace(frame.state, hidden=frozenset(), hidden_kinds=frozenset()),
    "coach.ack": partial(_ack, False),
    "coach.ack_all": partial(_ack, True),
    "view.freeze": lambda frame: replace(frame.state, frozen=not frame.state.frozen),
    "mode.replay": lambda frame: replace(frame.state, replay=not frame.state.replay),
    "view.density": lambda frame: replace(frame.state, dense=not frame.state.dense),
}
