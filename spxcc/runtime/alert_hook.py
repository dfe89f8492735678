"""The hook: a program of the user's that gets each fired alert as JSON on its standard input. No shell."""

import asyncio
import logging
from collections.abc import Sequence

import msgspec

from spxcc.engines.alerts.result import Fired
from spxcc.market.clock import Clock
from spxcc.market.units import to_millis
from spxcc.ui.alert_options import HOOK, AlertOptions

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Programs running at the same time; what comes beyond is told in the log, not queued."""


class AlertHook:
    """Starts `options.command` per alert whose severity goes so far; one that takes too long is killed."""

    def __init__(self, options: AlertOptions, wall: Clock) -> None:
        self._options = options
        self._wall = wall
        self._running: set[asyncio.Task[None]] = set()

    def __call__(self, owner: str, mode: str, fired: Fired) -> None:
        """Start it; nobody waits for it."""
        options = self._options
        if not options.command or options.allowed(fired.severity, to_millis(self._wall.now())) < HOOK:
            return
        if len(self._running) >= AT_ONCE:
            log.warning("alert %s: no hook, %d still run", fired.id, AT_ONCE)
            return
        text = msgspec.json.encode({"owner": owner, "mode": mode, **msgspec.to_builtins(fired)})
        task = asyncio.ensure_future(self._run(options.command, text))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finished(self) -> None:
        """Until those that run have ended."""
        if self._running:
            await asyncio.wait(set(self._running))

    async def _run(self, command: Sequence[str], text: bytes) -> None:
        null = asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.PIPE, stdout=null, stderr=null
            )
        except OSError as error:
            log.warning("expected alerts.command to start, found: %s; mend it in config.toml", error)
            return
        taken = asyncio.ensure_future(process.communicate(text))
        timer = asyncio.ensure_future(self._wall.sleep(self._options.timeout_s))
        try:
            await asyncio.wait({taken, timer}, return_when=asyncio.FIRST_COMPLETED)
            if not taken.done():
                log.warning("alerts.command took over %g s and was ended", self._options.timeout_s)
        finally:
            timer.cancel()
            if process.returncode is None:
                process.kill()
            await asyncio.wait({taken})
        if not taken.cancelled() and taken.exception() is None and process.returncode:
            log.warning("alerts.command ended with code %d", process.returncode)
