"""Settings: what can be changed at once, then every setting with its value and where it came from."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.choices import CHOICES, MEANINGS, following, shown, stored
from spxcc.ui.controller import Controller
from spxcc.ui.options import UiOptions
from spxcc.ui.renderables.cells import Line
from spxcc.ui.screens.line_list import LineList

FOOT = "↑ ↓ choose   ← → change and save   esc close"
NAMES = tuple(CHOICES)
ALERTS = "alerts"
"""The setting that is a table of its own."""
Change = Callable[[str, str], UiOptions]
"""(name, value in words) → the options from now on."""


def setting_lines(options: UiOptions, others: Sequence[tuple[str, str, str]], width: int) -> list[Line]:
    """Rows that can be changed, a blank one, then the others with their origins."""
    origins = {name: origin for name, _, origin in others}
    named = max((16, *(len(name) + 1 for name, _, _ in spelled(options, others))))
    told = min(36, max(map(len, MEANINGS.values())) + max(width - 76, 1))
    lines: list[Line] = [
        (
            (" ", "text"), (f"{name:<16}", "bright"), (f"‹ {shown(options, name):^9} › ", "key"),
            (f"{MEANINGS[name]:<{told}}", "text"), (origins.get(name, ""), "dim"),
        )
        for name in NAMES
    ]  # fmt: skip
    lines.append(((" ", "text"),))
    for name, value, origin in spelled(options, others):
        if name not in CHOICES:
            lines.append(((" ", "text"), (f"{name:<{named}}", "text"), (f"{value:<28} ", "dim"), (origin, "dim")))
    return lines


def spelled(options: UiOptions, others: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A row a setting: the table of alerts is several."""
    rows: list[tuple[str, str, str]] = []
    for name, value, origin in others:
        told = options.alerts.words() if name == ALERTS else ((name, value),)
        rows += [(*each, origin) for each in told]
    return rows


class SettingsScreen(ModalScreen[None]):
    """`,`: a change is seen at once and written to the file of settings, whose comments stay."""

    CSS = """
    SettingsScreen { align: center middle; }
    #settings { width: 100; max-width: 100%; height: auto; max-height: 100%; border: round $primary;
                background: $background; }
    #rows { height: auto; }
    #said { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,comma,q", "dismiss", "close", show=False),
        Binding("right,l,enter,space", "change(1)", "next value", show=False),
        Binding("left,h", "change(-1)", "previous value", show=False),
    ]

    def __init__(self, options: UiOptions, controller: Controller, inks: Mapping[str, Style], change: Change) -> None:
        super().__init__()
        self._options = options
        self._controller = controller
        self._change = change
        self._list = LineList("rows", inks, cursor=True)
        self._said = Static(FOOT, id="said", markup=False)

    def compose(self) -> ComposeResult:
        """The list above what was done last."""
        with Vertical(id="settings"):
            yield self._list
            yield self._said

    def on_mount(self) -> None:
        """Ready to choose."""
        self._lay()
        self._list.focus()

    def action_change(self, step: int) -> None:
        """Another value of the row under the cursor: seen at once, then saved."""
        at = self._list.cursor
        if at is None or at >= len(NAMES):
            return
        name = NAMES[at]
        value = following(self._options, name, step)
        self._options = self._change(name, value)
        self._said.update(f"{self._controller.save_setting(name, stored(name, value))}\n{FOOT}")
        self._lay()

    def _lay(self) -> None:
        others = self._controller.settings()
        self._list.show(lambda width: setting_lines(self._options, others, width), top=False)
