"""The terminal app: one frame timer, the desk, and the services of the program that runs beside it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from spxcc.engines.price.result import price_channel
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND
from spxcc.ui.actions import key_name, keyed
from spxcc.ui.choices import ACTIONS_OF, changed
from spxcc.ui.controller import ALERTS, Controller
from spxcc.ui.options import PaletteName, UiOptions
from spxcc.ui.parting import ASKED_FOR_S, Parting
from spxcc.ui.reminder import TEXT as PLAN_TEXT
from spxcc.ui.reminder import Reminder
from spxcc.ui.screens.alert_delivery import deliver
from spxcc.ui.screens.ask import AskScreen
from spxcc.ui.screens.commands import ActionCommands
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.stream_log import StreamLogScreen
from spxcc.ui.screens.wishes import WISHES
from spxcc.ui.source import Source
from spxcc.ui.theme import PALETTES, following, styles, textual_theme

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
    CSS = """
    Screen { background: $background; }
    ModalScreen { background: $background 30%; }
    ModalScreen > Vertical, ModalScreen > VerticalScroll { margin: 2 0 0 0; }
    .-md Toast { width: 36; }
    .-lg Toast { width: 44; }
    """
    # What opens over the desk leaves its two lines of truth in sight.

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
        self._second = -1
        self._ticker: Timer | None = None
        self._reminder = Reminder()
        self._parting = Parting()
        self.desk = Desk(store, controller, self.options, PALETTES[self._palette])

    def on_mount(self) -> None:
        """Palettes, desk, timer, services."""
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self.theme = f"spxcc-{self._palette}"
        self.push_screen(self.desk)
        self.set_keymap(dict(self.options.keymap))
        self._tick_at(self.options.fps)
        self.call_after_refresh(self._start_services)

    def frame(self) -> None:
        """Draw what changed since the last frame, and tell the store how old the price was when it was drawn."""
        dirty = self.store.take_dirty()
        second = self.controller.now() // NANOS_PER_SECOND
        if second != self._second:
            self._second = second
            if self._reminder.due(self.desk.live_frame()):
                self.notify(PLAN_TEXT, title="plan card: B", timeout=12)
        if ALERTS in dirty:
            deliver(self, self.desk)
        self.desk.update_frame(dirty)
        name = price_channel(self.options.symbol).name
        meta = self.store.meta(name) if name in dirty else None
        if meta is not None and meta.received_ns is not None and not (meta.restored or meta.stale):
            self.store.painted((self.controller.now() - meta.received_ns) / NANOS_PER_MILLI)

    def export_svg(self) -> str:
        """The screen as SVG."""
        return self.export_screenshot(title="spxcc")

    def on_desk_wish(self, event: Desk.Wish) -> None:
        """What the desk cannot do itself."""
        if event.action == "app.quit":
            self._part()
        elif event.action == "app.quit_now":
            self.exit()
        elif event.action in WISHES:
            WISHES[event.action](self, self.desk, event.argument)
        elif event.action in ACTIONS_OF:
            self.choose(ACTIONS_OF[event.action], event.argument)
        elif event.action == "view.settings":
            self.push_screen(self._settings())
        elif event.action == "coach.ask":
            self.push_screen(AskScreen(self.controller))
        elif event.action == "view.why":
            self.push_screen(self._why(event.argument))
        elif event.action == "stream.log":
            self.push_screen(StreamLogScreen(self.controller, self.store))
        elif event.action == "app.commands":
            self.action_command_palette()
        elif event.action == "app.screenshot":
            self.notify(self.save_screenshot(path=self.options.screenshot_dir), title="screenshot")
        elif event.action == "view.palette":
            self.use_palette(following(self._palette))

    def _part(self) -> None:
        key = next(one for one in keyed(self.options.keymap) if one.id == "app.quit").keys[0]
        objection = self._parting.objection(self.controller.alerts.book, self.controller.now(), key_name(key))
        if objection:
            self.notify(objection, title="quit", severity="warning", timeout=ASKED_FOR_S)
        else:
            self.exit()

    def choose(self, name: str, text: str) -> UiOptions:
        """A setting of the screen at another value, at once; the options from now on."""
        before, self.options = self.options, changed(self.options, name, text)
        self.desk.options = self.options
        if self.options.palette != before.palette:
            self.use_palette(self.options.palette)
        elif self.options.fps != before.fps:
            self._tick_at(self.options.fps)
        elif self.options != before:
            self.desk.become(replace(self.desk.state, dense=self.options.dense))
            self.desk.update_frame(frozenset(), everything=True)
        return self.options

    def _tick_at(self, fps: int) -> None:
        if self._ticker is not None:
            self._ticker.stop()
        self._ticker = self.set_interval(1 / fps, self._timer) if fps > 0 else None

    def _settings(self) -> Screen[None]:
        # Opened by a key only, so that its import is not part of the start.
        from spxcc.ui.screens.settings import SettingsScreen

        options = replace(self.options, dense=self.desk.state.dense)
        return SettingsScreen(options, self.controller, styles(PALETTES[self._palette]), self.choose)

    def _why(self, part: str) -> Screen[None]:
        # Opened by a key only, so that the tables of the numbers are not part of the start.
        from spxcc.ui.screens.why import why_screen

        shown = self.desk if self.desk.cover is None else self.desk.cover
        frame = self.desk.live_frame() if part else shown.frame()
        return why_screen(frame, self.controller, styles(PALETTES[self._palette]), part)

    def use_palette(self, name: PaletteName) -> None:
        """Another palette for panels and Textual's own widgets."""
        self._palette = name
        self.options = self.desk.options = replace(self.options, palette=name)
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
