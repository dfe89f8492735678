"""`/`: find a strike or a level."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

LIMIT = 40
KEYS = "enter go there · esc close"


class FindScreen(ModalScreen[str]):
    """One line at the bottom: a price or the name of a level; `enter` goes there, `esc` closes."""

    CSS = """
    FindScreen { align: center bottom; background: $background 0%; }
    #find { width: 100%; border: round $primary; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", "close", show=False)]

    def compose(self) -> ComposeResult:
        """The line."""
        line = Input(placeholder="a price such as 6905, or a name such as vwap", max_length=LIMIT, id="find")
        line.border_title, line.border_subtitle = "find a strike or level", KEYS
        yield line

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand over what was typed."""
        self.dismiss(event.value.strip())
