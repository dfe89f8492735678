"""`SafeStrip`: a widget of lines. It repaints only the cells that differ, and an error inside it stays inside it."""

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line, block, wrap


def changed_regions(old: Sequence[Line], new: Sequence[Line], width: int) -> list[Region]:
    """Regions of the cells that differ between two blocks of lines, one a row, cut to the columns that changed."""
    regions = []
    for row, line in enumerate(new):
        before = old[row] if row < len(old) else ()
        if before is line or before == line:
            continue
        first, last = _changed_span(before, line, width)
        if first < last:
            regions.append(Region(first, row, last - first, 1))
    return regions


def _changed_span(before: Line, after: Line, width: int) -> tuple[int, int]:
    """First and one past the last differing column, by cells; whole row where widths are not one cell a character."""
    old = [(char, role) for text, role in before for char in text]
    new = [(char, role) for text, role in after for char in text]
    if len(old) != len(new) or len(new) != width:
        return 0, width
    first = next((at for at in range(width) if old[at] != new[at]), width)
    last = next((at for at in range(width, 0, -1) if old[at - 1] != new[at - 1]), 0)
    return first, last


class SafeStrip(Widget):
    """Subclasses give `paint(frame, width, height)`; `name` stands in the error line.

    regions: what the last `show` asked to repaint (the tests of the tick path read it).
    """

    DEFAULT_CSS = "SafeStrip { width: 100%; height: 100%; }"

    def __init__(self, name: str, inks: Mapping[str, Style]) -> None:
        super().__init__(id=name.replace("_", "-"))
        self._label = name
        self._inks = inks
        self._lines: list[Line] = []
        self._painted_size = (0, 0)
        self._strips: dict[int, Strip] = {}
        self._shown: Frame | None = None
        self.regions: list[Region] = []
        self.failed: str | None = None

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The panel's lines, exactly `height` of exactly `width` cells."""
        raise NotImplementedError

    def show(self, frame: Frame) -> None:
        """Draw `frame`; ask for a repaint of the cells that changed."""
        self._shown = frame
        width, height = self.size
        if width <= 0 or height <= 0:
            return
        try:
            lines = block(self.paint(frame, width, height), width, height)
            self.failed = None
        except Exception as error:
            self.failed = f"{type(error).__name__}: {error}"
            lines = self._error_lines(width, height)
        self._accept(lines, width, height)

    def recolour(self, inks: Mapping[str, Style]) -> None:
        """Another palette."""
        self._inks = inks
        self._strips.clear()
        self.refresh()

    @property
    def plain_text(self) -> str:
        """What stands on the panel, for tests and exports."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """One row of the last paint; the background where there is none."""
        strip = self._strips.get(y)
        if strip is None:
            try:
                strip = self._strip(y)
            except Exception as error:
                strip = Strip([Segment(f"! {self._label} error: {error}"[: self.size.width], self._inks["error"])])
            self._strips[y] = strip
        return strip

    def on_resize(self) -> None:
        """Paint again at the new size, from the same frame."""
        if self._shown is not None:
            self.show(self._shown)

    def _accept(self, lines: list[Line], width: int, height: int) -> None:
        if (width, height) != self._painted_size:
            self._painted_size, self._lines = (width, height), lines
            self._strips.clear()
            self.regions = [Region(0, 0, width, height)]
            self.refresh()
            return
        self.regions = changed_regions(self._lines, lines, width)
        self._lines = lines
        for region in self.regions:
            self._strips.pop(region.y, None)
        if self.regions:
            self.refresh(*self.regions)

    def _strip(self, y: int) -> Strip:
        if y >= len(self._lines):
            return Strip.blank(self.size.width, self._inks["text"])
        inks = self._inks
        return Strip([Segment(text, inks[role]) for text, role in self._lines[y] if text])

    def _error_lines(self, width: int, height: int) -> list[Line]:
        text = f"! {self._label} error: {self.failed}"
        return block([((part, "error"),) for part in wrap(text, width)], width, height)
