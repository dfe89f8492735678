"""The connection's log: opens, closes, codes, gaps."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.controller import Controller

LINES = 200
EMPTY = "no stream log: start with --debug-stream"


class StreamLogScreen(ModalScreen[None]):
    """Newest line last; follows once a second."""

    CSS = """
    StreamLogScreen { align: center middle; }
    #log { width: 90%; height: 80%; border: round $primary; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,grave_accent,q", "dismiss", "close", show=False)]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._log = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="log"):
            yield self._log

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(1.0, self.refill)

    def refill(self) -> None:
        """The newest lines."""
        lines = self._controller.stream_log()[-LINES:]
        self._log.update("\n".join(lines) or EMPTY)
