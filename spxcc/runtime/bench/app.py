"""The desk as it is measured: the real app, its frames counted, one service beside it that ends it."""

import time
from collections.abc import Awaitable, Callable

from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.memory import settle
from spxcc.ui.app import SpxccApp
from spxcc.ui.options import UiOptions


class MeasuredApp(SpxccApp):
    """Counts its frames; the pty it runs in is never in front or behind, so it draws as if it were looked at."""

    frames = 0

    def frame(self) -> None:
        """One more."""
        super().frame()
        self.frames += 1


def play(desk: DeskClient, fps: int, case: Callable[[MeasuredApp], Awaitable[None]]) -> None:
    """Run the app until `case`, which starts with its first frame, has ended. Raises what `case` raised."""
    failed: list[Exception] = []

    async def service() -> None:
        try:
            await case(app)
        except Exception as error:
            failed.append(error)
        finally:
            app.exit()

    app = MeasuredApp(desk.store, desk, UiOptions(fps=fps), [service])
    settle()
    app.run()
    if failed:
        raise failed[0]


def spent() -> float:
    """Seconds of processor time of this process so far, its threads included."""
    return time.process_time()
