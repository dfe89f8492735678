"""The terminal of one run: the app, its client, and (unless attached) the backend, all on the app's loop."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from spxcc.gateway.server import BindError
from spxcc.runtime.backend import Backend
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.endpoint import Endpoint, announce, withdraw
from spxcc.runtime.errors import UserError
from spxcc.runtime.memory import settle
from spxcc.runtime.paths import private_directory, user_paths
from spxcc.runtime.picture import check_picture, write_picture
from spxcc.ui.app import SpxccApp
from spxcc.ui.options import UiOptions


class Terminal:
    """`over` a backend or `attached` to a server, then `show` or `headless`."""

    def __init__(self, config: Config, stream_file: Path | None = None) -> None:
        settings = config.settings
        self._options = UiOptions(
            palette=settings.palette,
            glyphs=settings.glyphs,
            fps=settings.fps,
            reduced_motion=settings.reduced_motion,
            debug_stream=stream_file is not None,
        )
        self._desk = DeskClient(SystemClock(), None if stream_file is None else _sink(stream_file))
        self._backend: Backend | None = None
        self._announced = False

    def over(self, backend: Backend, announced: bool) -> "Terminal":
        """Serve in-process; `announced`: other commands of this user may attach."""
        self._backend, self._announced = backend, announced
        return self

    def attached(self, url: str, token: Callable[[], str | None]) -> "Terminal":
        """Show a running server."""
        self._desk.connect(url, token)
        return self

    def app(self) -> SpxccApp:
        """The screen with its services."""
        services = [self._connected] if self._backend is None else [self._served]
        return SpxccApp(self._desk.store, self._desk, self._options, services)

    def show(self) -> None:
        """Until the user quits."""
        settle()
        self.app().run()

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
    async def _serving(self) -> AsyncIterator[Backend]:
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


def _sink(path: Path) -> Callable[[str], None]:
    private_directory(path.parent)
    path.touch(mode=0o600)

    def write(line: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return write
