"""`Panel`: a titled `SafeStrip` that listens to channels."""

from collections.abc import Mapping

from rich.style import Style
from textual import events
from textual.message import Message

from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.dim import dimmed
from spxcc.ui.renderables.titles import title_row
from spxcc.ui.safe import SafeStrip
from spxcc.ui.state import PANELS, PanelName
from spxcc.ui.why import freshness, restored_age_ms

CLOCK = "clock"
"""Pseudo channel: dirty when a second has passed (ages, countdowns)."""
REASONS = "reasons"
"""Pseudo channel: dirty when why something has no input changed."""
FLASH: Line = ((" ! ALERT ", "alert"), (" ", "rule"))
STALE: Line = (("STALE ", "mode_stale"), (" ", "rule"))


class Panel(SafeStrip):
    """One of the six.

    slowly: channels that change with every tick and are drawn four times a second, so that rows can be read.
    part: its name on the board, where there is more than one of its kind. number: in its title.
    """

    class Clicked(Message):
        """The user pointed at a panel; `double` asks for the zoom. part: which one where there are more of its kind."""

        def __init__(self, panel: PanelName, double: bool, part: str = "") -> None:
            super().__init__()
            self.panel = panel
            self.double = double
            self.part = part

    class Wheeled(Message):
        """The wheel turned over a list by `rows`."""

        def __init__(self, panel: PanelName, rows: int) -> None:
            super().__init__()
            self.panel = panel
            self.rows = rows

    def __init__(
        self,
        name: PanelName,
        inks: Mapping[str, Style],
        channels: frozenset[str],
        slowly: frozenset[str] = frozenset(),
        part: str | None = None,
    ) -> None:
        super().__init__(part or name, inks, channels)
        self.slowly = slowly
        self._title_key: tuple[int, str, tuple[Line, ...], int, bool, Line] | None = None
        self._title: Line = ()
        self.panel: PanelName = name
        self.number = PANELS.index(name) + 1

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Lines below the title."""
        raise NotImplementedError

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """Name, what stands beside it, and what may stand at the right end: the first that fits does."""
        raise NotImplementedError

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Title and body."""
        name, extra, rights = self.heading(frame)
        left_ms = restored_age_ms(frame, self.channels)
        if left_ms is not None:
            mark: Line = ((f"STALE {words.age(left_ms)} ", "mode_stale"), (" ", "rule"))
            rights = (*((*mark, *right) for right in rights), mark)
        elif freshness(frame).word == "STALE":
            rights = (*((*STALE, *right) for right in rights), STALE)
        if self.panel in frame.flash:
            rights = (*((*FLASH, *right) for right in rights), FLASH)
        focused = frame.state.focus == self.panel
        key = (self.number, name, rights, width, focused, extra)
        if key != self._title_key:
            self._title_key, self._title = key, title_row(*key)
        body = self.body(frame, width, max(height - 1, 0))
        return [self._title, *(body if left_ms is None else dimmed(body))]

    def on_click(self, event: events.Click) -> None:
        """Focus by pointing, zoom by pointing twice."""
        self.post_message(self.Clicked(self.panel, event.chain == 2, self.part))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Rows go up; Textual calls this one for every kind of panel."""
        self.post_message(self.Wheeled(self.panel, -1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Rows go down."""
        self.post_message(self.Wheeled(self.panel, 1))
