"""`Client`: the shell that runs scheduler and session on one websocket for all views."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from spxcc.client.debug import StreamLog
from spxcc.client.policy import Draw, Policy
from spxcc.client.reconnect import State, step
from spxcc.client.reconnect_events import (
    Closed,
    Connect,
    Disconnect,
    Due,
    Event,
    Failed,
    Opened,
    Retry,
    TokenSeen,
    Wanted,
)
from spxcc.client.redact import token_hash
from spxcc.client.requests import RequestBook, RequestFailed
from spxcc.client.store import Store
from spxcc.client.transport import Ended, Opener, Refusal, Wire, open_websocket
from spxcc.market.clock import Clock
from spxcc.protocol import messages as wire_messages
from spxcc.protocol.client_effects import (
    Answer,
    Dead,
    Effect,
    Expiring,
    Gap,
    Goodbye,
    Refused,
    Send,
    Synced,
    Trouble,
    Welcome,
)
from spxcc.protocol.client_session import ClientSession
from spxcc.protocol.codec import encode
from spxcc.protocol.codes import CloseCode

TOKEN_POLL_S = 1.0
REQUEST_TIMEOUT_S = 10.0
ASK_TIMEOUT_S = 60.0
LOST = 1006
SILENT = 4000


class Client:
    """One connection, kept up by the policy. `run` lives until `close`; the rest may be called from its loop any time.

    token: called per attempt and once a second while waiting, so a renewed token is taken up by itself. opener: makes
    the websocket (tests hand in another).
    """

    def __init__(
        self,
        url: str,
        token: Callable[[], str | None],
        store: Store,
        clock: Clock,
        rng: Draw,
        policy: Policy | None = None,
        debug: StreamLog | None = None,
        opener: Opener = open_websocket,
    ) -> None:
        self._url = url
        self._token = token
        self._store = store
        self._clock = clock
        self._rng = rng
        self._log = debug if debug is not None else StreamLog(clock)
        self._open = opener
        self._where = urlsplit(url).netloc.rpartition("@")[2]
        self._state = State(policy=policy if policy is not None else Policy())
        self._session = ClientSession(store.keeps)
        self._requests = RequestBook(clock)
        self._wake = asyncio.Event()
        self._out: asyncio.Queue[str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._planned: float | None = None
        self._closing = False
        self._secret: str | None = None
        self._ending: tuple[str, float | None, tuple[int, int] | None] = ("", None, None)

    @property
    def state(self) -> State:
        """The scheduler's, for tests and diagnostics."""
        return self._state

    @property
    def log(self) -> StreamLog:
        """What the connection went through."""
        return self._log

    def want(
        self,
        channels: Iterable[str],
        owner: str = "app",
        since: Mapping[str, wire_messages.Position] | None = None,
    ) -> None:
        """From now on `owner` wants exactly these; the server hears of the union of all owners.

        since: where to start in an event channel that nobody wanted yet; without it with its recent events.
        """
        self._handle(self._session.want(owner, channels, self._clock.monotonic(), since))

    def retry_now(self) -> None:
        """An attempt at once, past interval and pause; a refused token stays locked."""
        self._feed(Retry(self._see_token()))

    def close(self) -> None:
        """End `run`."""
        self._closing = True
        self._wake.set()

    async def run(self) -> None:
        """Keep the connection up until `close`. Cancelling it closes too."""
        self._closing = False
        self._feed(Wanted(True, self._see_token()))
        try:
            while not self._closing:
                await self._pause()
                self._turn()
        finally:
            self._feed(Wanted(False))
            if self._tasks:
                await asyncio.wait(self._tasks)

    async def ask(self, text: str, on_piece: Callable[[str], None] | None = None) -> str:
        """The coach's whole answer; `on_piece` gets it bit by bit. Raises RequestFailed."""
        request_id = self._session.next_id()
        self._request(wire_messages.Ask(text=text, id=request_id))
        return str(await self._requests.wait(request_id, ASK_TIMEOUT_S, on_piece))

    async def query(
        self, name: str, args: Mapping[str, Any] | None = None, timeout_s: float = REQUEST_TIMEOUT_S
    ) -> Any:
        """Data of a named read (a list where it came in parts). Raises RequestFailed."""
        request_id = self._session.next_id()
        self._request(wire_messages.Query(name=name, args=dict(args or {}), id=request_id))
        return await self._requests.wait(request_id, timeout_s)

    async def command(
        self, name: str, args: Mapping[str, Any] | None = None, timeout_s: float = REQUEST_TIMEOUT_S
    ) -> Any:
        """What the server says to a named change. Raises RequestFailed."""
        request_id = self._session.next_id()
        self._request(wire_messages.Command(name=name, args=dict(args or {}), id=request_id))
        return await self._requests.wait(request_id, timeout_s)

    def _request(self, message: wire_messages.Ask | wire_messages.Query | wire_messages.Command) -> None:
        if self._out is None:
            raise RequestFailed("disconnected", "not connected; try again once the connection is back")
        self._out.put_nowait(encode(message).decode())

    async def _pause(self) -> None:
        """Until something is due or somebody called."""
        self._planned = self._deadline()
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._wake.wait())]
        if self._planned is not None:
            wait_s = max(self._planned - self._clock.monotonic(), 0.0)
            waits.append(asyncio.ensure_future(self._clock.sleep(wait_s)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()
        self._wake.clear()

    def _deadline(self) -> float | None:
        times = [self._state.timer_at, self._session.deadline()]
        if self._state.phase in ("waiting", "locked"):
            times.append(self._clock.monotonic() + TOKEN_POLL_S)
        return min((at for at in times if at is not None), default=None)

    def _turn(self) -> None:
        """Whatever is due now."""
        now = self._clock.monotonic()
        if self._state.phase in ("waiting", "locked"):
            self._feed(TokenSeen(self._see_token()))
        if self._state.timer_at is not None and now >= self._state.timer_at:
            self._feed(Due(self._see_token()))
        self._handle(self._session.expire(now))

    def _see_token(self) -> str:
        """Hash of the token as of now; one that cannot be had counts as the last one."""
        try:
            self._secret = self._token()
        except Exception as error:
            self._log.add("token", reason=f"the token function failed: {error}")
        self._log.hide(self._secret)
        return token_hash(self._secret)

    def _feed(self, event: Event) -> None:
        before = self._state
        self._state, actions = step(before, event, self._clock.monotonic(), self._rng)
        for action in actions:
            match action:
                case Connect(attempt):
                    self._start(attempt)
                case Disconnect(code, reason):
                    self._drop(code, reason)
        if self._state is not before:
            if self._state.phase != before.phase:
                self._log.add("phase", phase=self._state.phase, reason=self._state.reason or None)
            self._store.connected(self._state, self._where)
            self._wake.set()

    def _start(self, attempt: int) -> None:
        self._log.add("attempt", attempt=attempt, url=self._url)
        task = asyncio.ensure_future(self._attempt(attempt, self._secret))
        self._task = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _drop(self, code: int, reason: str) -> None:
        """Give up what is under way; its end is no news any more."""
        self._log.add("drop", code=code, reason=reason)
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._offline()

    def _offline(self) -> None:
        self._out = None
        self._session.closed()
        self._requests.fail_all("disconnected", "the connection ended before the answer came")

    async def _attempt(self, attempt: int, token: str | None) -> None:
        self._ending = ("", None, None)
        try:
            wire = await self._open(self._url, token)
        except Refusal as refusal:
            reason = self._log.clean(refusal.reason)
            self._log.add("refused", attempt=attempt, reason=reason, status=refusal.status)
            self._feed(Failed(attempt, reason, refusal.status, refusal.retry_after_s))
        except Exception as error:
            reason = self._log.clean(f"{type(error).__name__}: {error}")
            self._log.add("refused", attempt=attempt, reason=reason)
            self._feed(Failed(attempt, reason))
        else:
            self._feed(await self._converse(attempt, wire))

    async def _converse(self, attempt: int, wire: Wire) -> Closed:
        """Run the session on `wire` until it ends, and say how."""
        self._log.add("open", attempt=attempt, url=self._url)
        self._out = asyncio.Queue()
        writer = asyncio.ensure_future(_write(wire, self._out))
        self._handle(self._session.opened(self._clock.monotonic()))
        try:
            while True:
                text = await wire.receive()
                self._handle(self._session.receive(text, self._clock.monotonic()))
        except Ended as ended:
            return self._closed(attempt, ended.code, ended.reason)
        except Exception as error:
            self._log.add("fault", reason=f"{type(error).__name__}: {error}")
            return self._closed(attempt, LOST, f"a frame could not be handled: {type(error).__name__}")
        finally:
            writer.cancel()
            await wire.close(CloseCode.NORMAL, "")

    def _closed(self, attempt: int, code: int, reason: str) -> Closed:
        trouble, retry_after_s, jitter_ms = self._ending
        self._offline()
        if code == CloseCode.BAD_POSITION:
            self._session.forget_positions()
        said = self._log.clean(reason or trouble)
        self._log.add("close", attempt=attempt, code=code, reason=said)
        for hop, took in self._store.latency.items():
            self._log.add("latency", hop=hop, p50_ms=took.p50, p95_ms=took.p95, max_ms=took.max)
        return Closed(attempt, code, said, retry_after_s, jitter_ms)

    def _handle(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            self._store.apply(effect)
            match effect:
                case Send(text):
                    if self._out is not None:
                        self._out.put_nowait(text)
                case Answer(request_id, frame):
                    self._requests.answer(request_id, frame)
                case Welcome() | Expiring() | Goodbye() | Dead():
                    self._about_connection(effect)
                case Synced(channel, elapsed_s):
                    self._log.add("synced", channel=channel, after_ms=elapsed_s * 1_000)
                case Gap(channel, reason):
                    self._log.add("gap", channel=channel, reason=reason)
                case Refused(channel, code, message):
                    self._log.add("refused", channel=channel, code=code, reason=message)
                case Trouble(code, message, retry_after_ms):
                    self._log.add("error", code=code, reason=message)
                    self._ending = (code, retry_after_ms and retry_after_ms / 1_000, self._ending[2])
        deadline = self._session.deadline()
        if deadline is not None and (self._planned is None or deadline < self._planned):
            self._wake.set()

    def _about_connection(self, effect: Welcome | Expiring | Goodbye | Dead) -> None:
        match effect:
            case Welcome(hello):
                self._log.add("hello", server=hello.server, mode=hello.mode, session=hello.session)
                self._feed(Opened(self._state.attempt))
            case Expiring():
                self._renew()
            case Goodbye(jitter_ms):
                self._log.add("shutdown", least_ms=jitter_ms[0], most_ms=jitter_ms[1])
                self._ending = (*self._ending[:2], jitter_ms)
            case Dead(reason):
                self._drop(SILENT, reason)
                self._feed(Closed(self._state.attempt, LOST, reason))

    def _renew(self) -> None:
        """In place, if the token function has a newer one; else the server will close and lock the old."""
        self._see_token()
        if self._out is not None and self._secret and token_hash(self._secret) != self._state.token:
            self._log.add("renew")
            self._out.put_nowait(encode(wire_messages.Auth(token=self._secret, id=self._session.next_id())).decode())


async def _write(wire: Wire, out: asyncio.Queue[str]) -> None:
    """Frames in order; the end of the wire is the reader's news."""
    try:
        while True:
            await wire.send(await out.get())
    except Ended:
        return
