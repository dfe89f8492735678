"""The inline app of `spxcc watch`: six rows below the prompt that started it, the shell's history above them."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from spxcc.ui.controller import Controller
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.watch.panel import WatchStrip
from spxcc.ui.panels.watch.view_model import ROWS
from spxcc.ui.source import Source
from spxcc.ui.state import ViewState
from spxcc.ui.theme import PALETTES, styles, textual_theme

MOST_FPS = 5
"""An inline app writes all of its rows with every frame."""
Service = Callable[[], Coroutine[Any, Any, None]]


class WatchApp(App[None]):
    """A pure client, as the terminal is; `services` run beside it, and one that fails ends it.

    `frame()` is what the timer calls; with `options.fps` 0 nobody but the caller does. failure: why it ended by itself.
    """

    TITLE = "spxcc watch"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,ctrl+c,escape", "quit", "quit", show=False, priority=True)
    ]
    CSS = f"""
    Screen {{ background: $background; }}
    WatchStrip {{ height: {ROWS}; }}
    Screen:inline {{ height: {ROWS}; border: none; }}
    """

    def __init__(
        self, store: Source, controller: Controller, options: UiOptions, services: Sequence[Service] = ()
    ) -> None:
        super().__init__()
        self.store, self.controller, self.options = store, controller, options
        self._services = services
        self.failure: str | None = None
        self.strip = WatchStrip(styles(PALETTES[options.palette]))

    def compose(self) -> ComposeResult:
        """Nothing but the strip."""
        yield self.strip

    def on_mount(self) -> None:
        """Palette, timer, services."""
        palette = PALETTES[self.options.palette]
        self.register_theme(textual_theme(palette))
        self.theme = f"spxcc-{palette.name}"
        self.call_after_refresh(self._begin)

    def frame(self) -> None:
        """Draw: ages grow also where nothing came."""
        self.store.take_dirty()
        state, now = ViewState(), self.controller.now()
        self.strip.show(
            Frame(
                self.store, state, self.options, now, self.controller.session_now_ms(),
                alerts=self.controller.alerts.book, day=self.controller.day.plan,
            )
        )  # fmt: skip

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Six rows have no room for a message of their own: the sentence is told after the end."""
        if event.state is WorkerState.ERROR:
            self.failure = str(event.worker.error)
            self.exit()

    def _begin(self) -> None:
        self.frame()
        if self.options.fps > 0:
            self.set_interval(1 / min(self.options.fps, MOST_FPS), self.frame)
        for service in self._services:
            self.run_worker(service(), exit_on_error=False)
