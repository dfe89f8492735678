"""The chart beside other libraries."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.bench.suite import bench_named
from spxcc.runtime.bench.terminal import Run
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError

NEEDED = ("textual_plotext", "textual_plot", "candlestick_chart")
HERE = all(importlib.util.find_spec(name) for name in NEEDED)
ONE = {"whole": [10.0, 12.0, 11.0], "tick": [2.0, 2.0, 2.0], "whole_bytes": [4_000.0], "tick_bytes": [400.0]}
BARE = {"whole_bare": 20.0, "tick_bare": 7.0}


@pytest.mark.skipif(HERE, reason="all libraries are there")
def test_without_the_others_it_says_what_to_do() -> None:
    with pytest.raises(UserError, match=r"expected what chart is measured with, found: .*come with --peers"):
        bench_named("chart")


@pytest.mark.skipif(not HERE, reason="needs the other chart libraries: spxcc bench --peers")
def test_every_library_has_its_ratio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from spxcc.runtime.bench import chart

    slow = {name: [value * 10 for value in values] for name, values in ONE.items()}
    case: Any = lambda *args, **asked: (Run(), {"ours": {**ONE, **BARE}, "textual-plot": slow})  # noqa: E731
    monkeypatch.setattr(chart, "run_case", case)
    found = {one.name: one for one in chart.chart_figures(True, tmp_path, SystemClock())}
    assert found["chart: tick, textual-plot / ours"].median == pytest.approx(10)
    assert found["chart: whole, ours"].median == 11.0
    assert found["chart: tick, its bytes written"].samples == (7.0,)
    assert (found["chart: bytes a tick, ours"].ok, found["chart: bytes a tick, textual-plot"].ok) == (True, None)
