"""The header widget."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.market.units import NANOS_PER_MILLI, UnixNanos
from spxcc.ui.frame import Frame
from spxcc.ui.panels.header.view_model import Segment, calm_segments, calm_values, mode_line, price_segments
from spxcc.ui.renderables.cells import Line, crop, fit, width_of
from spxcc.ui.safe import CONNECTION, SafeStrip
from spxcc.ui.why import freshness

FLASH_MS = 150
WIDE, MODE_CELLS = 140, 14
"""Below so many columns room is kept for the longest ages (` ● LIVE 990ms `): no piece comes and goes with them."""
CALM_MS = 250
"""How often the ages of what does not move with every tick are told anew."""


class Header(SafeStrip):
    """One line: the state of the market and of the data."""

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        super().__init__("header", inks, frozenset({price_channel(symbol).name, STATUS.name, CONNECTION}))
        self._last: float | None = None
        self._before: float | None = None
        self._flash: tuple[str, UnixNanos] = ("bright", 0)
        self._calm_at: UnixNanos = -1
        self._calm_values: tuple[object, ...] = ()
        self._calm: tuple[Segment, ...] = ()

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Segments by rank, the mode at the right end."""
        fresh = freshness(frame)
        segments = (*price_segments(frame, fresh, self._flash_role(frame), self._before), *self._calm_segments(frame))
        return [compose(segments, mode_line(frame, fresh), width)]

    def _calm_segments(self, frame: Frame) -> tuple[Segment, ...]:
        """The same ones until a value in them changed or its age is due."""
        at, values = frame.now // (CALM_MS * NANOS_PER_MILLI), calm_values(frame)
        kept = self._calm_values
        same = len(kept) == len(values) and all(one is other for one, other in zip(kept, values, strict=True))
        if not same or at != self._calm_at:
            self._calm_at, self._calm_values, self._calm = at, values, calm_segments(frame)
        return self._calm

    def _flash_role(self, frame: Frame) -> str | None:
        """Colour of the move for `FLASH_MS` after the price changed; none with reduced motion."""
        price = frame.source.get(price_channel(frame.options.symbol))
        last = None if price is None else price.price
        before, self._last = self._last, last
        if before is not None and last is not None and last != before:
            self._before = before
            self._flash = ("up_bold" if last > before else "down_bold", frame.now + FLASH_MS * NANOS_PER_MILLI)
        self.due_ns = self._flash[1] if frame.now < self._flash[1] and not frame.options.reduced_motion else None
        return self._flash[0] if frame.now < self._flash[1] and not frame.options.reduced_motion else None


def compose(segments: tuple[Segment, ...], mode: Line, width: int) -> Line:
    """As many segments as fit, in their order; the mode word is kept to the last."""
    mode = crop(mode, width)
    narrow = width < WIDE
    room = width - max(width_of(mode), MODE_CELLS if mode and narrow else 0) - 1
    chosen: set[int] = set()
    for at in sorted(range(len(segments)), key=lambda index: segments[index].rank):
        size = segments[at].width + (segments[at].spare if narrow else 0) + 1
        if size <= room:
            chosen.add(at)
            room -= size
        elif segments[at].rank <= 1:
            break
    left: list[tuple[str, str]] = []
    for at in sorted(chosen):
        left += [*segments[at].line, (" ", "text")]
    return (*fit(tuple(left), width - width_of(mode)), *mode)
