"""The terminal of one run: the app, its client, and (unless attached) the backend, all on the app's loop."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from spxcc.gateway.config import ServerAddress
from spxcc.gateway.server import BindError
from spxcc.market.feed import Mode
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.endpoint import Endpoint, announce, withdraw
from spxcc.runtime.errors import UserError
from spxcc.runtime.keymap import keymap_of, read_keymap
from spxcc.runtime.last_state import Keeper
from spxcc.runtime.memory import settle
from spxcc.runtime.paths import private_directory, user_paths
from spxcc.runtime.picture import check_picture, write_picture
from spxcc.runtime.user_settings import UserSettings
from spxcc.ui.actions import ACTIONS
from spxcc.ui.app import SpxccApp
from spxcc.ui.channels import CHANNELS
from spxcc.ui.notices import notices_of
from spxcc.ui.options import UiOptions

if TYPE_CHECKING:
    from spxcc.ui.watch import WatchApp


class Shown(Protocol):
    """What serves the channels of a screen: a `Backend`, or one that shows a share pack."""

    @property
    def mode(self) -> Mode: ...
    @property
    def title(self) -> str: ...
    def token(self) -> str | None: ...
    async def start(self) -> ServerAddress: ...
    async def run(self) -> None: ...
    async def stop(self) -> None: ...


class Terminal:
    """`over` a backend or `attached` to a server, then `show` or `headless`."""

    def __init__(self, config: Config, stream_file: Path | None = None) -> None:
        self._options = options_of(config, stream_file is not None)
        sink = None if stream_file is None else _sink(stream_file)
        self._desk = DeskClient(SystemClock(), sink, UserSettings(config, user_paths()))
        self._backend: Shown | None = None
        self._announced = False
        self._keeper: Keeper | None = None

    def over(self, backend: Shown, announced: bool) -> "Terminal":
        """Serve in-process; `announced`: other commands of this user may attach."""
        self._backend, self._announced = backend, announced
        return self

    def attached(self, url: str, token: Callable[[], str | None]) -> "Terminal":
        """Show a running server."""
        self._desk.connect(url, token)
        return self

    def app(self) -> SpxccApp:
        """The screen with its services."""
        services = [self._service(), *([] if self._keeper is None else [self._keeper.run])]
        return SpxccApp(self._desk.store, self._desk, self._options, services)

    def strip(self) -> "WatchApp":
        """Six rows with the same service."""
        # Not part of the start of the whole screen.
        from spxcc.ui.watch import WatchApp

        return WatchApp(self._desk.store, self._desk, self._options, [self._service()])

    def show(self) -> str:
        """Until the user quits; the recorded session that is to be shown next, empty without one.

        What it showed last time stands there, marked as old, until live values come.
        """
        settle()
        mode = None if self._backend is None else self._backend.mode
        # What follows the question mark may be a token.
        feed = self._desk.address().partition("?")[0] if self._backend is None else self._backend.title
        self._keeper = Keeper(user_paths().last_state_file, self._desk.store, CHANNELS, SystemClock(), feed, mode)
        self._keeper.bring()
        self.app().run()
        return self._desk.sessions.wanted

    def watch(self) -> None:
        """Inline until the user quits; the last rows stay in the shell's history. Raises UserError."""
        settle()
        app = self.strip()
        app.run(inline=True, inline_no_clear=True)
        if app.failure is not None:
            raise UserError(app.failure, 3)

    def headless(
        self, size: tuple[int, int], seconds: float, pictures: Sequence[str] = (), keys: Sequence[str] = ()
    ) -> None:
        """Without a terminal: run `seconds`, press `keys`, then write the screen to `pictures`. Raises UserError."""
        for target in pictures:
            check_picture(Path(target))
        picture = asyncio.run(self._pictured(size, seconds, keys))
        for target in pictures:
            write_picture(picture, Path(target))

    async def _pictured(self, size: tuple[int, int], seconds: float, keys: Sequence[str]) -> str:
        app = self.app()
        async with app.run_test(size=size, notifications=True) as pilot:
            await self._desk.wall.sleep(seconds)
            await pilot.press(*keys)
            await pilot.pause()
            app.frame()
            await pilot.pause()
            return app.export_svg()

    def _service(self) -> Callable[[], Coroutine[Any, Any, None]]:
        return self._connected if self._backend is None else self._served

    async def _connected(self) -> None:
        await self._desk.run()

    async def _served(self) -> None:
        async with self._serving() as backend:
            playing = asyncio.ensure_future(backend.run())
            try:
                await self._desk.run()
            finally:
                playing.cancel()
                await asyncio.wait({playing})

    @asynccontextmanager
    async def _serving(self) -> AsyncIterator[Shown]:
        backend = self._backend
        assert backend is not None
        try:
            address = await backend.start()
        except BindError as error:
            raise UserError(str(error), 3) from None
        endpoint_file, pid, token = user_paths().endpoint_file, os.getpid(), backend.token()
        if self._announced and token is not None:
            announce(endpoint_file, Endpoint(url=address.url, pid=pid, token=token))
        self._desk.connect(address.url, backend.token)
        try:
            yield backend
        finally:
            withdraw(endpoint_file, pid)
            await backend.stop()


def options_of(config: Config, debug_stream: bool = False) -> UiOptions:
    """Settings and keys of this user for the screen. Raises UserError for a keymap that cannot work."""
    settings = config.settings
    standard = {action.id: action.keys for action in ACTIONS}
    return UiOptions(
        palette=settings.palette,
        glyphs=settings.glyphs,
        fps=settings.fps,
        reduced_motion=settings.reduced_motion,
        debug_stream=debug_stream,
        keymap=keymap_of(read_keymap(user_paths().config_file), standard),
        dense=settings.density == "compact",
        mute=settings.mute,
        alerts=settings.alerts,
        notices=notices_of(os.environ) if settings.alerts.desktop == "auto" else settings.alerts.desktop,
    )


def _sink(path: Path) -> Callable[[str], None]:
    private_directory(path.parent)
    path.touch(mode=0o600)

    def write(line: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return write
