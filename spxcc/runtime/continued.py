"""A run that was killed goes on where its recording ends: the engines remember, the digest and the file go on.

What was published after the last checkpoint is computed again from the recorded events, by the same steps, so that
nothing is told twice and the digest is that of a run that was never cut.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from spxcc.engines.engine import Engine
from spxcc.engines.graph import StepResult
from spxcc.engines.score.result import NOTHING_KNOWN
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.layout import Progress, SessionInfo
from spxcc.ledger.recording.library import sessions
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedEvent, LedgerFact, Watermark
from spxcc.market.feed import Mode
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.checkpoint import ENGINES, Kept, NotACheckpoint, code, restored, thaw
from spxcc.runtime.digest import Digest, StepFrames, Told
from spxcc.runtime.engine_inputs import EngineInputs, inputs_from
from spxcc.runtime.errors import UserError
from spxcc.runtime.node import publish_step
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.shown import put_on, shown_at

LOOKED_AT = 20
"""Newest files of the folder among which the cut one is."""
PLAYED_S = 900.0
"""A played market is another one every time it is started, except soon after it was killed."""
TELL_EVENTS = 20_000
"""Between two reports of how far it is."""
TAIL_EVENTS = 20_000
"""So many of the last events are remembered as they were, for a feed may send them again."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A recording that goes on. at: its last step. events: all in it; own: those of the feed itself, without what the
    ledger said. inputs: what its engines were given."""

    path: Path
    info: SessionInfo
    at: UnixNanos
    events: int
    own: int
    inputs: EngineInputs

    @property
    def words(self) -> str:
        """For people."""
        return f"continued from {to_exchange(self.at):%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Sought:
    """The recording that goes on, `None` = the day begins anew; `why`, where there is one of this market and day."""

    cut: Cut | None = None
    why: str = ""


@dataclass(slots=True)
class TakenUp:
    """Where a run stands at the end of its recording, after `events`, of which `tail` are the last."""

    pipeline: Pipeline
    hub: Hub
    told: Told
    as_of: UnixNanos
    step: StepResult
    events: int
    tail: deque[FeedEvent] = field(default_factory=lambda: deque(maxlen=TAIL_EVENTS))


def cut_of(folder: Path, like: SessionInfo, played: bool, now: UnixNanos) -> Sought:
    """The newest recording in `folder` of the same market, day and wishes as `like`, if it can go on.

    played: whether the market is made for the run: then only one that was killed goes on, and only soon afterwards.
    One that lives now goes on the same day, however it ended. now: of the machine's clock.
    """
    wishes = _wishes(inputs_from(like.inputs))
    for path in sessions(folder)[:LOOKED_AT]:
        if played and now - path.stat().st_mtime_ns > PLAYED_S * NANOS_PER_SECOND:
            return Sought()
        try:
            with SessionFile(path) as session:
                info, progress, busy = session.info, session.progress(), session.recording()
            inputs = inputs_from(info.inputs)
        except (SessionFileError, UserError):
            continue
        if busy or not _same_market(info, like, played) or _wishes(inputs) != wishes:
            continue
        # The newest of this market decides: nothing goes on behind it.
        if played and progress.closed:
            return Sought(None, "begun anew: the last one was ended in order")
        return _cut(path, info, progress, inputs)
    return Sought()


def _cut(path: Path, info: SessionInfo, progress: Progress, inputs: EngineInputs) -> Sought:
    if progress.last_step is None or not progress.digest:
        return Sought(None, "begun anew: the last recording has no step")
    if progress.failure:
        return Sought(None, "begun anew: the last recording stopped before its run did")
    if progress.whole is not None:
        return Sought(None, "begun anew: the last recording was paused")
    own = progress.events - progress.kinds.get(LedgerFact.__name__, 0)
    return Sought(Cut(path, info, progress.last_step, progress.events, own, inputs))


def _same_market(info: SessionInfo, like: SessionInfo, played: bool) -> bool:
    one, other = ((each.feed, each.mode, each.title, each.date, each.cadence_s) for each in (info, like))
    return one == other and (not played or info.start_at == like.start_at)


def _wishes(inputs: EngineInputs) -> EngineInputs:
    """Without what the ledger has learnt meanwhile: a run keeps what it began with."""
    return msgspec.structs.replace(inputs, score=NOTHING_KNOWN)


def shown_of(cut: Cut, hub: Hub) -> bool:
    """Put what was shown last on a hub where nothing was; whether anything was kept."""
    try:
        with SessionFile(cut.path) as session:
            shown = shown_at(session, cut.at)
        if shown is None:
            return False
        put_on(hub, shown)
    except (SessionFileError, NotACheckpoint):
        return False
    return True


def taken_up(
    cut: Cut, engines: Sequence[Engine[Any, Any]], mode: Mode, hub: Hub, tell: Callable[[float], None]
) -> TakenUp:
    """Bring new engines to the end of the recording; `hub` is a new one.

    tell: hears now and then which share of the way is behind it. Raises SessionFileError.
    """
    pipeline, frames = Pipeline(engines, mode), StepFrames(Digest(), lambda: True)
    with SessionFile(cut.path) as session:
        run = _begun(_kept(session, cut), pipeline, hub, frames)
        first = run.events
        begin = max(min(first, cut.events - TAIL_EVENTS), 0)
        for number, event in enumerate(session.events(begin), begin):
            run.tail.append(event)
            if number < first:
                continue
            run.events += 1
            pipeline.fold(event)
            if isinstance(event, Watermark):
                run.as_of = event.ts_event
                publish_step(hub, pipeline, pipeline.begin(run.as_of), run.as_of)
                run.step = pipeline.finish()
                publish_step(hub, pipeline, run.step, run.as_of)
            if run.events % TELL_EVENTS == 0:
                tell((run.events - first) / max(cut.events - first, 1))
    run.told = frames.told()
    return run


def _kept(session: SessionFile, cut: Cut) -> Kept | None:
    found = session.checkpoint(ENGINES, cut.at, code())
    try:
        kept = None if found is None else thaw(found.body)
    except NotACheckpoint:
        return None
    return kept if kept is not None and kept.told is not None else None


def _begun(kept: Kept | None, pipeline: Pipeline, hub: Hub, frames: StepFrames) -> TakenUp:
    run = TakenUp(pipeline, hub, frames.told(), 0, StepResult(), 0)
    if kept is not None and kept.engines is not None and kept.told is not None:
        run.step = restored(kept, kept.engines, pipeline, hub)
        run.events, run.as_of = kept.events, kept.as_of
        frames.go_on(kept.told, hub.seq)
    hub.observers.append(frames)
    return run
