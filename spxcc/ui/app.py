"""The terminal app: one frame timer, the desk, and the services of the program that runs beside it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.worker import Worker, WorkerState

from spxcc.engines.price.result import price_channel
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui.controller import Controller
from spxcc.ui.options import PaletteName, UiOptions
from spxcc.ui.screens.ask import AskScreen
from spxcc.ui.screens.commands import ActionCommands
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.help import HelpScreen
from spxcc.ui.screens.numbers import channel_of, numbers_of
from spxcc.ui.screens.stream_log import StreamLogScreen
from spxcc.ui.screens.why import WhyScreen
from spxcc.ui.source import Source
from spxcc.ui.theme import PALETTES, following, styles, textual_theme
from spxcc.ui.why import why_empty

UNFOCUSED_FPS = 4
WIDTHS = [(0, "-xs"), (100, "-md"), (140, "-lg")]
HEIGHTS = [(0, "-short"), (30, "-mid"), (44, "-tall")]
Service = Callable[[], Awaitable[None]]


class SpxccApp(App[None]):
    """A pure client: shows what `store` holds, asks `controller` for what it cannot do itself.

    `services` run as workers inside the app's loop once the first frame is on the screen; one that fails is reported
    and the app lives. `frame()` is what the timer calls; with `options.fps` 0 nobody but the caller does.
    """

    TITLE = "spxcc"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {ActionCommands}
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = "Screen { background: $background; }"

    def __init__(
        self, store: Source, controller: Controller, options: UiOptions | None = None, services: Sequence[Service] = ()
    ) -> None:
        super().__init__()
        self.options = options if options is not None else UiOptions()
        self.store = store
        self.controller = controller
        self._services = services
        self._palette: PaletteName = self.options.palette
        self._frames = 0
        self.desk = Desk(store, controller, self.options, PALETTES[self._palette])

    def on_mount(self) -> None:
        """Palettes, desk, timer, services."""
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self.theme = f"spxcc-{self._palette}"
        self.push_screen(self.desk)
        if self.options.fps > 0:
            self.set_interval(1 / self.options.fps, self._timer)
        self.call_after_refresh(self._start_services)

    def frame(self) -> None:
        """Draw what changed since the last frame, and tell the store how old the price was when it was drawn."""
        dirty = self.store.take_dirty()
        self.desk.update_frame(dirty)
        name = price_channel(self.options.symbol).name
        meta = self.store.meta(name) if name in dirty else None
        if meta is not None and meta.received_ns is not None:
            self.store.painted((self.controller.now() - meta.received_ns) / NANOS_PER_MILLI)

    def export_svg(self) -> str:
        """The screen as SVG."""
        return self.export_screenshot(title="spxcc")

    def on_desk_wish(self, event: Desk.Wish) -> None:
        """What the desk cannot do itself."""
        if event.action == "app.quit":
            self.exit()
        elif event.action == "app.help":
            self.push_screen(HelpScreen())
        elif event.action == "coach.ask":
            self.push_screen(AskScreen(self.controller))
        elif event.action == "view.why":
            self.push_screen(self._why())
        elif event.action == "stream.log":
            self.push_screen(StreamLogScreen(self.controller))
        elif event.action == "app.commands":
            self.action_command_palette()
        elif event.action == "app.screenshot":
            self.notify(self.save_screenshot(path=self.options.screenshot_dir), title="screenshot")
        elif event.action == "view.palette":
            self.use_palette(following(self._palette))

    def _why(self) -> WhyScreen:
        frame = self.desk.frame()
        panel = frame.state.focus
        channel = channel_of(frame, panel)
        numbers, empty = numbers_of(frame, panel), why_empty(frame, channel)
        return WhyScreen(self.controller, f"why · {panel} · {channel}", numbers, empty, styles(PALETTES[self._palette]))

    def use_palette(self, name: PaletteName) -> None:
        """Another palette for panels and Textual's own widgets."""
        self._palette = name
        self.theme = f"spxcc-{name}"
        self.desk.recolour(PALETTES[name])
        self.notify(name, title="palette", timeout=2)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A service that failed says so; the screen stays."""
        if event.state is WorkerState.ERROR and event.worker.group == "services":
            self.notify(f"{event.worker.name}: {event.worker.error}", title="stopped", severity="error", timeout=30)

    def _timer(self) -> None:
        """Every frame; a few a second while the terminal is not in front."""
        self._frames += 1
        every = 1 if self.app_focus else max(round(self.options.fps / UNFOCUSED_FPS), 1)
        if self._frames % every == 0:
            self.frame()

    def _start_services(self) -> None:
        for service in self._services:
            name = getattr(service, "__name__", type(service).__name__)
            self.run_worker(_run(service), name=name, group="services", exit_on_error=False)


def _run(service: Service) -> Coroutine[Any, Any, None]:
    async def run() -> None:
        await service()

    return run()
