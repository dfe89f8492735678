"""The real client and feed before the simulated Massive, in one process and on one clock that moves by hand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.feed import Access, MassiveFeed
from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.params import CallLimits, ChainRules, StreamRules
from spxcc.feeds.massive.reconnect import Ending
from spxcc.feeds.massive.wire import Closed
from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.faults_rest import Delivery
from spxcc.feeds.simulator.massive.hub import Hub
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.plans import PRODUCTS
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.feeds.simulator.massive.stream_session import Reply, StreamSession
from spxcc.feeds.simulator.massive.wire_http import PIECES
from spxcc.market.events import OptionTrade, Watermark
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.state import MarketState
from tests.fakes.clock import ManualClock, settle

KEY, HOST = "sim", "http://theatre"
STEP_S, TURNS = 0.25, 12


class Pipe:
    """One websocket: the server's `Line`, and between its ends a queue instead of bytes."""

    def __init__(self, hub: Hub, url: str) -> None:
        self._hub, self._frames = hub, asyncio.Queue[str | Ending]()
        (cluster,) = (one for one in PRODUCTS if one == url.rpartition("/")[2])
        self.session = StreamSession(cluster)
        self._deaf = False
        hub.lines.append(self)
        self.answer(self.session.opened())

    @property
    def backlog(self) -> int:
        return 0

    def send(self, text: bytes) -> None:
        if not self._deaf:
            self._frames.put_nowait(text.decode())

    def close(self, code: int) -> None:
        self._hub.gone(self)
        self._frames.put_nowait(Ending("closed", code, f"close code {code}"))

    def abort(self) -> None:
        self._hub.gone(self)
        self._frames.put_nowait(Ending("closed", 0, "a connection that broke off"))

    def deafen(self) -> None:
        self._hub.gone(self)
        self._deaf = True

    def heard(self, text: str) -> None:
        if not self._deaf:
            self.answer(self.session.received(text))

    def answer(self, reply: Reply) -> None:
        for frame in reply.frames:
            self.send(frame.encode())
        if reply.authed:
            self._hub.authed(self)
        if reply.end == "abort":
            self.abort()

    async def frame(self) -> str:
        found = await self._frames.get()
        if isinstance(found, Ending):
            raise Closed(found)
        return found


class ClientEnd:
    """The client's `Wire`."""

    def __init__(self, pipe: Pipe, hub: Hub) -> None:
        self._pipe, self._hub = pipe, hub

    async def receive(self) -> str:
        return await self._pipe.frame()

    async def send(self, text: str) -> None:
        self._pipe.heard(text)

    async def close(self) -> None:
        self._hub.gone(self._pipe)


class _Body(httpx.AsyncByteStream):
    """The body as it is delivered: at once, in slow pieces, or cut."""

    def __init__(self, delivery: Delivery, clock: ManualClock, patience_s: float) -> None:
        self._delivery, self._clock, self._patience_s = delivery, clock, patience_s

    async def __aiter__(self) -> AsyncIterator[bytes]:
        delivery, body = self._delivery, self._delivery.answer.body
        if delivery.manner == "reset":
            yield body[: len(body) // 2]
            raise httpx.RemoteProtocolError("cut off")
        if delivery.manner == "slow":
            size = max(len(body) // PIECES, 1)
            for spent, at in enumerate(range(0, len(body), size)):
                if spent * delivery.seconds >= self._patience_s:
                    raise httpx.ReadTimeout("too slow")
                yield body[at : at + size]
                await self._clock.sleep(delivery.seconds)
            return
        yield body


class Transport(httpx.AsyncBaseTransport):
    """Requests go to the server's own `respond`."""

    def __init__(self, server: MassiveServer, clock: ManualClock, limits: CallLimits) -> None:
        self._server, self._clock, self._limits = server, clock, limits

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        delivery = self._server.respond("GET", request.url.raw_path.decode(), headers, b"")
        if delivery.manner == "silent":
            await self._clock.sleep(self._limits.total_s)
            raise httpx.ReadTimeout("no answer")
        answer = delivery.answer
        said = {"content-type": answer.content_type, **answer.headers}
        if delivery.manner == "huge":
            said["content-length"] = str(delivery.megabytes * 2**20)
        stream = _Body(delivery, self._clock, self._limits.total_s)
        return httpx.Response(answer.status, headers=said, stream=stream, request=request)


class Theatre:
    """Plays from `second` after the open. `trades` counts what was told, `snapshot` is the last one.

    Server, client and feed take a step together every quarter of a second; nothing waits for the machine.
    """

    def __init__(self, market: Market, second: int, seed: int = 7, expiries: int = 2) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        self.market, self.box = market, FaultBox(seed)
        self.clock = ManualClock(market.open_ms * 1_000_000 + second * 10**9)
        self.server = MassiveServer(market, Pace(self.clock, market.open_ms + 1_000 * second), self.box)
        limits = CallLimits()
        http = httpx.AsyncClient(transport=Transport(self.server, self.clock, limits), trust_env=False)
        self.client = MassiveClient(HttpFetch(HOST, KEY, limits, http), self.clock, limits)
        rules = ChainRules(band=0.05, expiries=expiries)
        access = Access("ws://theatre", KEY, "live")
        self.feed = MassiveFeed(self.client, self._connect, self.clock, access, rules, StreamRules(quotes=60))
        self.state = MarketState("live")
        self.trades = 0
        self.snapshot: MarketSnapshot | None = None
        self._tasks = [asyncio.ensure_future(self._serve()), asyncio.ensure_future(self._read())]

    @property
    def second(self) -> float:
        """Seconds after the open."""
        return self.clock.now() / 1e9 - self.market.open_ms / 1e3

    def switch(self, *faults: Fault) -> None:
        """From now on these faults."""
        self.box.switch(faults)

    async def plays(self, seconds: float) -> None:
        """Let time pass. Raises what ended the server or the reader."""
        for _ in range(round(seconds / STEP_S)):
            self.clock.shift(STEP_S)
            await settle(TURNS)
            await asyncio.to_thread(int)  # the parsing thread's turn
            await settle(TURNS)
            for task in self._tasks:
                if task.done():
                    task.result()

    def words(self) -> Sequence[str]:
        """What stands to be read: texts of all that is not merely information."""
        assert self.snapshot is not None
        return [one.text for one in self.snapshot.notices if one.level != "info"]

    async def ends(self) -> None:
        """Stop everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connect(self, url: str) -> ClientEnd:
        return ClientEnd(Pipe(self.server.hub, url), self.server.hub)

    async def _serve(self) -> None:
        while True:
            self.server.hub.step(self.clock.now() // 1_000_000 - self.market.open_ms)
            await self.clock.sleep(STEP_S)

    async def _read(self) -> None:
        async for event in self.feed.events():
            self.state.fold(event)
            self.trades += isinstance(event, OptionTrade)
            if isinstance(event, Watermark):
                self.snapshot = self.state.snapshot(event.ts_event)
