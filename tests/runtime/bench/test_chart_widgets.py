"""One chart of the same candles by four libraries."""

import importlib.util

import pytest
from textual.app import App, ComposeResult

from spxcc.runtime.clock import SystemClock

HERE = all(importlib.util.find_spec(name) for name in ("textual_plotext", "textual_plot", "candlestick_chart"))
pytestmark = pytest.mark.skipif(not HERE, reason="needs the other chart libraries: spxcc bench --peers")


def test_the_two_series_differ_in_every_candle() -> None:
    from spxcc.runtime.bench.chart_widgets import CANDLES, series

    one, other = series(False), series(True)
    assert len(one) == len(other) == CANDLES
    assert all(mine.h < theirs.l or mine.c != theirs.c for mine, theirs in zip(one, other, strict=True))
    assert all(bar.l <= min(bar.o, bar.c) <= max(bar.o, bar.c) <= bar.h for bar in other)


async def test_each_draws_a_series_and_a_tick() -> None:
    from spxcc.runtime.bench.chart_widgets import all_drawn

    drawn = all_drawn(SystemClock())

    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield from (one.widget for one in drawn.values())

    async with Shown().run_test(size=(120, 120)) as pilot:
        for one in drawn.values():
            one.whole(True)
            one.tick(3)
            await pilot.pause()
            assert one.widget.size.width > 0
