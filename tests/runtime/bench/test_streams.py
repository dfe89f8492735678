"""The bench of the simulated Massive."""

import os
import shutil
from pathlib import Path

import pytest

from spxcc.runtime.bench import streams
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from tests.feeds.simulator.massive.markets import market_of


def test_without_node_it_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(streams.MODULES, raising=False)
    with pytest.raises(UserError, match=streams.MODULES):
        next(iter(streams.stream_figures(True, tmp_path, SystemClock())))


def test_f30_a_page_is_measured_beside_its_budget() -> None:
    page, p95 = streams.page_figures(market_of(), quick=True)
    assert len(page.samples) == 40
    assert p95.budget == streams.PAGE_BUDGET_MS
    assert p95.median >= page.median


@pytest.mark.node
@pytest.mark.slow
def test_f30_events_are_counted_beside_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if streams.MODULES not in os.environ or shutil.which("node") is None:
        pytest.skip(f"{streams.MODULES} is not set, or Node.js is not installed")
    monkeypatch.setattr(streams, "QUICK_SECONDS", 3)
    figures = {one.name: one for one in streams.stream_figures(True, tmp_path, SystemClock())}
    assert figures["streams: ours"].budget == 20_000.0
    assert figures["streams: times real time"].budget == 50.0
    assert all(sample > 0 for one in figures.values() for sample in one.samples)
