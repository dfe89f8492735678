"""Runs without server and screen that are recorded to a file: `spxcc record` and `spxcc import`."""

import asyncio
from collections.abc import Callable

from spxcc.feeds.catalog import PlannedFeed
from spxcc.ledger.recording.library import Listed, listed
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError

TELL_S = 1.0


async def recorded_run(
    plan: PlannedFeed, config: Config, options: BackendOptions, tell: Callable[[Backend], None],
    seconds: float | None = None,
) -> Listed:  # fmt: skip
    """Play `plan` to its end (or for `seconds` of the machine's time) and record it; what was written.

    tell: about every second. Raises UserError where it could not be recorded to the end.
    """
    backend = Backend(plan, config, options)
    playing = asyncio.ensure_future(backend.run())
    until = None if seconds is None else backend.wall.monotonic() + seconds
    try:
        while not playing.done() and (until is None or backend.wall.monotonic() < until):
            await asyncio.wait({playing}, timeout=TELL_S)
            tell(backend)
            if backend.recording.state().alarm:
                break
    finally:
        playing.cancel()
        await asyncio.wait({playing})
        backend.database.close()
    state, recorder = backend.recording.state(), backend.recording.recorder
    failure = state.reason if recorder is None or state.alarm else backend.node.failure
    if failure is not None or recorder is None:
        raise UserError(failure or "expected a recording, found none; see the setting record", 1)
    return listed(recorder.path)
