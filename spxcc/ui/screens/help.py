"""Help: every key, from the table of actions."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.actions import ACTIONS, key_names

FOOT = "Everything here is observation, not advice; spxcc routes no orders."


def help_text() -> str:
    """Keys grouped by what they act on."""
    lines: list[str] = []
    group = ""
    for action in sorted(ACTIONS, key=lambda one: [other.group for other in ACTIONS].index(one.group)):
        if action.group != group:
            group = action.group
            lines += ["", group.upper()]
        lines.append(f"  {key_names(action):<12} {action.label}")
    return "\n".join([*lines[1:], "", "  mouse        click focuses, wheel zooms, shift+wheel or drag pans", "", FOOT])


class HelpScreen(ModalScreen[None]):
    """Over the desk; `?`, `esc` or `q` closes."""

    CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    #keys { width: 74; max-width: 100%; height: auto; max-height: 90%; border: round $primary; padding: 0 1;
            background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "dismiss", "close", show=False)]

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="keys"):
            yield Static(help_text(), markup=False)
