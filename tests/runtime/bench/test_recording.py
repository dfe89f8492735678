"""Figures of recording and replay."""

from pathlib import Path

import pytest

from spxcc.runtime.bench.recording import recording_figures
from spxcc.runtime.clock import SystemClock


@pytest.mark.slow
def test_f56_the_figures_are_there_and_far_from_absurd(tmp_path: Path) -> None:
    made = {
        figure.name.removeprefix("recording: "): figure for figure in recording_figures(True, tmp_path, SystemClock())
    }
    assert {
        "seek on the desk",
        "recorder",
        "latest frame",
        "simulated day",
        "seek, worst",
        "seek, every panel, worst",
        "seek, every panel, 95 of 100",
        "decode and fold",
        "whole day, engines",
    } == set(made)
    assert all(figure.budget is not None and figure.median > 0 for figure in made.values())
    assert made["simulated day"].ok
    assert made["decode and fold"].median > 20_000
