"""The fan-out benchmark, its servers stood in for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spxcc.runtime.bench import fanout
from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.clock import SystemClock

COSTS = {"ours": 4.0, "library": 8.0, "node": 5.0}


class Stand:
    """A rig whose costs are known; each later round is dearer for all alike."""

    def __init__(self, kind: str) -> None:
        self.kind, self.clients, self.round, self.stalled = kind, 0, 0, False

    def connect(self, clients: int, batch: int) -> None:
        """Count."""
        self.clients += clients

    def cost(self, frames: int, ahead: int) -> tuple[float, float]:
        """Processor and wall microseconds."""
        self.round += 1
        return COSTS[self.kind] * self.round, 10.0

    async def paced(self, frames: int, rate: float, clock: object) -> dict[str, float]:
        """A slower tail while one is stalled."""
        return {"p99": 0.012 if self.stalled else 0.010}

    def stall(self, bulk: int) -> None:
        """From now on."""
        self.stalled = True

    def resume(self, published: int) -> None:
        """No more."""
        self.stalled = False


@pytest.fixture(autouse=True)
def _stands(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def rig(kind: str, size: int) -> Iterator[Stand]:
        assert size == 200
        yield Stand(kind)

    monkeypatch.setattr(fanout, "rig", rig)


def test_ratios_are_those_within_a_round(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fanout, "kinds", lambda: ("ours", "library", "node"))
    figures = {one.name: one for one in fanout.fanout_figures(False, tmp_path, SystemClock())}
    for size in ("200", "1,000"):
        beside = figures[f"fanout: ours to Node ws {size}"]
        assert beside.samples == pytest.approx([0.8] * 7)
        assert (beside.budget, beside.ok) == (0.85, True)
        assert figures[f"fanout: ours to library {size}"].median == pytest.approx(0.5)
    assert figures["fanout: ours 1,000, top rate"].median == pytest.approx(100_000.0)
    assert figures["fanout: ours, p99"].median == pytest.approx(10.0)
    assert "50 frames/s to 1,000" in figures["fanout: ours, p99"].note
    stalled = figures["fanout: one client stalled"]
    assert stalled.median == pytest.approx(1.2)
    assert (stalled.budget, stalled.ok) == (2.0, True)


def test_without_node_its_peer_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(MODULES, raising=False)
    figures = {one.name: one for one in fanout.fanout_figures(True, tmp_path, SystemClock())}
    missing = figures["fanout: ours to Node ws 200"]
    assert (missing.samples, missing.ok) == ((), None)
    assert "not run" in missing.note
    assert "fanout: node 200" not in figures
