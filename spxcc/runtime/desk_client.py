"""The client side of a run: a store with candles, a connection, and the port that the screen asks through."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import msgspec

from spxcc.client.connection import Client
from spxcc.client.debug import StreamLog
from spxcc.client.redact import redact
from spxcc.client.requests import RequestFailed
from spxcc.client.store import Store
from spxcc.engines.alerts.result import alerts_channel
from spxcc.engines.plan.result import plan_channel
from spxcc.engines.why.result import Explanation, Portion, merged
from spxcc.market.clock import Clock
from spxcc.market.series import CandleBook
from spxcc.market.units import UnixMillis, UnixNanos, to_millis
from spxcc.protocol.messages import Hello
from spxcc.runtime.alert_client import AlertClient
from spxcc.runtime.day_client import DayClient
from spxcc.runtime.session_client import SessionClient
from spxcc.runtime.user_settings import UserSettings
from spxcc.ui.channels import CHANNELS, series_sources, wanted
from spxcc.ui.controller import ALERTS, DAY, Explained, Reply

MARKET_TIME = ("price:SPX", "price:SPY", "status", "health:update")
LIVE_MODES = ("live", "delayed")


class DeskClient:
    """Implements the `Controller` of the screen. `connect` once the address is known; `run` keeps the connection."""

    def __init__(
        self, wall: Clock, log_sink: Callable[[str], None] | None = None, settings: UserSettings | None = None
    ) -> None:
        self.wall = wall
        self._settings = settings
        self._url = ""
        self.store = Store(wall, CHANNELS, series_sources(), CandleBook)
        self.log = StreamLog(wall, sink=log_sink)
        self._client: Client | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self.day = DayClient(self.query, self.command, self._start, lambda: self.store.mark_dirty(DAY))
        self.sessions = SessionClient(self.query, self._start)
        self.alerts = AlertClient(self.query, self.command, self._start, lambda: self.store.mark_dirty(ALERTS))

    def connect(self, url: str, token: Callable[[], str | None], channels: Sequence[str] | None = None) -> None:
        """Where to, and with which token; wants every channel of the screen unless told otherwise."""
        self._url = redact(url.partition("?")[0])
        self._client = Client(url, token, self.store, self.wall, random.SystemRandom(), debug=self.log)
        self._client.want(wanted() if channels is None else channels)
        if channels is None:
            self.store.on_hello = self._greeted

    async def run(self) -> None:
        """Keep the connection up until `close`."""
        if self._client is None:
            raise RuntimeError("expected connect() before run()")
        await self._client.run()

    def close(self) -> None:
        """End `run`."""
        if self._client is not None:
            self._client.close()

    def now(self) -> UnixNanos:
        """The clock that stamps received frames."""
        return self.wall.now()

    def session_now_ms(self) -> UnixMillis | None:
        """Market time: the machine's where data is live, else that of the newest frame."""
        hello = self.store.hello
        if hello is None:
            return None
        if hello.mode in LIVE_MODES:
            return to_millis(self.wall.now())
        metas = [self.store.meta(name) for name in MARKET_TIME]
        return max((meta.as_of_ms for meta in metas if meta is not None and meta.as_of_ms is not None), default=None)

    def retry_now(self) -> None:
        """Connect at once."""
        if self._client is not None:
            self._client.retry_now()

    def ask(self, text: str, reply: Reply) -> None:
        """Put a question to the coach."""
        self._start(self._ask(text, reply))

    def why(self, path: str, reply: Explained) -> None:
        """Ask the server where a number comes from."""
        self._start(self._why(path, reply))

    async def explanation(self, path: str) -> Explanation:
        """Where the number at `path` comes from. Raises RequestFailed."""
        if self._client is None:
            raise RequestFailed("disconnected", "not connected yet; ask again in a moment")
        try:
            answer = await self._client.query("why", {"path": path})
            parts = answer if isinstance(answer, list) else [answer]
            head, more = msgspec.convert(parts[0], Explanation), list[Portion]()
            for part in parts[1:]:
                more.append(msgspec.convert(part, Portion))
                # Thousands of rows are read with a turn of the loop after each part, so that the screen goes on.
                await self.wall.sleep(0)
            return merged(head, more)
        except msgspec.ValidationError as error:
            raise RequestFailed("internal", f"the answer is not what this version knows: {error}") from None

    def doctor(self, reply: Reply) -> None:
        """Examine this user's set-up."""
        self._start(self._doctor(reply))

    def keep(self, name: str, text: str) -> str:
        """Write a file into the state directory."""
        return (
            "not saved: this screen has no state directory"
            if self._settings is None
            else self._settings.keep(name, text)
        )

    def stream_log(self) -> Sequence[str]:
        """Lines of the connection's ring buffer."""
        return self.log.lines()

    def program_log(self) -> Sequence[str]:
        """The newest lines of the log file."""
        return () if self._settings is None else self._settings.log_lines()

    def settings(self) -> Sequence[tuple[str, str, str]]:
        """(name, value, origin) of every setting that is no secret."""
        return () if self._settings is None else self._settings.rows()

    def save_setting(self, name: str, value: str | int | bool) -> str:
        """Write a setting into the file of settings."""
        return (
            "not saved: this screen has no file of settings"
            if self._settings is None
            else (self._settings.save(name, value))
        )

    def keys_file(self) -> str:
        """Where keys are set."""
        return "config.toml" if self._settings is None else self._settings.keys_file

    def address(self) -> str:
        """Where the server listens."""
        return self._url

    async def query(self, name: str, args: Mapping[str, Any]) -> Any:
        """Data of a named read. Raises RequestFailed."""
        return await self._connected().query(name, args)

    async def command(self, name: str, args: Mapping[str, Any]) -> Any:
        """What the server says to a named change. Raises RequestFailed."""
        return await self._connected().command(name, args)

    def _connected(self) -> Client:
        if self._client is None:
            raise RequestFailed("disconnected", "not connected yet; ask again in a moment")
        return self._client

    def _greeted(self, hello: Hello) -> None:
        """The server said whose connection this is: from now on that user's alerts and day are heard."""
        channel = alerts_channel(hello.user)
        self.store.register(channel)
        self.store.on_frame[channel.name] = self.alerts.refresh
        day = plan_channel(hello.user)
        self.store.register(day)
        self.store.on_frame[day.name] = self.day.refresh
        self._start(self._hear(channel.name, day.name))

    async def _hear(self, *names: str) -> None:
        if self._client is not None:
            self._client.want(names, owner="alerts")
        self.alerts.refresh()
        self.day.refresh()

    def _start(self, question: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(question)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _doctor(self, reply: Reply) -> None:
        # Asked by the palette only.
        from spxcc.runtime.desk_doctor import report_text

        reply(await report_text(self.wall, lambda text: reply(text, False)), True)

    async def _why(self, path: str, reply: Explained) -> None:
        try:
            reply(await self.explanation(path))
        except RequestFailed as error:
            reply(str(error))

    async def _ask(self, text: str, reply: Reply) -> None:
        if self._client is None:
            reply("not connected yet; ask again in a moment", True)
            return
        try:
            await self._client.ask(text, lambda piece: reply(piece, False))
        except RequestFailed as error:
            reply(str(error), True)
        else:
            reply("", True)
