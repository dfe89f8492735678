"""The chart panel."""

from collections.abc import Mapping

from rich.style import Style
from textual import events
from textual.message import Message

from spxcc.engines.bars.result import bars_channel
from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.prediction.result import PREDICTION
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.market.units import UnixNanos
from spxcc.ui.frame import ChartAxis, Frame
from spxcc.ui.panels.base import CLOCK, REASONS, Panel
from spxcc.ui.panels.chart.ahead import ConeBook
from spxcc.ui.panels.chart.geometry import geometry
from spxcc.ui.panels.chart.heading import chip_at, previous_bar, readouts, rights
from spxcc.ui.panels.chart.marks import MarkBook
from spxcc.ui.panels.chart.painter import ChartPainter
from spxcc.ui.panels.chart.picture import Scene
from spxcc.ui.panels.chart.pointer import Drag, cell_of
from spxcc.ui.panels.chart.scene import SceneMaker, axis_of, axis_width
from spxcc.ui.panels.chart.view_model import ChartView, build, last_price
from spxcc.ui.panels.chart.vwap import VwapBook
from spxcc.ui.renderables.cells import Line, text_of, wrap
from spxcc.ui.safe import CONNECTION, CURSOR
from spxcc.ui.theme import Palette

WHEEL_BARS = 3


class ChartPanel(Panel):
    """Candles with levels, volume, and in narrow layouts the GEX gutter. `axis` is its price axis after a paint."""

    class Moved(Message):
        """Wheel or drag: `zoom` steps of pitch, `bars` to pan."""

        def __init__(self, zoom: int = 0, bars: int = 0, chart: "ChartPanel | None" = None) -> None:
            super().__init__()
            self.zoom = zoom
            self.bars = bars
            self.chart = chart

    class Pointed(Message):
        """The pointer is over the bar that starts at `at`, at `price`, or beside the plot (`None`). pressed: there."""

        def __init__(self, at: UnixNanos | None, price: float | None, pressed: bool = False) -> None:
            super().__init__()
            self.at = at
            self.price = price
            self.pressed = pressed

    class Picked(Message):
        """The user pointed at a timeframe; `None`: at the plot, twice, which resets the scales."""

        def __init__(self, timeframe: str | None, chart: "ChartPanel") -> None:
            super().__init__()
            self.timeframe = timeframe
            self.chart = chart

    def __init__(self, inks: Mapping[str, Style], palette: Palette, symbol: str, part: str | None = None) -> None:
        channels = {
            bars_channel(symbol).name, bars_channel("SPY").name, price_channel(symbol).name, gex_channel(symbol).name,
            LEVELS_UPDATE.name, CLUSTERS.name, SETUPS_UPDATE.name, PREDICTION.name, REASONS, CONNECTION, CLOCK, CURSOR,
        }  # fmt: skip
        super().__init__("chart", inks, frozenset(channels), part=part)
        self.palette = palette
        self.painter = ChartPainter()
        self.axis: ChartAxis | None = None
        self._maker = SceneMaker()
        self._marks, self._vwaps, self._cones = MarkBook(), VwapBook(), ConeBook()
        self._view: ChartView | None = None
        self._scene: Scene | None = None
        self._drag = Drag()
        self._pointed: tuple[UnixNanos, float] | None = None

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Build the view once for title and body."""
        self._view = self._build(frame, width, height)
        return super().paint(frame, width, height)

    def _build(self, frame: Frame, width: int, height: int) -> ChartView:
        place = geometry(width, height, axis_width(last_price(frame)), self._gutter(frame))
        return build(frame, max(place.plot_columns - 1, 1), self._marks, self._vwaps, self._cones)

    def _gutter(self, frame: Frame) -> bool:
        return frame.gutter and frame.state.gex != "off"

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Symbol, source, timeframe chips; the crosshair's bar instead of source and chips while it is on."""
        view = self._view
        if view is None:
            return frame.options.symbol, (), ()
        name = f"{view.symbol} {view.timeframe}"
        source: Line = ((view.source_label, "dim"),) if view.source_label else ()
        if view.cross is not None and (bar := view.bars[view.cross]) is not None:
            before = previous_bar(view.bars, view.cross)
            return name, (), readouts(bar, view.volumes[view.cross], view.volume_of, before)
        return name, source, rights(view)

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The picture, or the reason for its absence."""
        view = self._view
        if view is None or view.reason is not None:
            self.axis = self._scene = None
            text = view.reason if view is not None and view.reason else "no bars"
            return [((f" {part}", "text"),) for part in wrap(text, max(width - 2, 1))]
        place = self._maker.place(view, width, height + 1, self._gutter(frame))
        scene = self._scene = self._maker.scene(frame, view, place, self.palette.dash_down)
        if scene is None:
            self.axis = None
            return []
        self.axis = axis_of(scene)
        return self.painter.paint(scene, view)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in; with shift pan back."""
        event.stop()
        event.prevent_default()
        self._moved(*((0, -WHEEL_BARS) if event.shift else (1, 0)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out; with shift pan forward."""
        event.stop()
        event.prevent_default()
        self._moved(*((0, WHEEL_BARS) if event.shift else (-1, 0)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag begins."""
        self._drag = Drag(event.x)
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A drag ends."""
        self._drag = Drag(None, self._drag.moved)
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging pans; else the crosshair goes with the pointer."""
        view = self._view
        if view is None:
            return
        if self._drag.x is None:
            self._point(event.x, event.y, False)
            return
        bars = int((self._drag.x - event.x) / view.pitch)
        if bars:
            self._drag = Drag(event.x, True)
            self._moved(0, bars)

    def on_leave(self, event: events.Leave) -> None:
        """The crosshair that went with the pointer goes away with it."""
        self._point(-1, -1, False)

    def on_click(self, event: events.Click) -> None:
        """A chip chooses its timeframe; in the plot the crosshair is set, or twice: scales are reset."""
        if event.y == 0:
            view = self._view
            chosen = None if view is None else chip_at(text_of(self._title), view.timeframe, event.x)
            if chosen is not None:
                event.prevent_default()
                self.post_message(self.Picked(chosen, self))
        else:
            event.prevent_default()
            self.post_message(self.Clicked(self.panel, False, self.part))
            if event.chain == 2:
                self.post_message(self.Picked(None, self))
            elif event.chain == 1 and not self._drag.moved:
                self._point(event.x, event.y, True)

    def _moved(self, zoom: int, bars: int) -> None:
        self.post_message(self.Moved(zoom, bars, self))

    def _point(self, x: int, y: int, pressed: bool) -> None:
        """Tell which bar and price the cell is; once for each."""
        found = None if self._scene is None else cell_of(self._scene, x, y)
        if found == self._pointed and not pressed:
            return
        self._pointed = found
        at, price = (None, None) if found is None else found
        self.post_message(self.Pointed(at, price, pressed))
