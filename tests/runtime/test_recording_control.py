"""Stop and start of the recording of a run that goes on."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.continued import cut_of
from spxcc.runtime.recording import RecordingWish
from spxcc.runtime.recording_control import RecordingControl
from spxcc.runtime.verify import recompute
from tests.fakes.recorded import INFO, OPEN, second_of
from tests.runtime.digest_run import CutFeed
from tests.runtime.runs import plain_config
from tests.runtime.test_recording import desk_of, told

ME = Identity("me", "local")
FIRST = at_exchange("2026-03-24", "09:31")
STOP, START, END = (FIRST + each * NANOS_PER_SECOND for each in (20, 40, 60))


async def test_f56_between_stop_and_start_nothing_is_taken_and_the_file_says_so(tmp_path: Path) -> None:
    desk, hub, _ = desk_of(tmp_path)
    desk.begin(INFO)
    now = [OPEN]
    control = RecordingControl(desk, lambda: now[0], lambda: True)

    async def play(first: int, count: int) -> None:
        for number in range(first, first + count):
            now[0] = OPEN + (number + 1) * NANOS_PER_SECOND
            for event in second_of(now[0], number):
                if desk.recorder is not None and not desk.paused:
                    desk.recorder.take(event)
            desk.stepped(StepResult(), now[0])

    await play(0, 5)
    assert (await control.queries["record.status"](ME, {})).on
    stopped = await control.commands["record.stop"](ME, {})
    assert (stopped.on, stopped.alarm) == (False, False)
    assert stopped.reason == "stopped at 09:30:05 by its owner"
    assert told(hub) == stopped
    await play(5, 5)
    started = await control.commands["record.start"](ME, {})
    assert (started.on, started.reason, started.events) == (True, None, 20)
    assert told(hub).on
    await play(10, 5)
    await asyncio.to_thread(desk.end)
    with SessionFile(sessions(tmp_path)[0]) as session:
        (gap,) = session.gaps()
        progress = session.progress()
        assert (gap.start, gap.until) == (OPEN + 5 * NANOS_PER_SECOND, OPEN + 10 * NANOS_PER_SECOND)
        assert (progress.events, progress.steps, progress.whole) == (40, 10, 5)
        assert {event.ts_event for event in session.events()}.isdisjoint(
            {OPEN + each * NANOS_PER_SECOND for each in range(6, 11)}
        )


async def test_what_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    desk, _, _ = desk_of(tmp_path)
    mine = [True]
    control = RecordingControl(desk, lambda: OPEN, lambda: mine[0])
    with pytest.raises(RequestError, match="expected a recording that can go on, found none"):
        await control.commands["record.start"](ME, {})
    with pytest.raises(RequestError, match="expected a recording to stop, found none"):
        await control.commands["record.stop"](ME, {})
    desk.begin(INFO)
    with pytest.raises(RequestError, match=r"expected a stopped recording, found .* being written"):
        await control.commands["record.start"](ME, {})
    await control.commands["record.stop"](ME, {})
    with pytest.raises(RequestError, match="found none: stopped at 09:30:00"):
        await control.commands["record.stop"](ME, {})
    mine[0] = False
    for name in ("record.start", "record.stop"):
        with pytest.raises(RequestError, match="belongs to the owner"):
            await control.commands[name](ME, {})
    await asyncio.to_thread(desk.end, "the run ended")
    mine[0] = True
    with pytest.raises(RequestError, match="can go on, found none: the run ended"):
        await control.commands["record.start"](ME, {})


class Owner:
    """Stops and starts the recording of a run at two instants of the market."""

    def __init__(self, backend: Backend) -> None:
        self._desk = backend.recording

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After the recorder."""
        if as_of == STOP:
            self._desk.pause(as_of)
        elif as_of == START:
            assert self._desk.go_on(as_of)

    def silent(self, why: str) -> None:
        """Nothing."""


@pytest.mark.slow
async def test_f56_a_paused_recording_verifies_up_to_its_pause_and_no_later_run_goes_on_with_it(
    tmp_path: Path,
) -> None:
    whole = plan_feed(FeedRequest("sim", seed=7, at="09:31"))
    plan = replace(whole, build=lambda clock: CutFeed(whole.build(clock), END))
    options = BackendOptions(speed=None, recording=RecordingWish(tmp_path, Keep(0, 0)))
    backend = Backend(plan, plain_config(), options)
    backend.node.listeners.append(Owner(backend))
    await backend.run()
    backend.database.close()
    (path,) = sessions(tmp_path)
    with SessionFile(path) as session:
        progress, info = session.progress(), session.info
        assert progress.whole is not None
        assert 0 < progress.whole < progress.steps
        assert [(gap.start, gap.until) for gap in session.gaps()] == [(STOP, START)]
    assert progress.digest != backend.digest.hexdigest()
    verdict = await recompute(path)
    assert (verdict.where, verdict.ok, verdict.digest) == ("here, up to its pause", True, progress.digest)
    found = cut_of(tmp_path, info, False, info.recorded_at)
    assert (found.cut, found.why) == (None, "begun anew: the last recording was paused")
