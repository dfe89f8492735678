"""The setups panel."""

from collections.abc import Mapping

from rich.style import Style
from textual import events
from textual.message import Message

from spxcc.engines.score.result import SCORE_STATE
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.panels.base import CLOCK, REASONS, Panel
from spxcc.ui.panels.chart.marks import setup_marks
from spxcc.ui.panels.setups.card import card, rest_words
from spxcc.ui.panels.setups.view_model import SetupRow, SetupsView, build
from spxcc.ui.renderables.cells import Line, block, crop, spread, wrap, wrap_items
from spxcc.ui.renderables.mini import mini_chart
from spxcc.ui.renderables.ranked import ranked
from spxcc.ui.renderables.sections import beside
from spxcc.ui.safe import CONNECTION
from spxcc.ui.selection import selected_setup

MINI_ROWS, LEAST_MINI = 10, 5
BESIDE_FROM, CARD_WIDTH = 100, 76
"""Zoomed, from this many columns, the card stands beside the list, this wide at the most."""
NARROW = 44
"""Columns below which the states are short words."""
SHORT = {
    "TRIGGERED": "TRIG", "READY": "READY", "FORMING": "FORM", "RESOLVED": "DONE", "INVALIDATED": "INVAL",
    "EXPIRED": "EXPIR",
}  # fmt: skip


class SetupsPanel(Panel):
    """Setups by state, the selected one marked; `enter` opens its card."""

    class Picked(Message):
        """The user pointed at a setup."""

        def __init__(self, setup_id: str) -> None:
            super().__init__()
            self.setup_id = setup_id

    def __init__(self, inks: Mapping[str, Style]) -> None:
        super().__init__("setups", inks, frozenset({SETUPS_UPDATE.name, SCORE_STATE.name, REASONS, CLOCK, CONNECTION}))
        self._view: SetupsView | None = None
        self._ids: list[str] = []
        self._list_width = 0

    def heading(self, frame: Frame) -> tuple[str, Line, tuple[Line, ...]]:
        """How many are open."""
        self._view = build(frame)
        live = f"{self._view.live} open{f', {self._view.hidden} hidden' if self._view.hidden else ''}"
        return "SETUPS", (), (((f"{live} · observation, not advice", "dim"),), ((live, "dim"),))

    def body(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Two or three lines a setup, or the card of the selected one."""
        view = self._view or build(frame)
        if view.reason is not None:
            self._ids = []
            return [((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))]
        chosen = next((row for row in view.rows if row.selected), None)
        self._list_width = width
        if frame.state.zoomed and width >= BESIDE_FROM:
            self._list_width = width - min(width // 2, CARD_WIDTH) - 1
            return self._full(frame, view, chosen or view.rows[0], width, height)
        if frame.state.card and chosen is not None:
            self._ids = []
            return self._card(frame, chosen, width, height)
        lines, self._ids = listing(view, width, height, frame.state.row("setups"), frame.state.dense)
        return lines

    def _full(self, frame: Frame, view: SetupsView, chosen: SetupRow, width: int, height: int) -> list[Line]:
        """The list beside the card of the selected setup, of the first one while none is."""
        first, dense = frame.state.row("setups"), frame.state.dense
        lines, self._ids = listing(view, self._list_width, height, first, dense)
        right = width - self._list_width - 1
        boxes = block(lines, self._list_width, height), block(self._card(frame, chosen, right, height), right, height)
        return beside(*boxes, self._list_width, width)

    def _card(self, frame: Frame, row: SetupRow, width: int, height: int) -> list[Line]:
        lines = card(row, width, frame.options.keymap)
        if len(lines) > height > 1:
            rest = rest_words(len(lines) - height + 1, frame.options.keymap, frame.state.zoomed)
            return [*lines[: height - 1], (("   ", "text"), (rest, "key"))]
        return [*lines, *self._mini(frame, width, height - len(lines))]

    def _mini(self, frame: Frame, width: int, room: int) -> list[Line]:
        """The chart's series with the plan of the setup, where there is room for it."""
        candles = frame.source.book(frame.options.symbol).candles(frame.state.timeframe)
        marks = setup_marks(selected_setup(frame))
        if room < LEAST_MINI:
            return []
        return mini_chart(candles, marks, width, min(room, MINI_ROWS), frame.options.glyphs)

    def on_click(self, event: events.Click) -> None:
        """Select by pointing."""
        row = event.y - 1
        if 0 <= row < len(self._ids) and event.x < self._list_width:
            self.post_message(self.Picked(self._ids[row]))


def listing(view: SetupsView, width: int, height: int, first: int, dense: bool) -> tuple[list[Line], list[str]]:
    """Lines from setup number `first`, and the setup that each line belongs to."""
    rows = view.rows[min(first, max(len(view.rows) - 1, 0)) :]
    groups = [row_lines(row, width, dense=True) for row in rows]
    room = height - sum(map(len, groups))
    for at, row in enumerate(rows):
        if dense or room < 0:
            break
        full = row_lines(row, width, dense=False)
        if len(full) - len(groups[at]) <= room:
            room -= len(full) - len(groups[at])
            groups[at] = full
    lines = [line for group in groups for line in group]
    return lines, [row.id for row, group in zip(rows, groups, strict=True) for _ in group]


def row_lines(row: SetupRow, width: int, dense: bool) -> list[Line]:
    """Head and plan; with room also what it needs and how it fared."""
    mark = "►" if row.selected else " "
    role = "gone" if row.closed else "select" if row.selected else row.role
    state = row.state if width >= NARROW else SHORT[row.state]
    head: Line = (
        (f"{mark}{row.letter} ", "dim" if row.closed else role),
        (state, role),
        (" " * (max(map(len, SHORT.values() if width < NARROW else SHORT)) + 1 - len(state)), "text"),
        (row.title, "gone" if row.closed else "text"),
    )
    lines = [spread(crop(head, max(width - 6, 1)), ((f"{row.score} ", "dim"),), width)]
    if row.closed:
        return [*lines, (("   ", "text"), (row.reason, "dim"))][: 1 if dense else 2]
    if dense:
        head = (("   ", "text"), (row.record, "dim"))
        items = [(at, ((f" · {one}", "text"),)) for at, one in enumerate(row.plan.split(" · "), 1)]
        return [*lines, ranked([(0, head), *items], width)]
    room = max(width - 4, 1)
    needs = f"needs {row.needs}" if row.needs else row.reason
    return [
        *lines,
        *((("   ", "text"), (part, "text")) for part in wrap_items(row.plan, room)),
        (("   ", "text"), (f"{row.record} · ttl {row.left}", "dim")),
        *((("   ", "text"), (part, "text")) for part in wrap(needs, room)),
    ]
