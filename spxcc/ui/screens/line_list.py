"""`LineList`: lines that scroll, made for its width, with or without a cursor."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from spxcc.ui.renderables.cells import Line, fit

CURSOR = "►"
"""Takes the place of a line's first run, a blank."""
Maker = Callable[[int], Sequence[Line]]
"""Lines at a width."""


class LineList(ScrollView, can_focus=True):
    """Only rows in sight are drawn, however many there are. With a cursor the arrow keys move it, and it says so."""

    DEFAULT_CSS = "LineList { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    class Chosen(Message):
        """The cursor stands on row `at`."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self, name: str, inks: Mapping[str, Style], cursor: bool = False) -> None:
        super().__init__(id=name)
        self._inks = inks
        self._make: Maker = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._cursor = 0 if cursor else None

    @property
    def cursor(self) -> int | None:
        """Row of the cursor; `None` without one."""
        return self._cursor

    @property
    def text(self) -> str:
        """All lines as characters, for tests."""
        return "\n".join("".join(part for part, _ in line) for line in self._lines)

    def show(self, make: Maker, top: bool = True) -> None:
        """Other lines; `top`: from their beginning."""
        self._make = make
        self._lay()
        if top:
            self.scroll_home(animate=False)

    def render_line(self, y: int) -> Strip:
        """The row in sight at `y`."""
        width, at = self.scrollable_content_region.width, self.scroll_offset.y + y
        line: Line = self._lines[at] if at < len(self._lines) else ()
        chosen = at == self._cursor and bool(self._lines)
        role = "select" if self.has_focus else "bright"
        runs = fit(((CURSOR, "text"), *line[1:]) if chosen else line, width)
        return Strip([Segment(text, self._inks[role if chosen else ink]) for text, ink in runs], width)

    def on_resize(self, event: events.Resize) -> None:
        """The lines at the new width."""
        self._lay()

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the user points."""
        if self._cursor is not None:
            self.move_to(self.scroll_offset.y + event.y)

    def action_scroll_down(self) -> None:
        """Down a row."""
        self._step(1)

    def action_scroll_up(self) -> None:
        """Up a row."""
        self._step(-1)

    def action_page_down(self) -> None:
        """Down a page."""
        self._step(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """Up a page."""
        self._step(-max(self.size.height - 1, 1))

    def action_scroll_home(self) -> None:
        """To the first row."""
        self._step(-len(self._lines))

    def action_scroll_end(self) -> None:
        """To the last row."""
        self._step(len(self._lines))

    def move_to(self, at: int) -> None:
        """Put the cursor on row `at`, or the nearest there is, and show it."""
        row = min(max(at, 0), max(len(self._lines) - 1, 0))
        if row != self._cursor:
            self._cursor = row
            self.post_message(self.Chosen(row))
        offset, height = self.scroll_offset.y, max(self.size.height, 1)
        if not offset <= row < offset + height:
            self.scroll_to(y=row if row < offset else row - height + 1, animate=False)
        self.refresh()

    def _step(self, rows: int) -> None:
        if self._cursor is not None:
            self.move_to(self._cursor + rows)
        else:
            self.scroll_to(y=self.scroll_offset.y + rows, animate=False)

    def _lay(self) -> None:
        width = max(self.scrollable_content_region.width, 1)
        self._lines = self._make(width)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()
