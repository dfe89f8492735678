"""The desk under a stream of messages."""

import importlib.util
from pathlib import Path

import pytest

from spxcc.runtime.bench.cases import run_case
from spxcc.runtime.bench.glass import Glass
from spxcc.runtime.clock import SystemClock


@pytest.mark.slow
@pytest.mark.parametrize("peers", [False, True])
def test_a_second_of_a_desk_in_a_pty(tmp_path: Path, peers: bool) -> None:
    if peers and importlib.util.find_spec("textual_plotext") is None:
        pytest.skip("needs textual-plotext: pip install 'spxcc[peers]'")
    glass = Glass()
    run, found = run_case("desk", tmp_path, SystemClock(), glass.take, rate=100, fps=10, seconds=1, peers=peers)
    assert run.written > 10_000
    assert sum(size for _, size in glass.sizes) == run.written
    assert [len(found[name]) for name in ("shares", "frames", "heard", "lags")] == [1, 1, 1, 2]
    assert found["shares"][0] > 0
    assert found["frames"][0] > 1
    assert found["heard"][0] > 50
    assert 20 < found["resident"] < 1_000
    assert all(count > 0 for count in found["sent"].values())
    assert set(found["lost"].values()) == {0}
    waits = glass.waits_ms(found["prices"])
    assert len(waits) == len(found["prices"]) > 10
    assert all(0 < wait < 10_000 for wait in waits)
