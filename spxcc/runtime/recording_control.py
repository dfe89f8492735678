"""Stops and takes up the recording of a run while it goes on."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from spxcc.engines.recording.result import RecordingState
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.market.units import UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.runtime.recording import RecordingDesk

log = logging.getLogger(__name__)

NOT_HERE = "the recording belongs to the owner of this server; ask them"


class RecordingControl:
    """now: market time. mine: whether whoever asks is this machine's user. Every request answers with the state."""

    def __init__(self, desk: RecordingDesk, now: Callable[[], UnixNanos], mine: Callable[[], bool]) -> None:
        self._desk, self._now, self._mine = desk, now, mine

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {"record.status": self._status}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name."""
        return {"record.stop": self._stop, "record.start": self._start}

    async def _status(self, identity: Identity, args: Mapping[str, Any]) -> RecordingState:
        if not self._mine():
            raise RequestError("bad_request", NOT_HERE)
        return self._desk.state()

    async def _stop(self, identity: Identity, args: Mapping[str, Any]) -> RecordingState:
        state = await self._status(identity, args)
        if not state.on:
            raise RequestError("bad_request", f"expected a recording to stop, found none: {state.reason}")
        self._desk.pause(self._now())
        log.info("%s: %s", state.name, self._desk.state().reason)
        return self._desk.state()

    async def _start(self, identity: Identity, args: Mapping[str, Any]) -> RecordingState:
        state = await self._status(identity, args)
        if state.on:
            raise RequestError("bad_request", f"expected a stopped recording, found {state.name} being written")
        if not self._desk.go_on(self._now()):
            raise RequestError("bad_request", f"expected a recording that can go on, found none: {state.reason}")
        log.info("%s goes on", state.name)
        return self._desk.state()
