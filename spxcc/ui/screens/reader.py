"""`Reader`: a text that scrolls by keys, with its keys on its lower edge."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

KEYS = "↑↓ scroll · esc close"


class Reader(VerticalScroll, can_focus=True):
    """Has the focus as soon as it is shown, so that arrows, `j`, `k`, pages, `home` and `end` reach it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    keys = KEYS

    def on_mount(self) -> None:
        """Ready to read."""
        self.border_subtitle = self.keys
        self.focus()

    def follow_end(self, was_at_end: bool) -> None:
        """To the newest line, unless the reader had scrolled back."""
        if was_at_end:
            self.scroll_end(animate=False)
