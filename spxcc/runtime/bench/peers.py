"""The same desk made of ready parts: textual-plotext draws the chart, DataTables hold the lists."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import DataTable, Static
from textual_plotext import PlotextPlot

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT, FlowAlert
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.runtime.bench.app import Measured
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.app import Service
from spxcc.ui.options import UiOptions

SPX = price_channel("SPX").name
GEX = gex_channel("SPX")
CANDLES, LEVELS, PRINTS, BAR = 100, 14, 15, 12
Row = tuple[str, ...]


class PeerApp(Measured):
    """Fed by the same store, drawn as often; a cell is updated only where its text changed."""

    CSS = """
    #head, #now, #foot { height: 1; } #gex { width: 31; } #chart { width: 1fr; } #side { width: 46; }
    #coach { height: 6; } DataTable { height: 1fr; }
    """
    COLUMNS: ClassVar[dict[str, tuple[str, ...]]] = {
        "gex": ("strike", "net", "bar"), "setups": ("kind", "state", "level", "needs"),
        "levels": ("distance", "price", "label"), "flow": ("time", "type", "contract", "size", "premium"),
    }  # fmt: skip

    def __init__(self, desk: DeskClient, options: UiOptions, services: Sequence[Service]) -> None:
        super().__init__()
        self._desk, self._fps, self._services = desk, options.fps, services
        self._tables: dict[str, DataTable[str]] = {name: DataTable(id=name, show_cursor=False) for name in self.COLUMNS}
        self._plot = PlotextPlot(id="chart")
        self._texts = {name: Static(id=name, markup=False) for name in ("head", "now", "coach", "foot")}

    def compose(self) -> ComposeResult:
        """The places of the desk."""
        yield self._texts["head"]
        yield self._texts["now"]
        with Horizontal():
            yield self._tables["gex"]
            yield self._plot
            with Vertical(id="side"):
                yield from (self._tables[name] for name in ("setups", "levels", "flow"))
        yield self._texts["coach"]
        yield self._texts["foot"]

    def on_mount(self) -> None:
        """Columns, timer, services."""
        for name, columns in self.COLUMNS.items():
            for column in columns:
                self._tables[name].add_column(column, key=column)
        self.set_interval(1 / self._fps, self.frame)
        self.call_after_refresh(self._begin)

    def frame(self) -> None:
        """What changed since the last one."""
        dirty = self._desk.store.take_dirty()
        if SPX in dirty:
            self._head()
            self._chart()
            self._rows("levels", self._levels())
        if GEX.name in dirty:
            self._rows("gex", self._gex())
        if SETUPS_UPDATE.name in dirty:
            setups = self._desk.store.items(SETUPS_UPDATE).values()
            self._rows("setups", ((one.kind, one.state, one.level_label, one.needs or "") for one in setups))
        if FLOW_ALERT.name in dirty:
            prints = list(self._desk.store.events(FLOW_ALERT))[-PRINTS:][::-1]
            self._rows("flow", (_print(one) for one in prints))
        if COACH_MESSAGE.name in dirty:
            newest = list(self._desk.store.events(COACH_MESSAGE))[-5:]
            self._texts["coach"].update("\n".join(one.content for one in newest), layout=False)
        self.counted()

    def _begin(self) -> None:
        for service in self._services:
            self.run_worker(_run(service), exit_on_error=False)

    def _last(self) -> float:
        price = self._desk.store.get(price_channel("SPX"))
        return 0.0 if price is None else price.price

    def _head(self) -> None:
        price, gex = self._desk.store.get(price_channel("SPX")), self._desk.store.get(GEX)
        change = "" if price is None or price.change is None else f"{price.change:+.2f}"
        net = "" if gex is None or gex.net_gex is None else f"net {gex.net_gex / 1e9:+.2f}B flip {gex.flip_point}"
        self._texts["head"].update(f" SPX {self._last():,.2f} {change} │ {net}", layout=False)

    def _chart(self) -> None:
        bars = list(self._desk.store.book("SPX").candles("1m"))[-CANDLES:]
        plot = self._plot.plt
        plot.clear_data()
        data = {
            "Open": [one.open for one in bars], "High": [one.high for one in bars], "Low": [one.low for one in bars],
            "Close": [one.close for one in bars],
        }  # fmt: skip
        plot.date_form("H:M")
        plot.candlestick([plot.datetime_to_string(plot.string_to_datetime(f"{at // 60:02d}:{at % 60:02d}", "H:M"))
                          for at in range(len(bars))], data)  # fmt: skip
        for level in list(self._desk.store.items(LEVELS_UPDATE).values())[:6]:
            plot.hline(level.price)
        self._plot.refresh()

    def _levels(self) -> Iterable[Row]:
        last = self._last()
        near = sorted(self._desk.store.items(LEVELS_UPDATE).values(), key=lambda one: abs(one.price - last))[:LEVELS]
        return ((f"{one.price - last:+.1f}", f"{one.price:,.1f}", one.label) for one in near)

    def _gex(self) -> Iterable[Row]:
        gex = self._desk.store.get(GEX)
        if gex is None:
            return ()
        near = sorted(gex.by_strike, key=lambda one: abs(one.strike - self._last()))[:41]
        most = max((abs(one.net) for one in near), default=1.0) or 1.0
        return (
            (f"{one.strike:.0f}", f"{one.net / 1e6:+.0f}M", "█" * round(BAR * abs(one.net) / most))
            for one in sorted(near, key=lambda one: -one.strike)
        )

    def _rows(self, name: str, rows: Iterable[Row]) -> None:
        table, columns = self._tables[name], self.COLUMNS[name]
        for at, row in enumerate(rows):
            if at >= table.row_count:
                table.add_row(*row, key=str(at))
                continue
            for column, text in zip(columns, row, strict=True):
                if table.get_cell(str(at), column) != text:
                    table.update_cell(str(at), column, text)


def _print(one: FlowAlert) -> Row:
    return str(one.ts_event), one.type, f"{one.right}{one.strike:.0f}", f"{one.size}", f"{one.premium:,.0f}"


async def _run(service: Service) -> None:
    await service()
