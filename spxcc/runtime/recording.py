"""Records a run while it plays, and tells on `recording:update` how that goes."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spxcc.engines.graph import StepResult
from spxcc.engines.price.result import PRICES
from spxcc.engines.recording.result import RECORDING, RecordingState
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.layout import SessionInfo
from spxcc.ledger.recording.library import Keep, name_for, tidy
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.recorder import Later, Recorder
from spxcc.ledger.recording.writer import Checkpoint, Gap, Step
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.checkpoint import ENGINES, MARKET, Kept, code, kept_of, loose, packed
from spxcc.runtime.config import Settings
from spxcc.runtime.continued import Cut
from spxcc.runtime.digest import StepFrames
from spxcc.runtime.node import Node
from spxcc.runtime.recorded import free_bytes
from spxcc.runtime.shown import SHOWN, WHOLE, Rows, shown_on

ENGINES_NS, WHOLE_NS, MARKET_EVENTS = 10 * NANOS_PER_MINUTE, 60 * NANOS_PER_MINUTE, 40_000
"""Between two checkpoints of the engines, between two whole rows of what was shown, and events between two checkpoints
of the market: what a seek has to go through."""
TELL_S = 2.0
"""Wall time between two reports."""
SETTLED_S, LEAST_S, WINDOW_S = 30.0, 60.0, 600.0
"""Of the rate: when its first sample is taken, for a run begins with what was before it; over how long it is measured
at the least; and at the most, which is one checkpoint of the engines."""


@dataclass(frozen=True, slots=True)
class RecordingWish:
    """Where a run is recorded: in a new file of `folder`, or in `file`. keep: what becomes of older ones in `folder`.

    provenance: where the events come from, beside what the feed says. gaps: what is known to be missing.
    """

    folder: Path
    keep: Keep
    file: Path | None = None
    provenance: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def wish_of(settings: Settings, folder: Path) -> RecordingWish | None:
    """What the settings ask for."""
    keep = Keep(settings.record_budget_mb * 2**20, settings.record_keep_days)
    return RecordingWish(folder, keep) if settings.record else None


class RecordingDesk:
    """wish: `None` = this run is not recorded, `why`. A recording that fails ends alone; the run goes on.

    anew: why an earlier recording of the day is not the one that goes on.
    """

    def __init__(
        self, wish: RecordingWish | None, why: str, hub: Hub, frames: StepFrames, wall: Clock, anew: str = ""
    ) -> None:  # fmt: skip
        self._wish, self._why = wish, why
        self._hub, self._frames, self._wall = hub, frames, wall
        self._recorder: Recorder | None = None
        self._told = wall.monotonic()
        self._begun = wall.monotonic()
        self._sizes: deque[tuple[float, int]] = deque()
        self._node: Node | None = None
        self._kept_at: UnixNanos | None = None
        self._kept_events = 0
        self._stepped: UnixNanos | None = None
        self._shown: UnixNanos | None = None
        self._whole: UnixNanos | None = None
        self._rows = Rows()
        self._continued = anew
        self._paused: UnixNanos | None = None
        self._parted = False
        hub.declare(RECORDING)
        if wish is None:
            hub.fail(RECORDING.name, why)

    @property
    def recorder(self) -> Recorder | None:
        """What records, also while it is paused."""
        return self._recorder

    @property
    def paused(self) -> bool:
        """Whether nothing is taken until `go_on`."""
        return self._paused is not None

    def pause(self, at: UnixNanos) -> None:
        """Take nothing more from the market time `at` on; the file stays open, and no other process writes it."""
        if self._recorder is not None and self._paused is None:
            self._paused = at
            self._hub.publish(RECORDING, self.state(), at)

    def go_on(self, at: UnixNanos) -> bool:
        """Take again, whether that can be. The engines know what the file does not: no digest of theirs is its own."""
        recorder, since = self._recorder, self._paused
        if recorder is None or since is None or recorder.state().failure or recorder.state().closed:
            return False
        recorder.note(Gap(since, at, "the recording was stopped by its owner"))
        self._paused, self._parted = None, True
        self._hub.publish(RECORDING, self.state(), at)
        return True

    def begin(self, info: SessionInfo, cut: Cut | None = None) -> None:
        """Start, after making room. Nothing is raised: a run without a recording is better than none.

        cut: the recording that goes on, instead of a new one.
        """
        wish = self._wish
        if wish is None:
            return
        try:
            if cut is None:
                tidy(wish.folder, wish.keep, self._wall.now())
            info = msgspec.structs.replace(info, provenance=(*info.provenance, *wish.provenance))
            path = wish.file or wish.folder / name_for(info)
            recorder = Recorder(path, info, free_bytes) if cut is None else Recorder(cut.path, None, free_bytes)
            recorder.start()
        except (SessionFileError, OSError) as error:
            self._why = f"not recorded: {error}"
            self._hub.publish(RECORDING, RecordingState(on=False, reason=self._why, alarm=True), info.start_at)
            return
        for gap in wish.gaps:
            recorder.note(gap)
        if cut is not None:
            self._continued = cut.words
            if info.start_at > cut.at:
                self._continued += f", gap of {(info.start_at - cut.at) / NANOS_PER_SECOND:,.0f} s"
                recorder.note(Gap(cut.at, info.start_at, "nothing ran"))
        self._recorder, self._begun = recorder, self._wall.monotonic()

    def watch(self, node: Node) -> None:
        """Whose state is kept now and then, so that a replay need not begin at the beginning."""
        self._node = node

    def tapped(self, feed: Feed) -> Feed:
        """`feed`, each event of which is recorded before it is taken."""
        return feed if self._wish is None else _Tapped(feed, self)

    def stepping(self, to: UnixNanos) -> None:
        """Before the step `to`: what stands at a full minute is kept, also where the last step in it came earlier."""
        before = self._stepped
        if self._recorder is None or self.paused or before is None or before == self._shown:
            return
        if before <= (to - 1) // NANOS_PER_MINUTE * NANOS_PER_MINUTE:
            self._keep_shown(self._recorder, before)

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: how far the digest has come."""
        recorder = self._recorder
        if recorder is None or self.paused:
            return
        board = step.results.get(PRICES.name)
        spx = None if board is None else next((each.price for each in board.prices if each.symbol == "SPX"), None)
        digest = self._frames.digest
        recorder.note(Step(as_of, spx, *((0, "") if self._parted else (digest.frames, digest.hexdigest()))))
        if self._node is not None:
            self._checkpoints(recorder, self._node, as_of)
        if self._wall.monotonic() - self._told >= TELL_S:
            self._told = self._wall.monotonic()
            self._hub.publish(RECORDING, self.state(), as_of)

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def state(self) -> RecordingState:
        """As it is now."""
        recorder = self._recorder
        if recorder is None:
            return RecordingState(on=False, reason=self._why, continued=self._continued)
        now = recorder.state()
        rate = self._rate(now.written)
        paused = "" if self._paused is None else f"stopped at {to_exchange(self._paused):%H:%M:%S} by its owner"
        return RecordingState(
            on=not now.failure and not now.closed and not paused,
            name=recorder.path.stem,
            events=now.events,
            size_bytes=now.written,
            rate_bytes_per_hour=rate,
            reason=now.failure or (self._why if now.closed else paused) or None,
            alarm=bool(now.failure),
            continued=self._continued,
        )

    def end(self, why: str = "") -> None:
        """Close the file in order; not on the loop's thread, for it waits."""
        if self._recorder is not None and not self._recorder.state().closed:
            self._why = why
            self._recorder.close()

    def _checkpoints(self, recorder: Recorder, node: Node, as_of: UnixNanos) -> None:
        self._stepped = as_of
        if self._shown is None or as_of % NANOS_PER_MINUTE == 0:
            self._keep_shown(recorder, as_of)
        if self._parted:
            return
        if self._kept_at is None or as_of - self._kept_at >= ENGINES_NS:
            _keep(recorder, ENGINES, kept_of(node.pipeline, self._hub, as_of, recorder.events, self._frames.told()))
            self._kept_at, self._kept_events = as_of, recorder.events
        elif recorder.events - self._kept_events >= MARKET_EVENTS:
            _keep(recorder, MARKET, Kept(as_of, recorder.events, node.pipeline.state))
            self._kept_events = recorder.events

    def _keep_shown(self, recorder: Recorder, at: UnixNanos) -> None:
        """What stands after the step `at`, the last one."""
        rows, shown, events = self._rows, shown_on(self._hub, at), recorder.events
        self._shown = at
        if self._whole is None or at // WHOLE_NS > self._whole // WHOLE_NS:
            self._whole = at
            recorder.note(Later(lambda: Checkpoint(WHOLE, at, events, code(), rows.whole(shown))))
        recorder.note(Later(lambda: Checkpoint(SHOWN, at, events, code(), rows.row(shown))))

    def _rate(self, written: int) -> int | None:
        """Bytes an hour over the last minutes, `None` before there are enough of them."""
        at, sizes = self._wall.monotonic(), self._sizes
        if at - self._begun >= SETTLED_S and (not sizes or at - sizes[-1][0] >= TELL_S):
            sizes.append((at, written))
        while len(sizes) > 1 and at - sizes[1][0] >= WINDOW_S:
            sizes.popleft()
        if not sizes or at - sizes[0][0] < LEAST_S:
            return None
        since, before = sizes[0]
        return int(max(written - before, 0) / (at - since) * 3600)


def _keep(recorder: Recorder, kind: str, kept: Kept) -> None:
    """Only what must be done before the market goes on is done here; the rest would hold up frames."""
    at, events, body = kept.as_of, kept.events, loose(kept)
    recorder.note(Later(lambda: Checkpoint(kind, at, events, code(), packed(body))))


class _Tapped:
    """A feed whose events go by a recorder."""

    def __init__(self, feed: Feed, desk: RecordingDesk) -> None:
        self._feed, self._desk = feed, desk

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's own, every one."""
        recorder = self._desk.recorder
        async for event in self._feed.events():
            if isinstance(event, Watermark):
                self._desk.stepping(event.ts_event)
            if recorder is not None and not self._desk.paused:
                recorder.take(event)
            yield event
