"""The chart panel."""

from collections.abc import Mapping

from rich.style import Style
from textual import events
from textual.message import Message

from spxcc.engines.bars.result import bars_channel
from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.market.candles import Candle
from spxcc.ui import format as words
from spxcc.ui.frame import ChartAxis, Frame
from spxcc.ui.panels.base import REASONS, Panel
from spxcc.ui.panels.chart.geometry import geometry
from spxcc.ui.panels.chart.marks import MarkBook
from spxcc.ui.panels.chart.painter import ChartPainter
from spxcc.ui.panels.chart.scene import SceneMaker, axis_of, axis_width
from spxcc.ui.panels.chart.view_model import ChartView, build, last_price
from spxcc.ui.renderables.cells import Line, wrap
from spxcc.ui.safe import CONNECTION
from spxcc.ui.state import TIMEFRAMES
from spxcc.ui.theme import Palette


class ChartPanel(Panel):
    """Candles with levels, volume, and in narrow layouts the GEX gutter. `axis` is its price axis after a paint."""

    class Moved(Message):
        """Wheel or drag: `zoom` steps of pitch, `bars` to pan."""

        def __init__(self, zoom: int = 0, bars: int = 0) -> None:
            super().__init__()
            self.zoom = zoom
            self.bars = bars

    def __init__(self, inks: Mapping[str, Style], palette: Palette, symbol: str) -> None:
        channels = {
            bars_channel(symbol).name, bars_channel("SPY").name, price_channel(symbol).name, gex_channel(symbol).name,
            LEVELS_UPDATE.name, CLUSTERS.name, SETUPS_UPDATE.name, REASONS, CONNECTION,
        }  # fmt: skip
        super().__init__("chart", inks, frozenset(channels))
        self.palette = palette
        self.painter = ChartPainter()
        self.axis: ChartAxis | None = None
        self._maker = SceneMaker()
        self._marks = MarkBook()
        self._view: ChartView | None = None
        self._drag_x: int | None = None

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Build the view once for title and body."""
        self._view = self._build(frame, width, height)
        return super().paint(frame, width, height)

    def _build(self, frame: Frame, width: int, height: int) -> ChartView:
        place = geometry(width, height, axis_width(last_price(frame)), self._gutter(frame))
        return build(frame, max(place.plot_columns - 1, 1), self._marks)

    def _gutter(self, frame: Frame) -> bool:
        return frame.gutter and frame.state.gex != "off"

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Symbol, source, timeframe chips; the crosshair's bar instead of the chips while it is on."""
        view = self._view
        if view is None:
            return frame.options.symbol, (), ()
        name = f"{view.symbol} {view.timeframe}"
        source: Line = ((view.source_label, "dim"),) if view.source_label else ()
        if view.cross is not None and (bar := view.bars[view.cross]) is not None:
            return name, source, (readout(bar, view.volumes[view.cross], view.volume_of),)
        return name, source, rights(view)

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The picture, or the reason for its absence."""
        view = self._view
        if view is None or view.reason is not None:
            self.axis = None
            text = view.reason if view is not None and view.reason else "no bars"
            return [((f" {part}", "text"),) for part in wrap(text, max(width - 2, 1))]
        place = self._maker.place(view, width, height + 1, self._gutter(frame))
        scene = self._maker.scene(frame, view, place, self.palette.dash_down)
        if scene is None:
            self.axis = None
            return []
        self.axis = axis_of(scene)
        return self.painter.paint(scene, view)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in; with shift pan back."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Moved(zoom=0 if event.shift else 1, bars=-3 if event.shift else 0))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out; with shift pan forward."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Moved(zoom=0 if event.shift else -1, bars=3 if event.shift else 0))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag begins."""
        self._drag_x = event.x
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A drag ends."""
        self._drag_x = None
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging pans."""
        if self._drag_x is None or self._view is None:
            return
        bars = int((self._drag_x - event.x) / self._view.pitch)
        if bars:
            self._drag_x = event.x
            self.post_message(self.Moved(bars=bars))


def readout(bar: Candle, volume: float, volume_of: str) -> Line:
    """The crosshair's bar in words."""
    prices = " ".join(
        f"{name} {words.price(value)}"
        for name, value in (("O", bar.open), ("H", bar.high), ("L", bar.low), ("C", bar.close))
    )
    text = f"{prices} Δ {words.signed(bar.close - bar.open)} {f'V {volume_of}'.rstrip()} {words.count(volume)}"
    return ((f"{words.clock(bar.start // 1_000_000, seconds=False)} ", "bright"), (text, "text"))


def rights(view: ChartView) -> tuple[Line, ...]:
    """Right end of the title, from rich to poor: SPY note, chips, level count, live edge."""
    chips: Line = tuple((f"[{one}] ", "key") if one == view.timeframe else (f"{one} ", "dim") for one in TIMEFRAMES)
    edge = ("● follow", "text") if view.follow else (f"○ +{view.hidden} bars  f", "warn")
    note: Line = ((f"{view.spy_note} ", "spy"),) if view.spy_note else ()
    count: Line = ((f" levels {view.levels_shown}/{view.levels_total}  ", "dim"),)
    return (*chips, *note, *count, edge), (*chips, *count, edge), (*note, *count, edge), (*note, edge), (edge,)
