"""What a panel is handed to draw itself from."""

from dataclasses import dataclass, field

from spxcc.engines.alerts.result import AlertBook
from spxcc.engines.plan.result import DayPlan
from spxcc.market.units import UnixMillis, UnixNanos
from spxcc.ui.options import UiOptions
from spxcc.ui.renderables.scale import PriceScale
from spxcc.ui.source import Source
from spxcc.ui.state import PanelName, ViewState


@dataclass(frozen=True, slots=True)
class ChartAxis:
    """The chart's price axis, for bars that share its rows: `top` is the first plot row inside the panel.

    first: start of the leftmost bar in view.
    """

    scale: PriceScale
    top: int
    first: UnixNanos | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """`word` for the header; `stale` whether the screen must say so; `age_ms` of the newest price (`None` without)."""

    word: str
    stale: bool
    age_ms: float | None
    silence_ms: float | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Data, choices and the time of one frame. now: receiving clock. session_now: market time, `None` if unknown.

    alerts, day: this user's, `None` before the server told. flash: panels whose title flashes for a moment.
    judged: its freshness, once somebody asked.
    """

    source: Source
    state: ViewState
    options: UiOptions
    now: UnixNanos
    session_now: UnixMillis | None
    axis: ChartAxis | None = None
    gutter: bool = False
    alerts: AlertBook | None = None
    day: DayPlan | None = None
    flash: frozenset[PanelName] = frozenset()
    judged: list[Freshness] = field(default_factory=list, init=False, compare=False, repr=False)
