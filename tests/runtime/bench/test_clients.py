"""The scaling benchmark of clients, its servers stood in for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spxcc.runtime.bench import clients
from spxcc.runtime.bench.clients import slope, straight
from spxcc.runtime.clock import SystemClock

EACH = {"ours": 6.0, "library": 5.0, "bare": 4.0}
CACHED = 0.001
"""Microseconds by which a client costs more for each that there is."""


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
    _stand_in(monkeypatch, Stand)
    figures = {one.name: one for one in clients.clients_figures(False, tmp_path, SystemClock())}
    assert figures["clients: ours 5,000"].median == pytest.approx(30_020.0)
    assert figures["clients: ours, slope"].samples == pytest.approx([6.0] * 5)
    beside = figures["clients: slope to library"]
    assert beside.median == pytest.approx(1.2)
    assert (beside.budget, beside.ok) == (1.5, True)
    assert figures["clients: slope to bare writes"].median == pytest.approx(1.5)
    assert "clients: bare, memory" not in figures
    assert figures["clients: ours, memory"].median == pytest.approx(20.0)
    assert figures["clients: ours, straight line"].median == pytest.approx(1.0)
    quick = {one.name for one in clients.clients_figures(True, tmp_path, SystemClock())}
    assert "clients: ours 1,000" in quick
    assert "clients: ours 5,000" not in quick


def test_growth_beside_that_of_bare_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Growing(Stand):
        def cost(self, frames: int, ahead: int) -> tuple[float, float]:
            """A client costs the more, the more there are; ours by half as much again as a write."""
            return EACH[self.kind] + CACHED * self.clients * {"ours": 1.5, "library": 2.0, "bare": 1.0}[self.kind], 10.0

    _stand_in(monkeypatch, Growing)
    figures = {one.name: one for one in clients.clients_figures(False, tmp_path, SystemClock())}
    assert figures["clients: ours, each of 5,000"].median == pytest.approx(13.5)
    assert figures["clients: bare, each of 100"].median == pytest.approx(4.1)
    assert "clients: bare, each of 10" not in figures
    assert figures["clients: bare, growth"].median == pytest.approx(9.0 / 4.1)
    assert figures["clients: growth that bare writes have too"].median == pytest.approx(100 / 1.5)


def test_what_does_not_grow_has_no_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Nothing(Stand):
        def cost(self, frames: int, ahead: int) -> tuple[float, float]:
            """The same for ever, and a write too little to be told."""
            return (0.0 if self.kind == "bare" and self.clients < 1_000 else EACH[self.kind]), 10.0

    _stand_in(monkeypatch, Nothing)
    figures = {one.name: one for one in clients.clients_figures(True, tmp_path, SystemClock())}
    for name in ("clients: growth that bare writes have too", "clients: bare, growth"):
        assert figures[name].samples == ()
        assert figures[name].note


def _stand_in(monkeypatch: pytest.MonkeyPatch, stand: type[Stand]) -> None:
    @contextmanager
    def rig(kind: str, size: int) -> Iterator[Stand]:
        yield stand(kind)

    monkeypatch.setattr(clients, "rig", rig)
    monkeypatch.setattr(clients, "bare_rig", lambda size: rig("bare", size))
    monkeypatch.setattr(clients, "room_for", lambda _: None)


def test_the_slope_of_a_line_and_how_straight_it_is() -> None:
    assert slope((1, 10, 100), (12.0, 30.0, 210.0)) == pytest.approx(2.0)
    assert straight((1, 10, 100), (12.0, 30.0, 210.0)) == pytest.approx(1.0)
    assert straight((1, 2, 3, 4), (1.0, 4.0, 1.0, 4.0)) < 0.5
    with pytest.raises(ValueError, match="two sizes"):
        slope((5, 5), (1.0, 2.0))
