"""A recorded session as a feed of a run: what is played, from when to when, and what its engines are given."""

import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spxcc import __version__
from spxcc.feeds.catalog import PlannedFeed
from spxcc.ledger.recording.feed import SessionFeed
from spxcc.ledger.recording.layout import SUFFIX, SessionInfo
from spxcc.ledger.recording.library import find
from spxcc.ledger.recording.opening import SessionFileError, is_session
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.clock import Clock
from spxcc.market.feed import Feed, Mode
from spxcc.market.session import at_exchange, session_info, to_exchange
from spxcc.market.units import UnixNanos
from spxcc.runtime.engine_inputs import EngineInputs, inputs_from
from spxcc.runtime.errors import UserError


@dataclass(frozen=True, slots=True)
class SessionPlan(PlannedFeed):
    """A replay of `session`. end_at: its last step. market: how its market came, which the engines are told."""

    session: SessionFile | None = None
    end_at: UnixNanos | None = None
    market: Mode | None = None
    inputs: EngineInputs | None = None


def plan_session(path: Path, at: str | None = None) -> SessionPlan:
    """The replay of a session file, paced from `at` ("HH:MM" exchange time) on. Raises UserError."""
    try:
        session = SessionFile(path)
        info, progress = session.info, session.progress()
    except SessionFileError as error:
        raise UserError(str(error)) from None
    if progress.last_step is None or progress.first_step is None:
        raise UserError(f"expected a session with at least one step in {path}, found none; it ended as it began")
    start_at = max(min(info.start_at, progress.last_step), progress.first_step)
    if at is not None:
        start_at = _instant(info.date, at, progress.first_step, progress.last_step)

    def build(clock: Clock) -> Feed:
        return SessionFeed(session, clock, start_at)

    return SessionPlan(
        mode="replay", title=session.name, start_at=start_at, cadence_s=info.cadence_s, build=build, session=session,
        end_at=progress.last_step, market=info.mode, inputs=inputs_from(info.inputs),
    )  # fmt: skip


def asked_session(sources: Sequence[Path], folder: Path) -> Path | None:
    """The one session that was asked for: a session file, or the name of one in `folder`; `None` = other files.

    Raises UserError for several, and for a session file that is none.
    """
    found = [path if path.exists() else find(folder, str(path)) for path in sources]
    named = [path for path in found if path is not None and (path.suffix == SUFFIX or is_session(path))]
    if not named:
        return next((path for path in sources if path.suffix == SUFFIX), None)
    if len(sources) > 1:
        raise UserError(f"expected one session alone, found {named[0].name} beside other files; name one of them")
    return named[0]


def market_mode(plan: PlannedFeed) -> Mode:
    """What the engines are told of the market: in a replay of a recording as it was then."""
    return plan.market if isinstance(plan, SessionPlan) and plan.market is not None else plan.mode


def info_of(
    plan: PlannedFeed, feed: str, as_of: UnixNanos, inputs: EngineInputs, wall: UnixNanos, run: str = ""
) -> SessionInfo:  # fmt: skip
    """What a recording of this run says about itself; `as_of`: market time at its beginning."""
    return SessionInfo(
        feed=feed,
        mode=plan.mode,
        title=plan.title,
        date=session_info(as_of).date,
        start_at=as_of if plan.start_at is None else plan.start_at,
        cadence_s=plan.cadence_s,
        recorded_at=wall,
        program=f"spxcc {__version__}",
        python=platform.python_version(),
        machine=f"{sys.platform} {platform.machine()}",
        inputs=inputs.text(),
        provenance=(f"{feed}: {plan.title}",),
        run=run,
    )


def free_bytes(folder: Path) -> int:
    """What the disk of `folder`, or of the first one above it that exists, has left."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _instant(date: str, at: str, first: UnixNanos, last: UnixNanos) -> UnixNanos:
    try:
        instant = at_exchange(date, at)
    except ValueError as error:
        raise UserError(str(error)) from None
    if not first <= instant <= last:
        begin, end = (f"{to_exchange(each):%H:%M}" for each in (first, last))
        raise UserError(f"expected a time from {begin} to {end} for --at, which is what was recorded, found {at}")
    return instant
