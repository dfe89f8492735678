"""The examination: probes side by side within one time, then the checks on what they found."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from spxcc.feeds.massive.mode import is_own_host
from spxcc.feeds.massive.params import SOURCE
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.config import Config
from spxcc.runtime.doctor.check import Check, Report, fail, in_order
from spxcc.runtime.doctor.clock_checks import server_clock_check, upstream_clock_check
from spxcc.runtime.doctor.local_checks import local_checks
from spxcc.runtime.doctor.local_probe import LocalFound, probe_local
from spxcc.runtime.doctor.server_checks import nobody_checks, server_checks
from spxcc.runtime.doctor.server_probe import ServerFound, probe_server
from spxcc.runtime.doctor.target import Target, target_of
from spxcc.runtime.doctor.terminal_checks import look_at_terminal, terminal_checks
from spxcc.runtime.doctor.token_checks import token_checks
from spxcc.runtime.doctor.token_probe import Source, TokenFound, probe_token
from spxcc.runtime.doctor.upstream_checks import no_key_check, upstream_checks
from spxcc.runtime.doctor.upstream_found import UpstreamFound
from spxcc.runtime.doctor.words import clean
from spxcc.runtime.endpoint import Endpoint
from spxcc.runtime.paths import Paths

TOTAL_S = 18.0
PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined: URL and token that were given, settings (or why they cannot be read), the running server."""

    config: Config
    paths: Paths
    url: str | None = None
    token: str | None = field(default=None, repr=False)
    config_trouble: str = ""
    running: Endpoint | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)


class _Examination:
    def __init__(self, patient: Patient, clock: Clock) -> None:
        self._patient = patient
        self._clock = clock
        self.target = _target(patient)
        self.server = ServerFound()
        self.token_text, self._source = _token(patient, self.target)
        self.token = TokenFound("none")
        self.broken: list[Check] = []
        settings = patient.config.settings
        self.key = patient.config.secret("massive_key")
        self.upstream = UpstreamFound(_place(settings.massive_url), is_own_host(settings.massive_url))
        self._server_done = asyncio.Event()

    async def run(self, tell: Callable[[str], None]) -> None:
        """All probes, within the time."""
        parts = {"token": self._token(), "server": self._server(), "Massive": self._upstream()}
        tasks = {asyncio.ensure_future(self._guarded(name, part)): name for name, part in parts.items()}
        _, waiting = await asyncio.wait(tasks, timeout=PATIENCE_S)
        if waiting:
            tell(f"still asking: {', '.join(name for task, name in tasks.items() if task in waiting)}")
            _, waiting = await asyncio.wait(waiting, timeout=TOTAL_S - PATIENCE_S)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guarded(self, name: str, part: Awaitable[None]) -> None:
        """A probe that breaks is a check that failed, and takes no other with it."""
        try:
            await part
        except Exception as error:
            group = {"token": "token", "server": "url", "Massive": "upstream"}[name]
            secrets = [text for text in (self.token_text, self.key) if text and len(text) >= 8]
            said = clean(f"{type(error).__name__}: {error}", *secrets)
            remedy = "Report it; the other checks stand."
            self.broken.append(fail(f"{group}.itself", said, "a probe that runs to its end", remedy))

    async def _token(self) -> None:
        self.token = await probe_token(self.token_text, self._source, self._patient.config, self._clock)

    async def _server(self) -> None:
        try:
            if self.target is not None:
                await probe_server(self.target, self.token_text, self._clock, self.server)
        finally:
            self._server_done.set()

    async def _upstream(self) -> None:
        if self.key is None:
            return
        # Only who has a key pays for the HTTP client and the rows of the vendor.
        from spxcc.runtime.doctor.stream_probe import probe_streams, streams_url
        from spxcc.runtime.doctor.upstream_probe import probe_upstream

        settings, found = self._patient.config.settings, self.upstream
        await probe_upstream(settings.massive_url, self.key, settings.massive_calls_per_minute, self._clock, found)
        if not found.key_taken:
            return
        await self._server_done.wait()
        found.streams_left_out = streams_left_out(self._patient.running, self.target, self.server)
        if not found.streams_left_out:
            where = streams_url(settings.massive_url, settings.massive_ws_url, found.late)
            await probe_streams(where, self.key, self._clock, found)


def streams_left_out(running: Endpoint | None, target: Target | None, server: ServerFound) -> str:
    """Why Massive's streams must be left alone; "" if nobody of this user can hold them."""
    if running is None:
        return ""
    feeds = server.socket.feeds if target is not None and target.own else None
    if feeds is None:
        return f"your server (process {running.pid}) may hold these streams, and a login would evict it"
    if SOURCE in feeds:
        return f"your server (process {running.pid}) holds these streams, and a login would evict it"
    return ""


async def examine(patient: Patient, clock: Clock, tell: Callable[[str], None]) -> Report:
    """The report. tell: progress, where it takes long. Raises UserError for a URL that is none."""
    work = _Examination(patient, clock)
    local = probe_local(patient.paths, patient.config, patient.config_trouble, patient.running)
    await work.run(tell)
    reached = work.server.reached if patient.url is not None else None
    return Report(in_order([*_judged(work, patient, clock.now() / NANOS_PER_SECOND, local), *work.broken]), reached)


def _judged(work: _Examination, patient: Patient, now_s: float, local: LocalFound) -> list[Check]:
    settings, server, upstream = patient.config.settings, work.server, work.upstream
    simulated = upstream.server_s if upstream.simulator is not None or not upstream.own else None
    streams = (sys.stdout, sys.stderr, sys.stdin)
    return [
        *token_checks(work.token, now_s, let_in=server.socket.hello is not None),
        *(nobody_checks() if work.target is None else server_checks(work.target, server, bool(work.token_text), now_s)),
        *([no_key_check(settings.feed)] if work.key is None else upstream_checks(upstream)),
        server_clock_check(server.socket.offset),
        upstream_clock_check(upstream.offset, simulated, work.key is not None),
        *terminal_checks(look_at_terminal(patient.environ, streams, settings.fps)),
        *local_checks(local),
    ]


def _target(patient: Patient) -> Target | None:
    running = patient.running
    if patient.url is None:
        return None if running is None else target_of(running.url, given=False, own=True)
    target = target_of(patient.url)
    own = None if running is None else target_of(running.url)
    same = own is not None and (own.host, own.port) == (target.host.replace("localhost", "127.0.0.1"), target.port)
    return target_of(patient.url, own=same)


def _token(patient: Patient, target: Target | None) -> tuple[str | None, Source]:
    """The given one, else the URL's, else that of the running server where it is the one that is asked."""
    given = patient.token or (None if target is None else target.token)
    if given:
        same = patient.running is not None and given == patient.running.token
        return given, "running" if same else "option"
    if target is not None and target.own and patient.running is not None:
        return patient.running.token or None, "running"
    return None, "none"


def _place(url: str) -> str:
    return clean(urlsplit(url).netloc.rpartition("@")[2] or url)
