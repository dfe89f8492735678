"""Calls against puts by strike: what is positive `█` right of the spine, what is negative `▒` left of it, with numbers.

In the standard sign model that is calls at the right, puts at the left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.ui import format as words
from spxcc.ui.renderables.cells import Line, fit
from spxcc.ui.renderables.gex_profile import NEGATIVE, POSITIVE, tag_rows

LABEL = 10
NUMBER = 8
LEAST_BAR = 9
HEAD = ("call", "put", "net")


@dataclass(frozen=True, slots=True)
class Split:
    """One strike: exposure of calls and puts in dollars; `tag` what it is (`CW`, `PW`, `ZG`)."""

    strike: float
    call: float
    put: float
    tag: str = ""
    spot: bool = False

    @property
    def net(self) -> float:
        return self.call + self.put

    @property
    def above(self) -> float:
        """What is positive of the two: the calls, where dealers are long them."""
        return max(self.call, 0.0) + max(self.put, 0.0)

    @property
    def below(self) -> float:
        """Size of what is negative of the two: the puts, where dealers are short them."""
        return -min(self.call, 0.0) - min(self.put, 0.0)


def split_ladder(
    strikes: Sequence[tuple[float, float, float]], rows: int, tags: Mapping[float, str], spot: float
) -> list[Split]:
    """At most `rows` of the (strike, call, put), highest first, the one nearest to `spot` near the middle."""
    ordered = sorted(strikes, reverse=True)
    if not ordered or rows <= 0:
        return []
    centre = min(range(len(ordered)), key=lambda at: abs(ordered[at][0] - spot))
    first = max(min(centre - rows // 2, len(ordered) - rows), 0)
    names = tag_rows([strike for strike, _, _ in ordered], tags)
    return [
        Split(*ordered[at], names.get(at, ""), at == centre) for at in range(first, min(first + rows, len(ordered)))
    ]


def peak_of(rows: Sequence[Split]) -> float:
    """The largest exposure of one side."""
    return max((max(one.above, one.below) for one in rows), default=0.0)


def numbers_for(width: int) -> int:
    """How many of call, put and net have room beside the bars; the net stays longest."""
    return max(min((width - LABEL - LEAST_BAR) // NUMBER, len(HEAD)), 0)


def split_head(width: int) -> Line:
    """Names of the columns, 13 cells at least: `−│+      call     put     net`."""
    count = numbers_for(width)
    room = width - LABEL - count * NUMBER - 1
    left = room // 2
    names = HEAD[len(HEAD) - count :]
    return (
        (" " * LABEL, "dim"),
        (f"{'−':>{left}}│{'+':<{room - left}}", "dim"),
        ("".join(f"{name:>{NUMBER}}" for name in names), "dim"),
    )


def draw_split(one: Split, width: int, peak: float, plain: bool = False) -> Line:
    """`6905 CW     ▒▒▒│██████    +131M    −33M    +98M`: `width` cells, 13 at least; `peak` fills a side."""
    count = numbers_for(width)
    room = max(width - LABEL - count * NUMBER - 1, 2)
    left, right = room // 2, room - room // 2
    positive, negative = ("#", "=") if plain else (POSITIVE, NEGATIVE)
    bars = _length(one.below, peak, left), _length(one.above, peak, right)
    role = "bright" if one.spot else "wall" if one.tag else "dim"
    spine = "|" if plain else "┼" if one.spot else "│"
    values = (one.call, one.put, one.net)[len(HEAD) - count :]
    return (
        *fit(((f"{one.strike:g} {one.tag}".rstrip(), role),), LABEL - 1),
        (" " * (left - bars[0] + 1), "text"),
        (negative * bars[0], "gex_neg"),
        (spine, "bright" if one.spot else "rule"),
        (positive * bars[1], "gex_pos"),
        (" " * (right - bars[1]), "text"),
        *((f"{words.dollars(value, sign=True):>{NUMBER}}", "gex_neg" if value < 0 else "gex_pos") for value in values),
    )


def _length(value: float, peak: float, room: int) -> int:
    """Whole cells: what is less than half of one is told by its number alone."""
    return round(min(value / peak, 1.0) * room) if peak > 0 else 0
