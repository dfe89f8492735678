"""One picture of the chart as lines, and what is in it: for output that is no screen."""

from dataclasses import dataclass

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.price.result import price_channel
from spxcc.market.candles import Candle
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.geometry import geometry
from spxcc.ui.panels.chart.painter import ChartPainter
from spxcc.ui.panels.chart.scene import SceneMaker, axis_width
from spxcc.ui.panels.chart.view_model import ChartView, build, last_price
from spxcc.ui.renderables.cells import Line, block, spread, wrap
from spxcc.ui.why import freshness


@dataclass(frozen=True, slots=True)
class Still:
    """lines: the picture, the title first. bars, levels: what was drawn. reason: why there is no picture."""

    lines: list[Line]
    view: ChartView
    bars: tuple[Candle, ...]
    levels: tuple[Level, ...]
    flip: float | None
    reason: str | None


def still(frame: Frame, width: int, height: int, dash_down: bool) -> Still:
    """The chart of `frame` in `width` × `height` cells."""
    place = geometry(width, height, axis_width(last_price(frame)), True)
    view = build(frame, max(place.plot_columns - 1, 1))
    maker = SceneMaker()
    scene = None if view.reason else maker.scene(frame, view, place, dash_down)
    if scene is not None:
        body = ChartPainter().paint(scene, view)
    else:
        body = [((f" {part}", "text"),) for part in wrap(view.reason or "no room", max(width - 2, 1))]
    gex = frame.source.get(gex_channel(view.symbol))
    bars = tuple(bar for bar in view.bars if bar is not None)
    levels = tuple(sorted(frame.source.items(LEVELS_UPDATE).values(), key=lambda one: -one.price))
    lines = block([title(frame, view, width), *body], width, height)
    return Still(lines, view, bars, levels, None if gex is None else gex.flip_point, view.reason)


def title(frame: Frame, view: ChartView, width: int) -> Line:
    """Symbol, price and change; at the right the market's time and in words whether the data is live."""
    price, fresh = frame.source.get(price_channel(view.symbol)), freshness(frame)
    name: Line = ((f" {view.symbol} {view.timeframe} ", "bright"), (f"{view.source_label} ", "dim"))
    if price is not None:
        up = (price.change or 0.0) >= 0
        change = f"{'▲' if up else '▼'} {words.signed(price.change)} {words.signed(price.change_pct)}%"
        name = (*name, (f"{words.price(price.price)} ", "bright"), (change, "up" if up else "down"))
    clock = "" if frame.session_now is None else f"{words.day(frame.session_now)} {words.clock(frame.session_now)} ET "
    return spread(name, ((clock, "dim"), (f"{fresh.word} ", "mode_stale" if fresh.stale else "mode")), width)
