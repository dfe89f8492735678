"""The table of the README."""

import re
from pathlib import Path

import pytest

from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.suite import INSIDE, OUTSIDE
from spxcc.runtime.bench.table import BENCHES, COMMAND, GROWTH, ROWS, Compared, bars, compared, markdown

ROOT = Path(__file__).parents[3]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "spxcc/runtime/bench").glob("*.py")
                    if path.name != "table.py")  # fmt: skip
FIGURES = (
    Figure("chart: tick, ours", "ms", (2.0, 2.0, 2.2)), Figure("chart: tick, textual-plot", "ms", (30.0,)),
    Figure("chart: tick, candlestick-chart", "ms", (150.0,)), Figure("chart: tick, its bytes written", "µs", (10.0,)),
    Figure("recording: decode and fold", "events/s", (60_000.0,)),
    Figure("encode: gex", "µs", (120.0,)), Figure("fanout: ours 1,000", "µs", ()),
    Figure("growth: messages, exponent", "", (0.99,), "", 1.15),
)  # fmt: skip


def test_rows_take_the_best_of_the_others_whichever_way_is_better() -> None:
    found = {one.row.what: one for one in compared(FIGURES)}
    assert set(found) == {"chart, a tick, data to bytes", "a GEX frame encoded", "replay, events decoded and folded"}
    chart = found["chart, a tick, data to bytes"]
    assert chart.best is not None
    assert chart.best[0] == "textual-plot"
    assert chart.ratio == pytest.approx(15.0)
    assert Compared(chart.row, FIGURES[4], ("other", Figure("a", "events/s", (40_000.0,))), None).ratio == 1.5
    assert found["a GEX frame encoded"].ratio is None


def test_the_table_is_dated_and_names_its_command() -> None:
    text = markdown(FIGURES, 1_795_098_600_000_000_000, "Linux, 2 cores", "3.11")
    assert text.startswith(f"Medians of one run on 2026-11-19 by `{COMMAND}` (Linux, 2 cores, Python 3.11)")
    assert "| chart, a tick, data to bytes | 2.00 ms | textual-plot 30.0 ms | 15.0× |" in text
    assert "its bytes by write(2) 10.0 µs (200×) |" in text
    assert text.endswith("| a channel with its messages, 200 to 20,000 | 0.99 | 1.15 |")


def test_bars_are_as_long_as_the_longest_of_a_row() -> None:
    lines = list(bars(FIGURES))
    assert lines[0] == "chart, a tick, data to bytes"
    lengths = {line.split()[0]: line.count("█") for line in lines[1:4]}
    assert lengths == {"ours": 1, "textual-plot": 8, "candlestick-chart": 40}


def test_every_row_belongs_to_a_benchmark_that_has_such_figures() -> None:
    assert set(BENCHES) <= {*INSIDE, *OUTSIDE}
    names = [name for row in ROWS for name in (row.ours, *row.peers.values(), *filter(None, [row.limit]))]
    names += [figure for _, figure in GROWTH.values()]
    assert [name for name in names if not re.search(rf'"{re.escape(name.partition(":")[0])}[: ]', SOURCES)] == []
    assert len({row.what for row in ROWS}) == len(ROWS)


def test_the_readme_has_the_table_of_these_rows() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- bench: begin -->\n(.*?)<!-- bench: end -->", text, re.DOTALL)
    assert found is not None, "expected <!-- bench: begin --> … <!-- bench: end --> in README.md"
    table = found[1]
    assert re.search(rf"one run on \d{{4}}-\d\d-\d\d by `{COMMAND}`", table)
    cells = [line.split(" | ") for line in table.splitlines() if line.startswith("| ") and line.count("|") == 6]
    told = [row[0].removeprefix("| ") for row in cells]
    assert told[0] == "what"
    wanted = [row.what for row in ROWS]
    assert [what for what in told[1:] if what not in wanted] == []
    assert told[1:] == [what for what in wanted if what in told]
    assert len(told) - 1 >= 20
    assert [what for what in GROWTH if f"| {what} |" not in table] == []
