"""The desk of other libraries shows what ours shows, so that the comparison is one."""

import importlib.util

import pytest

from spxcc.runtime.bench.child_tick import frame
from spxcc.runtime.bench.values import START_MS, opening
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.ui.options import UiOptions


async def test_it_shows_price_chart_gamma_levels_setups_flow_and_coach() -> None:
    if importlib.util.find_spec("textual_plotext") is None:
        pytest.skip("needs textual-plotext: pip install 'spxcc[peers]'")
    from spxcc.runtime.bench.peers import PeerApp

    desk = DeskClient(SystemClock())
    app = PeerApp(desk, UiOptions(fps=1), [])
    app.source = desk.store
    async with app.run_test(size=(160, 48)) as pilot:
        for one in opening():
            desk.store.apply(frame(one, START_MS, True))
        app.frame()
        await pilot.pause()
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
    for word in (
        "SPX 6,8",
        "net -",
        "flip 6890.0",
        "fade_at_wall",
        "ready",
        "CW",
        "sweep",
        "zero gamma",
        "6885",
    ):
        assert word in text, word
    assert text.count("│") > 40
