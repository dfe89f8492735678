"""A question to the coach and its answer, piece by piece."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from spxcc.ui.controller import Controller

LIMIT = 500


class AskScreen(ModalScreen[None]):
    """`enter` asks, `esc` closes. The answer cites channels; it is observation, not advice."""

    CSS = """
    AskScreen { align: center bottom; }
    #ask { width: 100%; height: auto; max-height: 60%; border: round $primary; background: $background; }
    #answer { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "close", show=False)]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._question = Input(placeholder="ask about flip, walls, levels, regime, setups, flow", max_length=LIMIT)
        self._answer = Static("", id="answer", markup=False)
        self.text = ""

    def compose(self) -> ComposeResult:
        """Question below its answer."""
        with Vertical(id="ask"):
            yield self._answer
            yield self._question

    def on_mount(self) -> None:
        """Ready to type."""
        self._question.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send it; an empty line asks nothing."""
        if event.value.strip():
            self.text = ""
            self._answer.update("…")
            self._controller.ask(event.value.strip(), self._reply)
            self._question.clear()

    def _reply(self, piece: str, done: bool) -> None:
        """The next piece; whoever closed the screen gets none."""
        self.text += piece
        if self.is_attached:
            self._answer.update(self.text if done else f"{self.text}▏")
