"""The log console: the newest lines of the program's log file, by level."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.controller import Controller
from spxcc.ui.screens.reader import Reader

LEVELS = ("INFO", "WARNING", "ERROR")
LINES = 300
EVERY_S = 1.0


def at_least(lines: Sequence[str], level: str) -> list[str]:
    """Entries of `level` and above, with the lines that belong to them (a traceback has no level of its own)."""
    wanted = (*LEVELS[LEVELS.index(level) :], "CRITICAL")
    known = (*LEVELS, "CRITICAL", "DEBUG")
    kept: list[str] = []
    keeps = level == LEVELS[0]
    for line in lines:
        said = next((word for word in line.split(" ", 3)[:3] if word in known), None)
        keeps = keeps if said is None else said in wanted
        if keeps:
            kept.append(line)
    return kept


class LogScreen(ModalScreen[None]):
    """Newest line last; follows once a second. `f` walks the levels."""

    CSS = """
    LogScreen { align: center middle; }
    #console { width: 95%; height: 85%; border: round $primary; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,tilde,q", "dismiss", "close", show=False),
        Binding("f", "level", "level", show=False),
    ]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._level = LEVELS[0]
        self._seen: list[str] | None = None
        self._text = Static("", markup=False)
        self._scroll = Reader(self._text, id="console")

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        yield self._scroll

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(EVERY_S, self.refill)

    def action_level(self) -> None:
        """The next level, around the end."""
        self._level = LEVELS[(LEVELS.index(self._level) + 1) % len(LEVELS)]
        self._seen = None
        self.refill()

    def refill(self) -> None:
        """The newest lines; nothing is painted while there is no new one."""
        lines = at_least(self._controller.program_log(), self._level)[-LINES:]
        if lines == self._seen:
            return
        self._seen = lines
        self._scroll.border_title = f"log · {self._level} and above · f level"
        at_end = self._scroll.is_vertical_scroll_end
        self._text.update("\n".join(lines) or f"nothing of level {self._level} or above in the log")
        self._scroll.follow_end(at_end)
