"""`Scene`: all that the background of the chart is made of, and where its columns stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from spxcc.market.candles import Candle
from spxcc.market.units import UnixNanos
from spxcc.ui.panels.chart.geometry import Geometry
from spxcc.ui.panels.chart.seams import Seam
from spxcc.ui.renderables.candles import Glyphs
from spxcc.ui.renderables.gex_profile import Bar
from spxcc.ui.renderables.labels import Plan
from spxcc.ui.renderables.scale import PriceScale

ConeCell: TypeAlias = tuple[int, int, int]
"""Bar after the last (from 0), row, standard deviations."""
CurveCell: TypeAlias = tuple[int, int, int]
"""Index of the bar, row, standard deviations (0 = the VWAP itself)."""
ZoneRows: TypeAlias = tuple[str, int, int]
"""Role, first and last row."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the background depends on; equal scenes have equal backgrounds.

    ahead: columns right of the last bar. curve: the VWAP and its bands.
    starts: of all bars, the last too, `None` for gaps.
    """

    bars: tuple[Candle | None, ...]
    volumes: tuple[float, ...]
    scale: PriceScale
    plan: Plan
    geometry: Geometry
    spy: tuple[tuple[int, float], ...]
    gutter: tuple[Bar, ...]
    glyphs: Glyphs
    dash_down: bool
    pitch: int
    timeframe: str
    volume_label: str
    peak: float
    seams: tuple[Seam, ...] = ()
    ahead: int = 0
    cone: tuple[ConeCell, ...] = ()
    zone: tuple[ZoneRows, ...] = ()
    curve: tuple[CurveCell, ...] = ()
    legend: str = ""
    starts: tuple[UnixNanos | None, ...] = ()


def column(scene: Scene, index: int) -> int:
    """First column of the bar number `index`; the last bar stands left of the columns kept for the future."""
    return scene.geometry.plot_columns - scene.ahead - (len(scene.bars) - index) * scene.pitch


def body_width(pitch: int) -> int:
    """Columns of a volume bar."""
    return 1 if pitch < 3 else pitch - 1


def room_for(row: str, texts: Sequence[str], fill: str) -> tuple[int, str] | None:
    """Where in `row` the first of `texts` fits between cells of `fill`, one of which stays at each side."""
    for text in texts:
        free = row.find(fill * (len(text) + 2))
        if free >= 0:
            return free + 1, text
    return None
