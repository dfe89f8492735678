"""The benchmark of two gateways, its processes real where a server of the bus is there."""

from pathlib import Path

import pytest

from spxcc.runtime.bench import gateways
from spxcc.runtime.clock import SystemClock
from tests.fakes.nats import binary


def test_without_a_server_of_the_bus_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gateways, "_nats", lambda: None)
    (figure,) = gateways.gateways_figures(True, tmp_path, SystemClock())
    assert figure.samples == ()
    assert "nats-server" in figure.note


@pytest.mark.slow
def test_both_gateways_deliver_all_and_are_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary()
    pytest.importorskip("nats", reason="needs nats-py: pip install -e '.[dev]'")
    monkeypatch.setattr(gateways, "CLIENTS", 20)
    monkeypatch.setattr(gateways, "QUICK_ROUNDS", 1)
    figures = list(gateways.gateways_figures(True, tmp_path, SystemClock()))
    assert [one.name for one in figures] == ["gateways: alone", "gateways: one of two", gateways.NAME]
    assert all(sample > 0 for one in figures for sample in one.samples)
