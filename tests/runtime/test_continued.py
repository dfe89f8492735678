"""kill -9 in the middle of a session, and started again: as if nothing had been."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from spxcc.engines.flow.result import FLOW
from spxcc.feeds.catalog import PlannedFeed
from spxcc.ledger.recording.library import Keep, sessions
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import (
    Bar,
    EquityTick,
    FeedEvent,
    FeedNotice,
    History,
    IndexTick,
    OptionQuote,
    OptionTrade,
    PreviousClose,
    Watermark,
)
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.recording import RecordingWish
from spxcc.runtime.verify import recompute
from tests.fakes.feed import ScriptedFeed
from tests.fakes.recorded import OPEN

KILLS = (40, 200, 90)
"""Steps after which it is killed."""


class Run:
    """What one process said until its end. steps: digest by instant. events: by channel and id, in order."""

    def __init__(self, folder: Path, steps: int | None = None) -> None:
        self.steps: dict[int, str] = {}
        self.events: list[tuple[str, str]] = []
        self.open: list[set[str]] = []
        self.cut, self.end = 0, ""
        command = [sys.executable, "-m", "tests.runtime.continued_run", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
            assert child.stdout is not None
            for line in child.stdout:
                self._take(line.split())
                if steps is not None and len(self.steps) >= steps:
                    child.send_signal(signal.SIGKILL)
                    break
            child.stdout.read()

    def _take(self, words: list[str]) -> None:
        match words:
            case ["step", at, digest]:
                self.steps[int(at)] = digest
            case ["event", channel, name]:
                self.events.append((channel, name))
            case ["open", *names]:
                self.open.append(set(names))
            case ["cut", at]:
                self.cut = int(at)
            case ["end", digest]:
                self.end = digest


@pytest.mark.slow
async def test_f47_f56_killed_three_times_it_ends_as_the_run_that_was_not(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "cut").mkdir()
    uncut = Run(tmp_path / "whole")
    runs = [Run(tmp_path / "cut", steps) for steps in KILLS]
    last = Run(tmp_path / "cut")
    assert runs[0].cut == 0
    for before, after in zip(runs, [*runs[1:], last], strict=True):
        assert 0 < after.cut <= max(before.steps)
        assert min(after.steps) > after.cut
        # Less than a second of the machine's time is lost, and is played again by the feed.
        assert all(uncut.steps[at] == digest for at, digest in after.steps.items())
        assert before.open[-1]
        assert before.open[-1] & after.open[0]
    assert last.end == uncut.end
    told = [event for run in (*runs, last) for event in dict.fromkeys(run.events)]
    assert set(told) == set(uncut.events)
    assert max(Counter(uncut.events).values()) == 1
    for run in (*runs, last):
        assert len(set(run.events)) == len(run.events)
    (file,) = sessions(tmp_path / "cut" / "sessions")
    with SessionFile(file) as session:
        assert session.progress().digest == uncut.end
    verdict = await recompute(file, lambda played: None)
    assert verdict.ok


CONTRACT, FIRST = "SPXW260324C06000000", OPEN + NANOS_PER_MINUTE
SLOW = FeedNotice(ts_event=FIRST, ts_recv=FIRST, source="m", level="warning", code="slow", text="No answer for 2 s.")


def minute(start: UnixNanos, now: UnixNanos) -> Bar:
    """A whole bar of SPY."""
    return Bar(
        ts_event=start + NANOS_PER_MINUTE, ts_recv=now, source="m", symbol="SPY", start=start, open=600.0, high=601.0,
        low=599.0, close=600.5, volume=1_000.0,
    )  # fmt: skip


def day(begin: UnixNanos, seconds: int, now: UnixNanos = 0) -> list[FeedEvent]:
    """Bars of what was, then prints; a step a second. now: when they are heard, 0 = as they happen."""
    found: list[FeedEvent] = [
        History(ts_event=begin, ts_recv=now or begin, source="m", symbol="SPY", bars=(minute(OPEN, now or begin),)),
        PreviousClose(
            ts_event=begin, ts_recv=now or begin, source="m", symbol="SPY", price=598.0, date="2026-03-23"
        ),
    ]  # fmt: skip
    for number in range(seconds):
        at = begin + number * NANOS_PER_SECOND
        heard = now or at
        found += [
            IndexTick(ts_event=at, ts_recv=heard, source="m", symbol="SPX", price=6000.0 + number),
            EquityTick(ts_event=at, ts_recv=heard, source="m", symbol="SPY", price=600.0, size=100.0),
            OptionQuote(ts_event=at, ts_recv=heard, source="m", contract=CONTRACT, bid=10.0, ask=11.0),
            OptionTrade(
                ts_event=at, ts_recv=heard, source="m", contract=CONTRACT, price=11.0, size=300, trade_id=f"{at}"
            ),
            *([] if now else [Watermark(ts_event=at, ts_recv=at, source="m")]),
        ]  # fmt: skip
    return found


async def lived(folder: Path, events: Sequence[FeedEvent], at: UnixNanos) -> Backend:
    """A run with a feed that lives at `at` and ends after `events`."""
    plan = PlannedFeed("live", "a vendor", None, 1.0, lambda clock: ScriptedFeed(events, "live"), lives_at=at)
    wish = RecordingWish(folder / "sessions", Keep(0, 0))
    backend = Backend(plan, Config(Settings(), {}), BackendOptions(recording=wish))
    await backend.run()
    backend.database.close()
    return backend


async def test_f47_what_a_living_feed_sends_again_after_a_restart_counts_once(tmp_path: Path) -> None:
    cut = FIRST + 20 * NANOS_PER_SECOND
    step = Watermark(ts_event=cut, ts_recv=cut, source="m")
    before = await lived(tmp_path, [*day(FIRST, 10), SLOW, step], FIRST)
    again = [*day(FIRST, 10, cut + NANOS_PER_SECOND), Watermark(ts_event=cut + NANOS_PER_SECOND, ts_recv=0, source="m")]
    after = await lived(tmp_path, again, cut + NANOS_PER_SECOND)
    assert after.cut is not None
    one, two = before.pipeline.snapshot, after.pipeline.snapshot
    assert one is not None
    assert two is not None
    assert (two.bars["SPY"].today.volume.tolist(), two.bars["SPY"].forming) == ([1_000.0], one.bars["SPY"].forming)
    assert one.bars["SPY"].forming is not None
    assert one.bars["SPY"].forming.volume == 1_000.0
    assert two.prices["SPY"].volume == one.prices["SPY"].volume
    assert two.chains["SPX"].volume.tolist() == one.chains["SPX"].volume.tolist() == [3_000.0]
    assert two.trades == ()
    flow, known = (each.node.results[FLOW.name].summary for each in (after, before))
    assert [each.prints for each in flow.windows] == [each.prints for each in known.windows]
    assert flow.windows[0].prints > 0
    assert [(each.code, each.level) for each in two.notices] == [("slow", "info")]
    (file,) = sessions(tmp_path / "sessions")
    with SessionFile(file) as session:
        assert [gap.what for gap in session.gaps()] == ["nothing ran"]
    verdict = await recompute(file, lambda played: None)
    assert verdict.ok
