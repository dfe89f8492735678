"""Strips whose characters are one cell each: cut by slicing, so that nothing is measured, and nothing kept of a cut."""

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.strip import Strip


class NarrowStrip(Strip):
    """A strip of text as many cells wide as it has characters.

    Rich remembers every cut of every segment, sixteen thousand of them. Prices never repeat, so on a screen that is
    open all day this memory grows for hours and is never of use.
    """

    __slots__ = ()

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` up to `end`."""
        length = self.cell_length
        start, end = max(start, 0), length if end is None else min(end, length)
        if (start, end) == (0, length):
            return self
        return NarrowStrip(_between(self._segments, start, end), max(end - start, 0))

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The parts up to each of the rising `cuts`; cuts beyond the end are left out."""
        within = [cut for cut in cuts if cut <= self.cell_length]
        return [self.crop(begin, end) for begin, end in zip([0, *within], within, strict=False)]


def _between(segments: Iterable[Segment], start: int, end: int) -> Iterable[Segment]:
    at = 0
    for segment in segments:
        text, style, control = segment
        begin, at = at, at + len(text)
        if at <= start:
            continue
        if begin >= end:
            return
        if begin >= start and at <= end:
            yield segment
        else:
            yield Segment(text[max(start - begin, 0) : end - begin], style, control)
