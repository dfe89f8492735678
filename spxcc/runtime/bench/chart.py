"""One chart of a hundred candles by ours and by three other libraries, in one process that takes them in turns."""

from collections.abc import Iterable
from pathlib import Path

import candlestick_chart  # noqa: F401
import textual_plot  # noqa: F401
import textual_plotext  # noqa: F401

from spxcc.market.clock import Clock
from spxcc.runtime.bench.cases import SIZE, run_case
from spxcc.runtime.bench.figure import Figure, ratio
from spxcc.runtime.bench.outside import LEAST

ROUNDS, QUICK_ROUNDS = 7, 3
FASTER_TICK, FASTER_WHOLE, TICK_BYTES = 5.0, 1.0, 2_000.0
HOW = {"whole": "every candle another", "tick": "the last price moved"}


def chart_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """A whole picture and a tick: processor time from the data to the bytes, and how many bytes."""
    _, found = run_case("chart", home, clock, rounds=QUICK_ROUNDS if quick else ROUNDS)
    size = f"{SIZE[0]}x{SIZE[1]}, 100 candles"
    for what, budget in (("whole", FASTER_WHOLE), ("tick", FASTER_TICK)):
        made = {
            name: Figure(f"chart: {what}, {name}", "ms", tuple(one[what]), f"{HOW[what]}; {size}")
            for name, one in found.items()
        }
        yield from made.values()
        for name, theirs in made.items():
            if name != "ours":
                yield ratio(f"chart: {what}, {name} / ours", theirs, made["ours"], "same process, in turns", budget)
    for what in HOW:
        yield Figure(f"chart: {what}, its bytes written", "µs", (found["ours"][f"{what}_bare"],), LEAST)
    for name, one in found.items():
        most = TICK_BYTES if name == "ours" else None
        yield Figure(f"chart: bytes a tick, {name}", "B", tuple(one["tick_bytes"]), "to the terminal", most)
