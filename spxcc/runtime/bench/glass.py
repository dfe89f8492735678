"""From an event to the glass: marks without a picture in the output say which event it shows, the reader notes when."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

MARK = "\x1b]777;spxcc;{}\x07"
_MARK = re.compile(rb"\x1b\]777;spxcc;(\d+)\x07")
LONGEST = 40
"""Bytes of a mark, at most: so much is kept of what was read, for one that is cut in two."""


@dataclass(slots=True)
class Glass:
    """What left the pty, and when. marks: (event number, second). sizes: (second, bytes)."""

    marks: list[tuple[int, float]] = field(default_factory=list)
    sizes: list[tuple[float, int]] = field(default_factory=list)
    _rest: bytes = b""

    def take(self, output: bytes, at: float) -> None:
        """The next bytes, read at second `at`."""
        self.sizes.append((at, len(output)))
        text = self._rest + output
        ends = 0
        for found in _MARK.finditer(text):
            self.marks.append((int(found[1]), at))
            ends = found.end()
        self._rest = text[ends:][-LONGEST:]

    def waits_ms(self, sent: Sequence[tuple[int, float]]) -> tuple[float, ...]:
        """For each event (number, second it was published) until output showed it or one after it, milliseconds."""
        numbers = [number for number, _ in self.marks]
        places = ((bisect_left(numbers, number), at) for number, at in sent)
        return tuple(1000 * (self.marks[place][1] - at) for place, at in places if place < len(numbers))

    def rates(self, begun: float, ended: float) -> tuple[float, ...]:
        """Kilobytes in each whole second between two instants."""
        seconds = int(ended - begun)
        sums = [0] * seconds
        for at, size in self.sizes:
            if 0 <= at - begun < seconds:
                sums[int(at - begun)] += size
        return tuple(each / 1000 for each in sums)
