"""The desk and a tick in a pty, against ratios and loose budgets: twice and more of what a quiet machine needs."""

import importlib.util
from pathlib import Path

import pytest

from spxcc.runtime.bench.desks import desk_figures, peer_figures, slow_line, soak_figures
from spxcc.runtime.bench.outside import tick_figures
from spxcc.runtime.clock import SystemClock


@pytest.mark.slow
def test_a_tick_is_a_fraction_of_a_full_repaint(tmp_path: Path) -> None:
    found = {figure.name: figure.median for figure in tick_figures(True, tmp_path, SystemClock())}
    assert found["tick: full repaint / price"] > 2
    assert found["tick: one price"] < 12


@pytest.mark.slow
def test_the_busy_desk_leaves_the_core_room_and_loses_nothing(tmp_path: Path) -> None:
    found = {figure.name: figure.median for figure in desk_figures(True, tmp_path, SystemClock())}
    assert found["desk: processor"] < 90
    assert found["desk: frames"] > 10
    assert found["desk: messages"] > 150
    assert found["desk: resident"] < 150
    assert found["desk: output"] < 200
    assert slow_line(tmp_path, SystemClock(), 2).median < 100
    assert found["desk: event to glass p95"] < 500
    assert found["flood: frames"] > 5
    assert [found[f"flood: {name} lost"] for name in ("prints", "coach", "alerts", "setups")] == [0, 0, 0, 0]


@pytest.mark.slow
def test_ready_made_parts_would_cost_several_times_as_much(tmp_path: Path) -> None:
    if importlib.util.find_spec("textual_plotext") is None:
        pytest.skip("needs textual-plotext: pip install 'spxcc[peers]'")
    found = {figure.name: figure.median for figure in peer_figures(True, tmp_path, SystemClock())}
    assert found["peers: a frame, theirs / ours"] > 3


@pytest.mark.slow
def test_minutes_of_market_do_not_pile_up(tmp_path: Path) -> None:
    """`spxcc bench soak` plays the four hours; here it is six minutes, the first of which still fill what is kept."""
    found = {figure.name: figure.median for figure in soak_figures(True, tmp_path, SystemClock())}
    assert found["soak: growth"] < 10
    assert found["soak: resident"] < 200
