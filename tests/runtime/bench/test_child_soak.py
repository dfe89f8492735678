"""Hours of market in minutes."""

from pathlib import Path

import pytest

from spxcc.runtime.bench.cases import run_case
from spxcc.runtime.clock import SystemClock


@pytest.mark.slow
def test_it_plays_the_market_and_notes_its_memory(tmp_path: Path) -> None:
    _, found = run_case("soak", tmp_path, SystemClock(), hours=0.02, speed=60.0, fps=10)
    minutes = [minute for minute, _ in found["samples"]]
    assert minutes[-1] >= 1.2
    assert minutes == sorted(minutes)
    assert all(20 < held < 1_000 for _, held in found["samples"])
    assert found["frames"] > 5
