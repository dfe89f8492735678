"""One line at the bottom: a question that is answered by typing."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input


class LineScreen(ModalScreen[str]):
    """`enter` hands over what was typed, `esc` nothing ("")."""

    CSS = """
    LineScreen { align: center bottom; background: $background 0%; }
    #line { width: 100%; border: round $primary; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", "close", show=False)]

    def __init__(self, title: str, hint: str, limit: int = 40) -> None:
        super().__init__()
        self._line = Input(placeholder=hint, max_length=limit, id="line")
        self._line.border_title, self._line.border_subtitle = title, "enter done · esc close"

    def compose(self) -> ComposeResult:
        """The line."""
        yield self._line

    def on_mount(self) -> None:
        """Ready to type."""
        self._line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand over what was typed."""
        self.dismiss(event.value.strip())
