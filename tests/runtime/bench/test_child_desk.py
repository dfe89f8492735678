"""The desk under a stream of messages."""

from pathlib import Path

from spxcc.runtime.bench.outside import _case
from spxcc.runtime.clock import SystemClock


def test_a_second_of_the_desk_in_a_pty(tmp_path: Path) -> None:
    run, found = _case("desk", tmp_path, SystemClock(), rate=100, fps=10, seconds=1)
    assert run.written > 10_000
    assert [len(found[name]) for name in ("shares", "frames", "heard", "lags")] == [1, 1, 1, 2]
    assert found["shares"][0] > 0
    assert found["frames"][0] > 1
    assert found["heard"][0] > 50
