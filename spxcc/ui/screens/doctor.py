"""The doctor's report over the desk."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.controller import Controller
from spxcc.ui.screens.reader import Reader

BEGUN = "looking: token, server, Massive, clocks, terminal, files; at most 20 seconds"


class DoctorScreen(ModalScreen[None]):
    """What `spxcc doctor` would say of the settings of this user; `r` looks again, `esc` closes."""

    CSS = """
    DoctorScreen { align: center middle; }
    #doctor { width: 104; max-width: 100%; height: auto; max-height: 100%; border: round $primary; padding: 0 1;
              background: $background; }
    #doctor Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "close", show=False),
        Binding("r", "look", "look again", show=False),
    ]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._text = Static(BEGUN, markup=False)
        self._under_way = False

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        reader = Reader(id="doctor")
        reader.border_title, reader.keys = "doctor", "↑↓ scroll · r look again · esc close"
        with reader:
            yield self._text

    def on_mount(self) -> None:
        """Look at once."""
        self.action_look()

    def action_look(self) -> None:
        """Ask for a report, unless one is under way."""
        if not self._under_way:
            self._under_way = True
            self._text.update(BEGUN)
            self._controller.doctor(self._told)

    def _told(self, text: str, done: bool) -> None:
        self._under_way = not done
        if self.is_attached:
            self._text.update(text)
