"""The tick alone."""

from pathlib import Path

import pytest

from spxcc.market.clock import Clock
from spxcc.runtime.bench.cases import run_case
from spxcc.runtime.bench.child_tick import frame
from spxcc.runtime.bench.values import START_MS, opening, price
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient


def test_a_frame_is_what_the_store_takes_in() -> None:
    clock: Clock = SystemClock()
    store = DeskClient(clock).store
    for published in opening():
        store.apply(frame(published, START_MS, True))
    channel, value = price("SPX", 9, START_MS)
    store.apply(frame((channel, value), START_MS, False))
    assert store.value("price:SPX") == value
    assert store.count("levels:update") > 40
    assert store.count("flow:alert") == 20
    assert len(store.book("SPX").candles("1m")) == 301


@pytest.mark.slow
def test_a_round_in_a_pty(tmp_path: Path) -> None:
    _, found = run_case("tick", tmp_path, SystemClock(), rounds=1, fps=20)
    assert [len(found[name]) for name in ("idle", "tick", "full")] == [1, 1, 1]
    assert 0 < found["tick"][0] < found["full"][0]
    assert found["bytes"][0] > 50
    assert 0 < found["bare"] < 1_000 * found["tick"][0]
