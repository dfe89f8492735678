"""One chart of the same candles by four libraries, each drawn as its users draw it."""

from collections.abc import Sequence
from typing import Any

from candlestick_chart import Candle as TheirCandle
from candlestick_chart import Chart
from textual.widgets import Static
from textual_plot import PlotWidget
from textual_plotext import PlotextPlot

from spxcc.client.store import Store
from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.runtime.bench.child_chart import Drawn
from spxcc.runtime.bench.child_tick import frame
from spxcc.runtime.bench.values import START_MS, bars, price
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.state import ViewState
from spxcc.ui.theme import PALETTES, styles

CANDLES = 100
AWAY = 40.0
"""Points between the two series that take turns, so that every candle is another one."""


def series(other: bool) -> list[WireBar]:
    """The last hundred minutes; `other`: elsewhere, and upside down."""
    _, made = bars("SPX", 0, START_MS)
    kept: list[WireBar] = made[-CANDLES:]
    if not other:
        return kept
    top = max(one.h for one in kept) + AWAY
    return [
        WireBar(one.tf, one.start, top - one.o, top - one.l, top - one.h, top - one.c, one.v, one.source)
        for one in kept
    ]


class Ours:
    """The chart panel, from the frame that the client took in; the tick is merged into the candles as on the desk."""

    def __init__(self, wall: Clock) -> None:
        self.widget = ChartPanel(styles(PALETTES["classic"]), PALETTES["classic"], "SPX")
        self._stores = [self._store(wall, other) for other in (False, True)]
        self._other = False

    def whole(self, other: bool) -> None:
        """Another store."""
        self._other = other
        self._show()

    def tick(self, step: int) -> None:
        """One price frame."""
        self._stores[self._other].apply(frame(price("SPX", step, START_MS), START_MS, False))
        self._show()

    def _show(self) -> None:
        source = self._stores[self._other]
        self.widget.show(Frame(source, ViewState(gex="off"), UiOptions(), START_MS * NANOS_PER_MILLI, START_MS))

    @staticmethod
    def _store(wall: Clock, other: bool) -> Store:
        store = DeskClient(wall).store
        store.apply(frame(price("SPX", 0, START_MS), START_MS, True))
        store.apply(frame((bars_channel("SPX"), series(other)), START_MS, True))
        return store


class Theirs:
    """What a library without a tick does: the picture again from all candles."""

    def __init__(self) -> None:
        self._series = [series(False), series(True)]
        self._other = False

    def whole(self, other: bool) -> None:
        """Another series."""
        self._other = other
        self.draw(self._series[other])

    def tick(self, step: int) -> None:
        """The last close moves, and what it drags along."""
        kept = self._series[self._other]
        last = kept[-1]
        close = round(last.o + 0.1 * (step % 7), 2)
        kept[-1] = WireBar(
            last.tf, last.start, last.o, max(last.h, close), min(last.l, close), close, last.v, last.source
        )
        self.draw(kept)

    def draw(self, made: Sequence[WireBar]) -> None:
        """Draw the candles."""
        raise NotImplementedError


class Plotext(Theirs):
    """textual-plotext."""

    def __init__(self) -> None:
        super().__init__()
        self.widget = PlotextPlot()

    def draw(self, made: Sequence[WireBar]) -> None:
        """Its candlestick plot."""
        plot: Any = self.widget.plt
        plot.clear_data()
        plot.date_form("H:M")
        names = {"Open": "o", "High": "h", "Low": "l", "Close": "c"}
        dates = [f"{at // 60:02d}:{at % 60:02d}" for at in range(len(made))]
        plot.candlestick(dates, {name: [getattr(one, field) for one in made] for name, field in names.items()})
        self.widget.refresh()


class TextualPlot(Theirs):
    """textual-plot, which has no candles: an error bar from low to high with a mark, rising and falling."""

    def __init__(self) -> None:
        super().__init__()
        self.widget = PlotWidget()

    def draw(self, made: Sequence[WireBar]) -> None:
        """Two sets of error bars."""
        self.widget.clear()
        for colour, rising in (("green", True), ("red", False)):
            some = [(at, one) for at, one in enumerate(made) if (one.c >= one.o) is rising]
            self.widget.errorbar(
                [at for at, _ in some], [(one.h + one.l) / 2 for _, one in some],
                yerr=[(one.h - one.l) / 2 for _, one in some], marker="┃", marker_style=colour,
            )  # fmt: skip


class CandlestickChart(Theirs):
    """candlestick-chart, through its own Rich protocol in a Static."""

    def __init__(self) -> None:
        super().__init__()
        self.widget = Static()

    def draw(self, made: Sequence[WireBar]) -> None:
        """Its chart, in the size of the widget."""
        candles = [
            TheirCandle(open=one.o, high=one.h, low=one.l, close=one.c, volume=one.v, timestamp=one.start / 1000)
            for one in made
        ]
        width, height = self.widget.size
        self.widget.update(Chart(candles, title="SPX", width=width, height=height), layout=False)


def all_drawn(wall: Clock) -> dict[str, Drawn]:
    """By name of the library, ours first."""
    return {
        "ours": Ours(wall), "textual-plotext": Plotext(), "textual-plot": TextualPlot(),
        "candlestick-chart": CandlestickChart(),
    }  # fmt: skip
