"""The desk and a tick in a pty, against ratios and loose budgets: twice and more of what a quiet machine needs."""

from pathlib import Path

import pytest

from spxcc.runtime.bench.outside import desk_figures, tick_figures
from spxcc.runtime.clock import SystemClock


@pytest.mark.slow
def test_a_tick_is_a_fraction_of_a_full_repaint(tmp_path: Path) -> None:
    found = {figure.name: figure.median for figure in tick_figures(True, tmp_path, SystemClock())}
    assert found["tick: full repaint / price"] > 2
    assert found["tick: one price"] < 12


@pytest.mark.slow
def test_the_busy_desk_leaves_the_core_room(tmp_path: Path) -> None:
    found = {figure.name: figure.median for figure in desk_figures(True, tmp_path, SystemClock())}
    assert found["desk: processor"] < 90
    assert found["desk: frames"] > 10
    assert found["desk: messages"] > 150
