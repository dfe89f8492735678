"""What a panel is handed to draw itself from."""

from dataclasses import dataclass

from spxcc.market.units import UnixMillis, UnixNanos
from spxcc.ui.options import UiOptions
from spxcc.ui.renderables.scale import PriceScale
from spxcc.ui.source import Source
from spxcc.ui.state import ViewState


@dataclass(frozen=True, slots=True)
class ChartAxis:
    """The chart's price axis, for bars that share its rows: `top` is the first plot row inside the panel."""

    scale: PriceScale
    top: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Data, choices and the time of one frame. now: receiving clock. session_now: market time, `None` if unknown."""

    source: Source
    state: ViewState
    options: UiOptions
    now: UnixNanos
    session_now: UnixMillis | None
    axis: ChartAxis | None = None
    gutter: bool = False
