"""`ViewState`: what the user chose. One value for the whole desk, so a selection is the same in every panel."""

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, TypeVar, get_args

from spxcc.market.units import UnixNanos
from spxcc.ui.renderables.viewport import Viewport

PanelName: TypeAlias = Literal["gex", "chart", "setups", "levels", "flow", "coach"]
PANELS: tuple[PanelName, ...] = get_args(PanelName)
TIMEFRAMES = ("1m", "5m", "15m", "30m", "1h", "4h", "1D")
GexMode: TypeAlias = Literal["locked", "ladder", "off"]
Overlays: TypeAlias = Literal["all", "key", "none"]
FlowFilter: TypeAlias = Literal["all", "sweeps", "blocks", "calls", "puts"]
GEX_MODES: tuple[GexMode, ...] = get_args(GexMode)
OVERLAYS: tuple[Overlays, ...] = get_args(Overlays)
FLOW_FILTERS: tuple[FlowFilter, ...] = get_args(FlowFilter)
FLOW_PREMIUMS = (0, 250_000, 500_000, 1_000_000)
"""Least premiums of the tape, USD; 0 = all that the feed's threshold lets through."""
CoachLevel: TypeAlias = Literal["quiet", "normal", "verbose"]
COACH_LEVELS: tuple[CoachLevel, ...] = get_args(CoachLevel)
LEVEL_FILTERS = ("all", "options", "structural", "intraday", "tactical", "fibonacci", "spy_derived")


@dataclass(frozen=True, slots=True)
class ViewState:
    """Choices of the user; every transition makes another value.

    crosshair: an instant in the bar it stands on, so that it stays there and is the same in every timeframe; `None` =
    off. cross_price: the price it points at, `None` = the close of its bar. hovering: it goes with the pointer.
    rows: first visible row by panel. left, right: columns added to the default width of the side columns. setup_id: the
    one selection that the setups panel, the chart and the NOW line follow. level_id: the level or zone that was pointed
    at in the list. seen: ids of coach alerts that were
    acknowledged. hidden, hidden_kinds: ids, and kinds, of setups that the user does not want to see. coach: of its
    messages the alerts only, each sentence, or each with what it rests on.
    """

    focus: PanelName = "chart"
    zoomed: bool = False
    timeframe: str = "1m"
    viewport: Viewport = field(default_factory=Viewport)
    gex: GexMode = "locked"
    overlays: Overlays = "all"
    level_filter: str = "all"
    spy_overlay: bool = False
    crosshair: UnixNanos | None = None
    cross_price: float | None = None
    hovering: bool = False
    frozen: bool = False
    flow_filter: FlowFilter = "all"
    flow_premium: int = 0
    setup_id: str | None = None
    level_id: str | None = None
    card: bool = False
    rows: tuple[tuple[PanelName, int], ...] = ()
    dense: bool = False
    replay: bool = False
    left: int = 0
    right: int = 0
    seen: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    hidden_kinds: frozenset[str] = frozenset()
    coach: CoachLevel = "normal"

    def row(self, panel: PanelName) -> int:
        """First visible row of a list."""
        return dict(self.rows).get(panel, 0)

    def with_row(self, panel: PanelName, row: int) -> "ViewState":
        """Scrolled to `row` (not below 0)."""
        rows = dict(self.rows) | {panel: max(row, 0)}
        return replace(self, rows=tuple(sorted(rows.items())))

    def focused(self, panel: PanelName) -> "ViewState":
        """A digit: focus; the same digit again zooms."""
        if panel == self.focus:
            return replace(self, zoomed=not self.zoomed)
        return replace(self, focus=panel)

    def timeframe_moved(self, step: int) -> "ViewState":
        """The next or previous timeframe, following the live edge again."""
        at = (TIMEFRAMES.index(self.timeframe) + step) % len(TIMEFRAMES)
        return self.with_timeframe(TIMEFRAMES[at])

    def with_timeframe(self, timeframe: str) -> "ViewState":
        """That timeframe, following the live edge again."""
        return replace(self.uncrossed(), timeframe=timeframe, viewport=self.viewport.following())

    def crossed(self, at: UnixNanos, price: float | None = None, hovering: bool = False) -> "ViewState":
        """The crosshair on the bar of `at`."""
        return replace(self, crosshair=at, cross_price=price, hovering=hovering)

    def uncrossed(self) -> "ViewState":
        """No crosshair."""
        return replace(self, crosshair=None, cross_price=None, hovering=False)

    def back(self) -> "ViewState":
        """`esc`: closes the card, then the zoom, then the crosshair, then the selection."""
        if self.card:
            return replace(self, card=False)
        if self.zoomed:
            return replace(self, zoomed=False)
        if self.crosshair is not None:
            return self.uncrossed()
        return replace(self, setup_id=None, level_id=None)

    def widened(self, columns: int) -> "ViewState":
        """The column of the focused panel, wider or narrower; the layout keeps it within reason."""
        if self.focus == "gex":
            return replace(self, left=min(max(self.left + columns, -30), 60))
        if self.focus in ("setups", "levels", "flow"):
            return replace(self, right=min(max(self.right + columns, -60), 60))
        return replace(self, right=min(max(self.right - columns, -60), 60))


T = TypeVar("T", bound=str | int)


def next_of(values: tuple[T, ...], value: T) -> T:
    """The value after `value`, around the end."""
    return values[(values.index(value) + 1) % len(values)]
