"""Ready-made events, sent by ours and by Node."""

import asyncio
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from spxcc.feeds.simulator.massive.stream_session import StreamSession, framed
from spxcc.runtime.bench import streams_ready
from spxcc.runtime.bench.clients_node import node_command
from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.bench.streams_ready import Ours, Peer, events_in, ready, wish
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from tests.feeds.simulator.massive.markets import market_of


def test_f30_what_is_ready_is_what_the_wishes_come_to() -> None:
    steps = ready(market_of(), 3)
    session = StreamSession("options")
    session.received(streams_ready.AUTH)
    session.received(wish(market_of()))
    assert len(steps) == 3
    assert all(session.wanted(step.events) == step.events for step in steps)
    assert {event.topic for step in steps for event in step.events} >= {"Q", "T"}


async def test_f30_ours_sends_them_as_often_as_asked(tmp_path: Path) -> None:
    steps, kept = ready(market_of(), 2), tmp_path / "kept"
    ours = Ours(market_of(), steps, SystemClock())
    await ours.start()
    try:
        assert await ours.play(2, str(kept)) > 0.0
    finally:
        await ours.stop()
    events = [event for step in steps for frame in framed([one.event for one in step.events])
              for event in msgspec.json.decode(frame)]  # fmt: skip
    assert events_in(await asyncio.to_thread(kept.read_bytes)) == [*events, *events]


def test_the_ratio_is_that_within_a_round(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def rounds(*given: object) -> dict[str, list[float]]:
        return {"ours": [1.0, 2.0, 8.0], "node": [1.5, 3.0, 4.0]}

    monkeypatch.setattr(streams_ready, "_rounds", rounds)
    figures = {
        one.name: one
        for one in streams_ready.ready_figures(market_of(), 2, True, ("node", "there"), tmp_path, SystemClock())
    }
    beside = figures["streams: ours to Node ws"]
    assert beside.samples == pytest.approx((1.5, 1.5, 0.5))
    assert (beside.budget, beside.ok) == (1.0, True)
    assert "made before" in beside.note
    count = streams_ready.PASSES * sum(len(step.events) for step in ready(market_of(), 2))
    assert figures["streams: ready, ours"].samples[0] == count


@pytest.mark.node
async def test_without_ws_it_says_what_to_install(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    peer = Peer((node, str(tmp_path)), tmp_path / "frames")
    try:
        with pytest.raises(UserError, match="npm install ws"):
            await peer.start()
    finally:
        await peer.stop()


@pytest.mark.node
@pytest.mark.slow
def test_f30_the_same_events_leave_node_and_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if node_command() is None:
        pytest.skip(f"{MODULES} is not set, or Node.js is not installed")
    monkeypatch.setattr(streams_ready, "QUICK_ROUNDS", 1)
    commands = (str(shutil.which("node")), os.environ[MODULES])
    figures = list(streams_ready.ready_figures(market_of(), 3, True, commands, tmp_path, SystemClock()))
    assert all(sample > 0 for one in figures for sample in one.samples)
    assert list(tmp_path.iterdir()) == []
