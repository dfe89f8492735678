"""Plays some market minutes with a ledger at full speed, as a process of its own that may be killed.

Run: python -m tests.runtime.killed_run LEDGER MINUTES
"""

import asyncio
import sys
from collections import Counter
from pathlib import Path

from spxcc.engines.coach.result import COACH
from spxcc.engines.flow.result import FLOW
from spxcc.engines.graph import StepResult
from spxcc.engines.levels.result import LEVELS
from spxcc.engines.setups.result import SETUPS
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, Settings


class Until:
    """Counts what was told, says each minute, and stops the run at an instant."""

    def __init__(self, backend: Backend, until: UnixNanos) -> None:
        self._backend, self._until = backend, until
        self.told: Counter[str] = Counter()
        self.open: list[str] = []
        self.done = asyncio.Event()

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step."""
        if self.done.is_set():
            return
        for key in (COACH, FLOW):
            self.told.update(one.id for one in step.results[key.name].new)
        self.open = [f"{one.id}:{one.state}" for one in step.results[SETUPS.name].setups]
        if as_of % NANOS_PER_MINUTE == 0:
            print("minute", flush=True)
        if as_of >= self._until:
            own = sum(one.family == "own" for one in step.results[LEVELS.name].levels)
            print(
                self._backend.digest.frames, self._backend.digest.hexdigest(), own, max(self.told.values(), default=0)
            )
            print(" ".join(sorted(self.open)), flush=True)
            self.done.set()

    def silent(self, why: str) -> None:
        """Nothing to add."""


async def run(ledger: Path, minutes: float) -> None:
    """Play and print: frames, digest, own levels, how often one id was told at most; then the setups."""
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    backend = Backend(plan, Config(Settings(), {}), BackendOptions(speed=None, ledger=ledger))
    until = Until(backend, plan.start_at + int(minutes * NANOS_PER_MINUTE))
    backend.node.listeners.append(until)
    playing = asyncio.ensure_future(backend.node.run())
    await asyncio.wait({playing, asyncio.ensure_future(until.done.wait())}, return_when=asyncio.FIRST_COMPLETED)
    playing.cancel()
    await asyncio.wait({playing})
    backend.database.close()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), float(sys.argv[2])))
