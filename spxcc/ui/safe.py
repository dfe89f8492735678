"""`SafeStrip`: a widget of lines. It repaints only the cells that differ, and an error inside it stays inside it."""

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from spxcc.market.units import UnixNanos
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line, block, fit, wrap
from spxcc.ui.renderables.difference import changed_spans
from spxcc.ui.strips import NarrowStrip

CONNECTION = "connection"
"""Dirty when the state of the connection changed."""
CHOICE = "choice"
"""Pseudo channel: dirty when the user chose something."""
CURSOR = "cursor"
"""Pseudo channel: dirty when nothing but the crosshair moved."""
FRESHNESS = "freshness"
"""Pseudo channel: dirty when the data became stale or fresh again."""
EDGE, EDGE_TOP = ("│", "rule"), ("┬", "rule")


def changed_regions(old: Sequence[Line], new: Sequence[Line], width: int) -> list[Region]:
    """Regions of one row each that hold the cells that differ between two blocks of lines."""
    regions: list[Region] = []
    for row, line in enumerate(new):
        before = old[row] if row < len(old) else ()
        if before is not line and before != line:
            regions += [Region(first, row, last - first, 1) for first, last in changed_spans(before, line, width)]
    return regions


def _through(filters: Sequence[LineFilter], inks: Mapping[str, Style]) -> Mapping[str, Style]:
    """Inks as Textual's filters of lines would leave them (no colour, no dim): the same for every strip."""
    if not filters:
        return inks
    found = dict(inks)
    for role, ink in inks.items():
        segments, background = [Segment(" ", ink)], _background(ink)
        for each in filters:
            segments = each.apply(segments, background)
        found[role] = segments[0].style or ink
    return found


def _background(ink: Style) -> Color:
    return Color.from_rich_color(ink.bgcolor) if ink.bgcolor is not None else Color(0, 0, 0)


def forget(widget: Widget) -> None:
    """Drop what Textual notes for the next time it renders a widget by its own means, where it never does.

    What is to be repainted it notes elsewhere; these notes would be kept for ever, one for every span that changed.
    """
    notes = getattr(widget, "_dirty_regions", None)
    if isinstance(notes, set):
        notes.clear()


class SafeStrip(Widget):
    """Subclasses give `paint(frame, width, height)`; `name` stands in the error line.

    channels: what makes it draw again at once; what only grows older is drawn again by the clock of the desk.
    due_ns: when it must be drawn again though nothing changed (a flash ends). border: a rule at its right edge.
    regions: what the last `show` asked to repaint (tests of the tick path read it).
    """

    DEFAULT_CSS = "SafeStrip { width: 100%; height: 100%; }"

    def __init__(self, name: str, inks: Mapping[str, Style], channels: frozenset[str] = frozenset()) -> None:
        super().__init__(id=name.replace("_", "-"))
        self.part = name
        self.channels = channels | {CHOICE, FRESHNESS}
        self.border = False
        self._inks = self._seen = inks
        self._filters: Sequence[LineFilter] = ()
        self._lines: list[Line] = []
        self._shape = self._kept_shape = (0, 0, False)
        self._kept: list[tuple[Line, Line]] = []
        self._strips: list[Strip] = []
        self._unmade: set[int] = set()
        self._shown: Frame | None = None
        self.regions: list[Region] = []
        self.failed: str | None = None
        self.due_ns: UnixNanos | None = None

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The lines within the border; they are cropped and padded to `height` lines of `width` cells."""
        raise NotImplementedError

    def show(self, frame: Frame) -> None:
        """Draw `frame`; ask for a repaint of the cells that changed."""
        self.draw(frame)
        if self.regions:
            self.refresh(*self.regions)
            forget(self)

    def draw(self, frame: Frame) -> None:
        """Draw `frame`; leaves the repaint of `regions` to the caller, who may ask for those of several at once."""
        self._shown, self.regions = frame, []
        width, height = self.size
        if width <= 0 or height <= 0:
            return
        before, shape = self._lines, (width, height, self.border)
        anew, self._shape = shape != self._shape, shape
        try:
            self._lines = self.fitted(frame, width, height)
            self.failed = None
        except Exception as error:
            self.failed = f"{type(error).__name__}: {error}"
            self._lines = self._error_lines(width, height)
        if anew:
            self.regions = [Region(0, 0, width, height)]
            self._strips = []
        else:
            self.regions = changed_regions(before, self._lines, width)
            self._unmade |= {region.y for region in self.regions}

    def fitted(self, frame: Frame, width: int, height: int) -> list[Line]:
        """`height` lines of `width` cells, border and all; one that was drawn the same before is the same object."""
        edged = self.border and width > 1
        inner = width - 1 if edged else width
        if self._kept_shape != (width, height, edged):
            self._kept_shape, self._kept = (width, height, edged), []
        drawn = self.paint(frame, inner, height)[:height]
        drawn += [()] * (height - len(drawn))
        before, self._kept = self._kept, []
        for row, line in enumerate(drawn):
            if row < len(before) and (before[row][0] is line or before[row][0] == line):
                self._kept.append(before[row])
                continue
            exact = fit(line, inner)
            self._kept.append((line, (*exact, EDGE if row else EDGE_TOP) if edged else exact))
        return [exact for _, exact in self._kept]

    def recolour(self, inks: Mapping[str, Style]) -> None:
        """Another palette."""
        self._inks, self._seen = inks, _through(self._filters, inks)
        self._strips = []
        self.refresh()

    @property
    def plain_text(self) -> str:
        """What stands on the panel, for tests and exports."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of the last paint, the background below them.

        Every cell has its colours already, so nothing of Textual's styling of lines (borders, padding, tint) is needed:
        a strip is made once and stays until its row changes.
        """
        filters = self.get_line_filters()
        if filters != self._filters:
            self._filters, self._seen = filters, _through(filters, self._inks)
            self._strips = []
        width, height = self.size if (crop.right, crop.bottom) != self._shape[:2] else self._shape[:2]
        if len(self._strips) != height:
            self._strips, self._unmade = [Strip([])] * height, set(range(height))
        for y in self._unmade:
            if y < height:
                self._strips[y] = self._made(y, width)
        self._unmade.clear()
        if crop.size == (width, height):
            return self._strips
        return [strip.crop(crop.x, crop.right) for strip in self._strips[crop.y : crop.bottom]]

    def on_resize(self) -> None:
        """Paint again at the new size, from the same frame."""
        self._strips = []
        if self._shown is not None:
            self.show(self._shown)

    def _made(self, y: int, width: int) -> Strip:
        try:
            return self._strip(y, width)
        except Exception as error:
            text = f"! {self.part} error: {error}"
            return Strip([Segment(text, self._inks["error"])]).adjust_cell_length(width)

    def _strip(self, y: int, width: int) -> Strip:
        inks = self._seen
        if y >= len(self._lines):
            return Strip.blank(width, inks["text"])
        line = self._lines[y]
        segments = [Segment(text, inks[role]) for text, role in line if text]
        if self._shape[0] == width:
            # The lines are exactly that wide, so that as many characters mean one cell each.
            narrow = sum(len(text) for text, _ in line) == width
            return NarrowStrip(segments, width) if narrow else Strip(segments, width)
        return Strip(segments).adjust_cell_length(width, inks["text"])

    def _error_lines(self, width: int, height: int) -> list[Line]:
        text = f"! {self.part} error: {self.failed}"
        return block([((part, "error"),) for part in wrap(text, width)], width, height)
