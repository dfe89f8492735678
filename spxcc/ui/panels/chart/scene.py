"""From a view and a size to a scene: scale, labels, gutter."""

from spxcc.engines.gex.result import GexResult, gex_channel
from spxcc.engines.setups.result import Setup
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.ui import format as words
from spxcc.ui.frame import ChartAxis, Frame
from spxcc.ui.panels.chart.ahead import Band
from spxcc.ui.panels.chart.backdrop import cone_cells, zone_rows
from spxcc.ui.panels.chart.curve import CurveBook, legend, seen_by
from spxcc.ui.panels.chart.geometry import Geometry, geometry
from spxcc.ui.panels.chart.picture import ConeCell, Scene
from spxcc.ui.panels.chart.view_model import ChartView, bucket_seconds
from spxcc.ui.panels.gex import view_model as gex
from spxcc.ui.renderables.candles import glyphs_for
from spxcc.ui.renderables.gex_profile import Bar, locked_bars
from spxcc.ui.renderables.labels import PLANNED, Mark, Plan, plan_labels
from spxcc.ui.renderables.scale import PriceScale, autoscale
from spxcc.ui.selection import selected_setup

HOLD_NS = 2 * NANOS_PER_SECOND
MIN_SPAN_SHARE = 0.0008
REACH = {"wall": 0.6, "flip": 0.6, **dict.fromkeys(PLANNED, 2.5)}
"""By role: how far beyond the bars, in spans of the bars, a mark is still taken into the picture; others never are."""


def axis_width(last: float | None) -> int:
    """Columns of the price axis: the arrow, a blank and the longest price."""
    return len(words.price(last)) + 2


def price_range(view: ChartView) -> tuple[float, float] | None:
    """Lowest and highest price the plot must hold: bars, last price, near walls, the chosen setup's lines."""
    bars = [bar for bar in view.bars if bar is not None]
    if not bars:
        return None
    low, high = min([bar.low for bar in bars]), max([bar.high for bar in bars])
    if view.last is not None and view.follow:
        low, high = min(low, view.last), max(high, view.last)
    least = high * MIN_SPAN_SHARE
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    span = high - low
    reach = [(mark.price, REACH[mark.role] * span) for mark in view.marks if mark.role in REACH]
    near = [price for price, beyond in reach if low - beyond <= price <= high + beyond]
    return min([low, *near]), max([high, *near])


class SceneMaker:
    """Keeps what must not twitch from frame to frame: the scale and the set of labels."""

    def __init__(self) -> None:
        self._scale: PriceScale | None = None
        self._view_key: tuple[str, str] | None = None
        self._plan_key: tuple[tuple[Mark, ...], PriceScale, int | None, bool] | None = None
        self._plan, self._planned_at = Plan(), 0
        self._gutter_key: tuple[GexResult | None, PriceScale, Setup | None] | None = None
        self._gutter: tuple[Bar, ...] = ()
        self._curves = CurveBook()
        self._cone_key: tuple[tuple[Band, ...], PriceScale] | None = None
        self._cone_cells: tuple[ConeCell, ...] = ()

    def place(self, view: ChartView, width: int, height: int, gutter: bool) -> Geometry:
        """Where the parts stand."""
        return geometry(width, height, axis_width(view.last), gutter)

    def scene(self, frame: Frame, view: ChartView, place: Geometry, dash_down: bool) -> Scene | None:
        """`None` where there is nothing to draw or no room."""
        extent = price_range(view)
        if extent is None or place.plot_rows < 1 or place.plot_columns < 1:
            return None
        if (view.symbol, view.timeframe) != self._view_key:
            self._scale, self._view_key = None, (view.symbol, view.timeframe)
            self._plan = Plan()
        scale = autoscale(self._scale, extent[0], extent[1], place.plot_rows)
        plan = self._planned(view, scale, frame.now)
        self._scale, starts = scale, seen_by(view.bars)
        return Scene(
            bars=(*view.bars[:-1], None) if view.bars else (),
            volumes=view.volumes[:-1],
            scale=scale,
            plan=plan,
            starts=starts,
            seams=view.seams,
            ahead=view.ahead,
            cone=self._cone(view, scale),
            zone=zone_rows(view, scale),
            curve=self._curves.of(view.curve, starts, bucket_seconds(view.timeframe), scale),
            legend=legend(view.curve),
            geometry=place,
            spy=view.spy,
            gutter=self._bars(frame, scale) if place.gutter else (),
            glyphs=glyphs_for(view.pitch, frame.options.glyphs),
            dash_down=dash_down,
            pitch=view.pitch,
            timeframe=view.timeframe,
            volume_label=view.volume_label,
            peak=_peak(view),
        )

    def _planned(self, view: ChartView, scale: PriceScale, now: UnixNanos) -> Plan:
        """Labels; chosen again when the marks, the scale, or the row of the last price are others.

        For two seconds after the set of them changed each keeps its place, so that two rivals do not flicker.
        """
        held = 0 <= now - self._planned_at < HOLD_NS
        key = view.marks, scale, None if view.last is None else scale.row(view.last), held
        if key != self._plan_key:
            before = self._plan.ids
            self._plan_key, self._plan = key, plan_labels(view.marks, scale, view.last, before, held)
            if self._plan.ids != before:
                self._planned_at = now
        return self._plan

    def _cone(self, view: ChartView, scale: PriceScale) -> tuple[ConeCell, ...]:
        """The cone's cells, the same ones while it and the scale are."""
        key = view.cone, scale
        if self._cone_key is None or key[0] is not self._cone_key[0] or scale != self._cone_key[1]:
            self._cone_key, self._cone_cells = key, cone_cells(view, scale)
        return self._cone_cells

    def _bars(self, frame: Frame, scale: PriceScale) -> tuple[Bar, ...]:
        """The GEX bars on the chart's rows."""
        key = frame.source.get(gex_channel(frame.options.symbol)), scale, selected_setup(frame)
        if self._gutter_key is None or any(one is not other for one, other in zip(key, self._gutter_key, strict=True)):
            view = gex.build(frame)
            self._gutter = () if view.reason else tuple(locked_bars(view.strikes, scale, view.tags, None))
            self._gutter_key = key
        return self._gutter


def axis_of(scene: Scene) -> ChartAxis:
    """The axis that the GEX panel may share."""
    first = next((start for start in scene.starts if start is not None), None)
    return ChartAxis(scene.scale, scene.geometry.plot_top, first)


def _peak(view: ChartView) -> float:
    """Largest volume in view, rounded up to two digits so that the forming bar does not rescale the pane each tick."""
    peak = max(view.volumes, default=0.0)
    if peak <= 0:
        return 0.0
    power = 10.0 ** (len(str(int(peak))) - 2)
    return float(-(-peak // power) * power)
