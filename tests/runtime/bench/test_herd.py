"""The herd benchmark, its servers stood in for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spxcc.runtime.bench import herd
from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.clock import SystemClock


class Stand:
    """A server on which the last of a thousand is there after a while."""

    def __init__(self, kind: str, order: list[str]) -> None:
        order.append(kind)
        self._seconds = {"ours": 0.4, "node": 0.5}[kind] * (1 + len(order) // 2)
        self._used = 0.0

    def connect(self, clients: int, batch: int) -> list[float]:
        """All at once."""
        assert clients == batch == 1_000
        self._used += 0.3
        return [0.1, self._seconds]

    def used_s(self) -> float:
        """So far."""
        return self._used


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The order in which the servers were started."""
    kinds: list[str] = []

    @contextmanager
    def rig(kind: str, size: int) -> Iterator[Stand]:
        yield Stand(kind, kinds)

    monkeypatch.setattr(herd, "rig", rig)
    return kinds


def test_the_last_one_counts_and_servers_take_turns(
    order: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(herd, "kinds", lambda: ("ours", "library", "node"))
    figures = {one.name: one for one in herd.herd_figures(True, tmp_path, SystemClock())}
    assert order == ["ours", "node", "node", "ours", "ours", "node"]
    assert figures["herd: ours"].samples == pytest.approx([0.4, 1.2, 1.2])
    assert (figures["herd: ours"].budget, figures["herd: ours"].ok) == (2.0, True)
    assert figures["herd: ours, processor"].median == pytest.approx(0.3)
    beside = figures["herd: ours to Node ws"]
    assert beside.samples == pytest.approx([0.4, 1.2, 0.6])
    assert (beside.budget, beside.ok) == (1.0, True)


def test_without_node_its_peer_is_not_run(order: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(MODULES, raising=False)
    figures = {one.name: one for one in herd.herd_figures(True, tmp_path, SystemClock())}
    assert order == ["ours"] * 3
    assert figures["herd: ours to Node ws"].samples == ()
