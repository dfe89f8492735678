"""Plays a simulated day as fast as it goes and records it, as a process that may be killed and started again.

Run: python -m tests.runtime.continued_run FOLDER. A line for each step (`step AS_OF DIGEST`), each event that is
published (`event CHANNEL ID`), and the setups that are open after a step (`open ID…`).
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import msgspec

from spxcc.engines.graph import StepResult
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.feeds.catalog import FeedRequest, PlannedFeed, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.recording import RecordingWish
from tests.runtime.digest_run import CutFeed

START, SECONDS = "10:30", 240
EVENTS = ("flow:alert", "coach:message")


class Says:
    """Of every step and every event one line."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def __call__(self, channel: str, seq: int, as_of: UnixNanos, data: bytes) -> None:
        """A frame was published."""
        if channel in EVENTS and self._backend.node.publishing:
            print("event", channel, msgspec.json.decode(data)["id"], flush=True)

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After the recorder, so that a step that was said had been noted."""
        latest = self._backend.hub.latest(SETUPS_UPDATE.name)
        found = [] if latest is None else msgspec.json.decode(latest.data_bytes)
        print("open", *(each["id"] for each in found), flush=True)
        print("step", as_of, self._backend.digest.hexdigest(), flush=True)

    def silent(self, why: str) -> None:
        """Nothing to add."""


def plan() -> PlannedFeed:
    """A few minutes from the middle of a morning."""
    whole = plan_feed(FeedRequest("sim", "flip-loss", 7, at=START))
    end = at_exchange("2026-03-24", START) + SECONDS * NANOS_PER_SECOND
    return replace(whole, build=lambda clock: CutFeed(whole.build(clock), end))


async def run(folder: Path) -> None:
    """To the end, or until it is killed."""
    wish = RecordingWish(folder / "sessions", Keep(0, 0))
    ledger = folder / "ledger.sqlite"
    backend = Backend(plan(), Config(Settings(), {}), BackendOptions(speed=None, recording=wish, ledger=ledger))
    print("cut", 0 if backend.cut is None else backend.cut.at, flush=True)
    says = Says(backend)
    backend.hub.observers.append(says)
    backend.node.listeners.append(says)
    await backend.run()
    backend.database.close()
    print("end", backend.digest.hexdigest(), flush=True)


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
