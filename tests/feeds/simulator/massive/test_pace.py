"""The simulated clock."""

import pytest

from spxcc.feeds.simulator.massive.pace import Pace
from tests.fakes.clock import ManualClock


def test_f30_it_runs_pauses_and_jumps() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1_000_000, 10.0)
    clock.shift(2.0)
    assert pace.now() == 1_020_000
    pace.run(0.0)
    clock.shift(5.0)
    assert (pace.now(), pace.speed, pace.turns) == (1_020_000, 0.0, 0)
    pace.jump(5_000_000)
    pace.run(1.0)
    clock.shift(1.0)
    assert (pace.now(), pace.turns) == (5_001_000, 1)
    with pytest.raises(ValueError, match="expected a speed"):
        pace.run(-1.0)
