"""A short recorded session: a minute of the simulator, with its morning."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.recording.library import Keep
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.history.moment import until
from spxcc.runtime.recording import RecordingWish
from tests.runtime.runs import plain_config

LENGTH_S = 61


@cache
def short_session(length_s: int = LENGTH_S) -> Path:
    """Recorded once for all tests of a process; to be read only."""
    folder = Path(mkdtemp(prefix="spxcc-session-"))
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    file = folder / "short.spxcc"
    options = BackendOptions(speed=None, recording=RecordingWish(folder, Keep(0, 0), file))
    backend = Backend(until(plan, plan.start_at + length_s * NANOS_PER_SECOND), plain_config(), options)
    # A test that is a coroutine has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, backend.run()).result()
    backend.database.close()
    return file
