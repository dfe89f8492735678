"""Plays a recorded session again and compares what it says: here, and in processes that differ."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spxcc.engines.catalog import CHANNELS
from spxcc.engines.graph import StepResult
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.feed import SessionFeed
from spxcc.ledger.recording.opening import SessionFileError
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import Feed, Mode
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.clock import LeapingClock, SystemClock
from spxcc.runtime.digest import Digest, StepFrames
from spxcc.runtime.engine_inputs import inputs_from
from spxcc.runtime.errors import UserError
from spxcc.runtime.node import Node
from spxcc.runtime.pipeline import Pipeline

ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "other time zone and locale": {"TZ": "Asia/Kolkata", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
    "other hash seed": {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C"},
}
OTHER_PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14", "python3.15")
PROBE = "import numpy, msgspec, spxcc.market.events, sys; print('%d.%d' % sys.version_info[:2])"
PROBE_S = 20.0


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One recomputation. ok: `None` = not run, and `why`. parts_at: minute (nanoseconds) from which on two differ."""

    where: str
    ok: bool | None
    frames: int = 0
    digest: str = ""
    parts_at: UnixNanos | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """A step that was played again: number, of how many."""

    steps: int
    of: int


async def recompute(path: Path, tell: Callable[[Played], None] = lambda _: None) -> Verdict:
    """Play `path` as fast as it goes, without server and screen. Raises UserError."""
    try:
        with SessionFile(path) as session:
            return await _recompute(session, tell)
    except SessionFileError as error:
        raise UserError(str(error)) from None


async def _recompute(session: SessionFile, tell: Callable[[Played], None]) -> Verdict:
    info, told = session.info, session.progress()
    if not told.digest:
        raise UserError(f"expected a digest in {session.path}, found none; it was cut before its first step")
    whole = told.steps if told.whole is None else told.whole
    wall = SystemClock()
    hub, digest = Hub("verify", wall.now), Digest()
    for channel in CHANNELS:
        hub.declare(channel)
    feed = _Cut(SessionFeed(session, LeapingClock(info.start_at), told.last_step or 0), whole)
    node = Node(feed, Pipeline(inputs_from(info.inputs).engines(), info.mode), hub, wall)
    hub.observers.append(StepFrames(digest, lambda: node.publishing))
    watch = _Minutes(digest, whole, tell)
    node.listeners.append(watch)
    await node.run()
    if node.failure is not None:
        raise UserError(node.failure, 1)
    same = (digest.frames, digest.hexdigest()) == (told.frames, told.digest)
    parts = None if same else next((at for at, one in _pairs(session) if watch.found.get(at) != one), None)
    where = "here" if told.whole is None else "here, up to its pause"
    return Verdict(where=where, ok=same, frames=digest.frames, digest=digest.hexdigest(), parts_at=parts)


def elsewhere(path: Path) -> Iterator[Verdict]:
    """In child processes with another time zone, locale and hash seed, then on each other Python there is."""
    for where, changed in ELSEWHERE.items():
        yield _child(where, sys.executable, path, changed)
    others = list(_pythons())
    for name, found in others:
        yield found if isinstance(found, Verdict) else _child(name, found, path, {})
    if not others:
        yield Verdict(where="other Python", ok=None, why="no other Python is on the PATH")


def _pythons() -> Iterator[tuple[str, str | Verdict]]:
    """Other Pythons on the PATH: the program, or why it cannot be used."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    for name in OTHER_PYTHONS:
        program = shutil.which(name)
        if program is None or name == f"python{own}":
            continue
        found = _run([program, "-c", PROBE], {})
        if found is None or found.returncode != 0:
            yield name, Verdict(where=name, ok=None, why=f"spxcc and what it needs are not installed for {name}")
        else:
            yield name, program


def _child(where: str, program: str, path: Path, changed: Mapping[str, str]) -> Verdict:
    found = _run([program, "-m", "spxcc", "verify", str(path), "--here", "--json"], changed, None)
    if found is None:
        return Verdict(where=where, ok=None, why=f"{program} could not be started")
    try:
        verdicts = msgspec.json.decode(found.stdout, type=dict[str, msgspec.Raw])
        one = msgspec.json.decode(verdicts["verdicts"], type=tuple[Verdict, ...])[0]
    except (msgspec.MsgspecError, KeyError, IndexError):
        said = found.stderr.decode(errors="replace").strip().splitlines()
        return Verdict(where=where, ok=False, why=said[-1] if said else f"it ended with code {found.returncode}")
    return msgspec.structs.replace(one, where=where)


def _run(
    command: list[str], changed: Mapping[str, str], limit_s: float | None = PROBE_S
) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(command, env={**os.environ, **changed}, capture_output=True, timeout=limit_s, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


def _pairs(session: SessionFile) -> Iterator[tuple[UnixNanos, str]]:
    for minute in session.minutes():
        if minute.digest:
            yield minute.start, minute.digest


class _Minutes:
    """The digest at the end of every minute."""

    def __init__(self, digest: Digest, steps: int, tell: Callable[[Played], None]) -> None:
        self._digest, self._of, self._tell = digest, steps, tell
        self._steps = 0
        self.found: dict[UnixNanos, str] = {}

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """Note it; the last of a minute stays."""
        self._steps += 1
        self.found[(as_of - 1) // NANOS_PER_MINUTE * NANOS_PER_MINUTE] = self._digest.hexdigest()
        self._tell(Played(self._steps, self._of))

    def silent(self, why: str) -> None:
        """A replay as fast as it goes is not silent."""


class _Cut:
    """A feed up to its step number `steps`: what came after the last recorded digest has none to compare with."""

    def __init__(self, feed: Feed, steps: int) -> None:
        self._feed, self._steps = feed, steps

    @property
    def name(self) -> str:
        """That of the feed."""
        return self._feed.name

    @property
    def mode(self) -> Mode:
        """That of the feed."""
        return self._feed.mode

    async def events(self) -> AsyncIterator[FeedEvent]:
        """The feed's, cut."""
        left = self._steps
        async for event in self._feed.events():
            yield event
            left -= isinstance(event, Watermark)
            if not left:
                return


def run(path: Path, tell: Callable[[Played], None]) -> Verdict:
    """`recompute` on a loop of its own."""
    return asyncio.run(recompute(path, tell))
