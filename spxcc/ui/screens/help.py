"""Help: every key, from the table of actions."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.actions import ACTIONS, ActionDef
from spxcc.ui.key_table import help_text
from spxcc.ui.screens.reader import Reader


class HelpScreen(ModalScreen[None]):
    """Over the desk; `?`, `esc` or `q` closes."""

    CSS = """
    HelpScreen { align: center middle; }
    #keys { width: 74; max-width: 100%; height: auto; max-height: 100%; border: round $primary; padding: 0 1;
            background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "dismiss", "close", show=False)]

    def __init__(self, actions: Sequence[ActionDef] = ACTIONS) -> None:
        super().__init__()
        self._text = help_text(actions)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Reader(id="keys"):
            yield Static(self._text, markup=False)
