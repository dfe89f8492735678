"""The desk as it is measured: the real app, its frames counted, one service beside it that ends it."""

import resource
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual.app import App

from spxcc.engines.price.result import price_channel
from spxcc.runtime.bench.glass import MARK
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.memory import settle
from spxcc.ui.app import Service, SpxccApp
from spxcc.ui.options import UiOptions
from spxcc.ui.source import Source

PRICE = price_channel("SPX")


class Measured(App[None]):
    """What an app under measurement tells: how many frames it drew and, where `marking`, which price each one shows."""

    frames = 0
    marking = False
    source: Source
    _shown = _marked = -1

    def counted(self) -> None:
        """A frame was drawn from what the store holds now."""
        self.frames += 1
        newest = self.source.get(PRICE) if self.marking else None
        if newest is not None:
            self._shown = int(newest.volume)

    def post_display_hook(self) -> None:
        """The frame has just been handed to the terminal: its mark follows."""
        if self.marking and self._shown != self._marked and self._driver is not None:
            self._marked = self._shown
            self._driver.write(MARK.format(self._shown))


class MeasuredApp(Measured, SpxccApp):
    """The pty it runs in is never in front or behind, so it draws as if it were looked at."""

    def frame(self) -> None:
        """One more."""
        super().frame()
        self.counted()


def play(
    desk: DeskClient,
    fps: int,
    case: Callable[[Measured], Awaitable[None]],
    make: Callable[[DeskClient, UiOptions, Sequence[Service]], Measured] | None = None,
) -> None:
    """Run an app (the desk, unless `make` makes another) until `case`, which starts with its first frame, has ended.

    Raises what `case` raised.
    """
    failed: list[Exception] = []

    async def service() -> None:
        try:
            await case(app)
        except Exception as error:
            failed.append(error)
        finally:
            app.exit()

    app = (make or _desk)(desk, UiOptions(fps=fps), [service])
    app.source = desk.store
    settle()
    app.run()
    if failed:
        raise failed[0]


def _desk(desk: DeskClient, options: UiOptions, services: Sequence[Service]) -> Measured:
    return MeasuredApp(desk.store, desk, options, services)


def resident_mb() -> float:
    """Megabytes of memory that this process holds now; its peak where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)
    return pages * resource.getpagesize() / 1e6


def spent() -> float:
    """Seconds of processor time of this process so far, its threads included."""
    return time.process_time()
