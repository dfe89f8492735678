"""Records a simulated day as fast as it goes, with engines, as a process of its own that may be killed; says each step.

Run: python -m tests.runtime.recorded_kill FILE
"""

import asyncio
import sys
from pathlib import Path

from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.market.units import UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config, Settings
from spxcc.runtime.recording import RecordingWish


class Says:
    """After each step: its instant, and frames and digest so far."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """One line."""
        print(as_of, self._backend.digest.frames, self._backend.digest.hexdigest(), flush=True)

    def silent(self, why: str) -> None:
        """Nothing to add."""


async def run(path: Path) -> None:
    """Until it is killed."""
    wish = RecordingWish(path.parent, Keep(0, 0), path)
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7, at="09:31"))
    backend = Backend(plan, Config(Settings(), {}), BackendOptions(speed=None, recording=wish))
    # After the recorder, so that a step that was said had been noted.
    backend.node.listeners.append(Says(backend))
    await backend.run()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
