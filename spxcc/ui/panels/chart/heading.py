"""The right end of the chart's title: timeframe chips and the live edge, or the bar under the crosshair."""

import re
from collections.abc import Sequence

from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui import format as words
from spxcc.ui.panels.chart.view_model import ChartView
from spxcc.ui.renderables.cells import Line
from spxcc.ui.state import TIMEFRAMES


def chips(timeframe: str) -> str:
    """All timeframes, the chosen one in brackets."""
    return " ".join(f"[{one}]" if one == timeframe else one for one in TIMEFRAMES)


def chip_at(title: str, timeframe: str, x: int) -> str | None:
    """The timeframe whose chip stands at column `x` of the title."""
    text = chips(timeframe)
    left = title.find(text)
    found = () if left < 0 else re.finditer(r"\S+", text)
    return next((one[0].strip("[]") for one in found if left + one.start() <= x < left + one.end()), None)


def previous_bar(bars: Sequence[Candle | None], at: int) -> Candle | None:
    """The bar before the one number `at`, across a gap too."""
    return next((bar for bar in reversed(bars[:at]) if bar is not None), None)


def readouts(bar: Candle, volume: float, volume_of: str, before: Candle | None = None) -> tuple[Line, ...]:
    """The crosshair's bar in words, from rich to poor; the change is against the close of the bar `before`."""
    since = bar.open if before is None else before.close
    change = f"Δ {words.signed(bar.close - since)} {words.signed((bar.close / since - 1) * 100)}%" if since else ""
    prices = " ".join(
        f"{name} {words.price(value)}"
        for name, value in (("O", bar.open), ("H", bar.high), ("L", bar.low), ("C", bar.close))
    )
    traded = f"{f'V {volume_of}'.rstrip()} {words.count(volume)}"
    at: Line = ((f"{words.clock(bar.start // NANOS_PER_MILLI, seconds=False)} ", "bright"),)
    texts = (f"{prices} {traded} {change}", f"{prices} {change}", f"C {words.price(bar.close)} {change}")
    return (*((*at, (text, "text")) for text in texts), at)


def rights(view: ChartView) -> tuple[Line, ...]:
    """Right end of the title, from rich to poor: SPY note, chips, level count, live edge."""
    parts = chips(view.timeframe).split()
    chips_line: Line = tuple((f"{one} ", "key" if one.startswith("[") else "dim") for one in parts)
    edge = ("● follow", "text") if view.follow else (f"○ +{view.hidden} bars  f", "warn")
    note: Line = ((f"{view.spy_note} ", "spy"),) if view.spy_note else ()
    count: Line = ((f" levels {view.levels_shown}/{view.levels_total}  ", "dim"),)
    short = (*note, *count, edge), (*note, edge), (edge,)
    return (*chips_line, *note, *count, edge), (*chips_line, *count, edge), *short
