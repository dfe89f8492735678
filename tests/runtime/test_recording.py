"""A run that is recorded while it plays."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest

from spxcc.engines.graph import StepResult
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.recording.result import RECORDING, RecordingState
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.writer import Gap
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.runtime import recording as module
from spxcc.runtime.config import Settings
from spxcc.runtime.digest import Digest, StepFrames
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recording import RecordingDesk, RecordingWish, wish_of
from spxcc.runtime.shown import shown_at
from tests.fakes.clock import ManualClock
from tests.fakes.recorded import INFO, OPEN, seconds


def desk_of(folder: Path, gaps: tuple[Gap, ...] = ()) -> tuple[RecordingDesk, Hub, ManualClock]:
    wall = ManualClock()
    hub = Hub("e", wall.now)
    wish = RecordingWish(folder, Keep(0, 0), None, ("by hand",), gaps)
    return RecordingDesk(wish, "", hub, StepFrames(Digest(), lambda: True), wall), hub, wall


def told(hub: Hub) -> RecordingState:
    latest = hub.latest(RECORDING.name)
    assert latest is not None
    return msgspec.json.decode(latest.data_bytes, type=RecordingState)


def price(value: float) -> Price:
    return Price(
        symbol="SPX", price=value, change=None, change_pct=None, volume=0.0, timestamp="", source="sim", ts_event=0,
        feed_age_ms=0, session="open", previous_close=None,
    )  # fmt: skip


async def test_f56_size_and_rate_are_told_while_it_is_written(tmp_path: Path) -> None:
    gap = Gap(OPEN, OPEN + 1, "nothing")
    desk, hub, wall = desk_of(tmp_path, (gap,))
    desk.begin(INFO)
    assert desk.recorder is not None
    for events in seconds(5):
        for event in events:
            desk.recorder.take(event)
        await wall.advance(40.0)
        desk.stepped(StepResult(), events[-1].ts_event)
    state = told(hub)
    assert (state.on, state.events, state.alarm) == (True, 20, False)
    assert state.rate_bytes_per_hour is not None
    await asyncio.to_thread(desk.end, "it was enough")
    assert (desk.state().on, desk.state().reason) == (False, "it was enough")
    with SessionFile(sessions(tmp_path)[0]) as session:
        assert (session.progress().steps, session.gaps()) == (5, (gap,))
        assert session.info.provenance == ("by hand",)


async def test_f56_what_a_run_begins_with_is_not_taken_for_its_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _, wall = desk_of(tmp_path)
    desk.begin(INFO)
    recorder, written = desk.recorder, {"bytes": 0}
    assert recorder is not None
    real = recorder.state
    monkeypatch.setattr(recorder, "state", lambda: replace(real(), written=written["bytes"]))

    async def rate(seconds: float, size: int) -> int | None:
        await wall.advance(seconds)
        written["bytes"] = size
        return desk.state().rate_bytes_per_hour

    assert await rate(5, 7_000_000) is None
    assert await rate(30, 7_000_000) is None
    assert await rate(30, 7_030_000) is None
    assert await rate(30, 7_060_000) == 3_600_000
    for minute in range(1, 12):
        await rate(60, 7_060_000 + minute * 30_000)
    assert await rate(60, 7_060_000 + 12 * 30_000) == 1_800_000
    monkeypatch.undo()
    await asyncio.to_thread(desk.end)


async def test_f56_what_stands_at_a_full_minute_is_kept_once_wherever_the_steps_are(tmp_path: Path) -> None:
    desk, hub, _ = desk_of(tmp_path)
    desk.begin(INFO)
    desk.watch(cast(Node, SimpleNamespace(pipeline=Pipeline((), "sim"))))
    minute = (OPEN // NANOS_PER_MINUTE + 1) * NANOS_PER_MINUTE
    late = [minute + each * NANOS_PER_SECOND + 5 for each in (-60, -30, -1, 0, 30)]
    full = [minute + each * NANOS_PER_SECOND for each in (60, 119, 120, 121)]
    for number, at in enumerate((*late, *full)):
        desk.stepping(at)
        hub.publish(price_channel("SPX"), price(number), at)
        desk.stepped(StepResult(), at)
    await asyncio.to_thread(desk.end)
    with SessionFile(sessions(tmp_path)[0]) as session:
        kept = [shown_at(session, at) for at in (late[0], minute, full[0], full[2], full[3])]
    assert [None if each is None else each.at for each in kept] == [late[0], late[2], full[0], full[2], full[2]]
    prices = [msgspec.json.decode(each.values["price:SPX"])["price"] for each in kept if each is not None]
    assert prices == [0, 2, 5, 7, 7]


async def test_f56_a_run_that_cannot_be_recorded_goes_on_with_an_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "free_bytes", lambda folder: 0)
    desk, hub, _ = desk_of(tmp_path)
    desk.begin(INFO)
    assert told(hub).alarm
    assert "make room" in (told(hub).reason or "")
    desk.stepped(StepResult(), OPEN)
    desk.end()


def test_the_settings_say_whether_and_how_long() -> None:
    wish = wish_of(Settings(record_budget_mb=2, record_keep_days=3), Path("x"))
    assert wish == RecordingWish(Path("x"), Keep(2 * 2**20, 3))
    assert wish_of(Settings(record=False), Path("x")) is None
    hub = Hub("e", lambda: 0)
    desk = RecordingDesk(None, "it is off", hub, StepFrames(Digest(), lambda: True), ManualClock())
    assert hub.reason(RECORDING.name) == "it is off"
    assert desk.state() == RecordingState(on=False, reason="it is off")
