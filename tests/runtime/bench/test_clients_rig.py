"""A server and its crowd in processes of their own."""

import os
import shutil

import pytest

from spxcc.runtime.bench.clients_rig import resident_kb, rig, used_s
from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


@pytest.mark.parametrize("kind", ["ours", "library", pytest.param("node", marks=pytest.mark.node)])
async def test_frames_reach_all_and_are_paid_for(kind: str) -> None:
    if kind == "node" and (MODULES not in os.environ or shutil.which("node") is None):
        pytest.skip(f"{MODULES} is not set, or Node.js is not installed")
    with rig(kind, 200) as one:
        assert len(one.connect(8, 3)) == 8
        used, took = one.cost(500, 8)
        assert 0.0 < used < 100_000.0
        assert took > 0.0
        assert one.resident_kb() > 1_000
        assert one.used_s() > 0.0
        assert set(await one.paced(5, 100.0, SystemClock())) == {"p50", "p99", "max"}
        if kind == "ours":
            one.stall(20)
            await one.paced(5, 100.0, SystemClock())
            one.resume(5)
            assert one.clients == 8
            one.cost(5, 2)


def test_what_this_process_used_and_holds() -> None:
    assert used_s(os.getpid()) == pytest.approx(sum(os.times()[:2]), abs=0.5)
    assert resident_kb(os.getpid()) > 10_000
    with pytest.raises(UserError, match="/proc"):
        used_s(-1)
