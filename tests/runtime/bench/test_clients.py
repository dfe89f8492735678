"""The scaling benchmark of clients, its servers stood in for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spxcc.runtime.bench import clients
from spxcc.runtime.bench.clients import slope, straight
from spxcc.runtime.clock import SystemClock

EACH = {"ours": 6.0, "library": 5.0}


class Stand:
    """A server whose cost is a line, and whose memory too."""

    def __init__(self, kind: str) -> None:
        self.kind, self.clients = kind, 0

    def connect(self, clients: int, batch: int) -> None:
        """Count."""
        self.clients += clients

    def cost(self, frames: int, ahead: int) -> tuple[float, float]:
        """Microseconds for each delivery: a constant part and one for each client."""
        return (20.0 + EACH[self.kind] * self.clients) / self.clients, 10.0

    def resident_kb(self) -> float:
        """Twenty for each."""
        return 30_000 + 20.0 * self.clients


def test_slope_and_memory_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    @contextmanager
    def rig(kind: str, size: int) -> Iterator[Stand]:
        yield Stand(kind)

    monkeypatch.setattr(clients, "rig", rig)
    monkeypatch.setattr(clients, "room_for", lambda _: None)
    figures = {one.name: one for one in clients.clients_figures(False, tmp_path, SystemClock())}
    assert figures["clients: ours 5,000"].median == pytest.approx(30_020.0)
    assert figures["clients: ours, slope"].samples == pytest.approx([6.0] * 5)
    beside = figures["clients: slope to library"]
    assert beside.median == pytest.approx(1.2)
    assert (beside.budget, beside.ok) == (1.5, True)
    assert figures["clients: ours, memory"].median == pytest.approx(20.0)
    assert figures["clients: ours, straight line"].median == pytest.approx(1.0)
    quick = {one.name for one in clients.clients_figures(True, tmp_path, SystemClock())}
    assert "clients: ours 1,000" in quick
    assert "clients: ours 5,000" not in quick


def test_the_slope_of_a_line_and_how_straight_it_is() -> None:
    assert slope((1, 10, 100), (12.0, 30.0, 210.0)) == pytest.approx(2.0)
    assert straight((1, 10, 100), (12.0, 30.0, 210.0)) == pytest.approx(1.0)
    assert straight((1, 2, 3, 4), (1.0, 4.0, 1.0, 4.0)) < 0.5
    with pytest.raises(ValueError, match="two sizes"):
        slope((5, 5), (1.0, 2.0))
