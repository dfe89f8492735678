"""Why: where the numbers of a panel come from, down to the contracts."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

import msgspec
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen

from spxcc.engines.why.result import Explanation
from spxcc.market.units import UnixNanos, to_millis
from spxcc.ui import format as words
from spxcc.ui.controller import Controller
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line, crop, spread, wrap
from spxcc.ui.screens.line_list import LineList
from spxcc.ui.screens.numbers.catalog import channel_of, numbers_from, numbers_of
from spxcc.ui.screens.numbers.number import Number
from spxcc.ui.screens.why_lines import Sheet, footer
from spxcc.ui.why import why_empty

KEYS = "↑↓ number  tab rows  s save  esc close "
ASKING = "asking…"
NOTHING = "there is no answer to save yet"


def why_screen(frame: Frame, controller: Controller, inks: Mapping[str, Style], part: str = "") -> "WhyScreen":
    """Of the focused panel, from its selected row on, and of the lines around it; or of `part`, what opened over it."""
    panel = part or frame.state.focus
    channel = channel_of(frame, panel)
    numbers = numbers_of(frame, part) if part else numbers_from(frame, frame.state.focus)
    title = f"why · {panel.replace('_', ' ')} · {channel}"
    return WhyScreen(controller, title, numbers, why_empty(frame, channel), inks)


class WhyScreen(ModalScreen[None]):
    """The numbers on the left, the explanation of the chosen one on the right; `tab` between them, `esc` closes.

    One question is under way at a time; the cursor may run ahead, then the number it stands on is asked for next.
    """

    CSS = """
    WhyScreen { align: center middle; }
    #why { width: 96%; height: 94%; border: round $primary; background: $background; }
    WhyScreen.-xs #why { width: 100%; height: 100%; }
    #numbers { width: 34; border-right: solid $primary; }
    WhyScreen.-xs #numbers { width: 27; }
    #sheet { width: 1fr; }
    #why Horizontal { height: 1fr; }
    #sum { height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "dismiss", "close", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("s", "save", show=False),
    ]

    def __init__(
        self, controller: Controller, title: str, numbers: Sequence[Number], empty: str, inks: Mapping[str, Style]
    ) -> None:
        super().__init__()
        self._controller = controller
        self._heading = title
        self._numbers = numbers
        self._empty = empty
        self._list = LineList("numbers", inks, cursor=True)
        self._sheet = LineList("sheet", inks)
        self._sum = LineList("sum", inks)
        self._sum.can_focus = False
        self._asked: str | None = None
        self.shown: Explanation | None = None

    def compose(self) -> ComposeResult:
        """List and sheet above the sum."""
        with Vertical(id="why") as box:
            box.border_title = self._heading
            with Horizontal():
                yield self._list
                yield self._sheet
            yield self._sum

    def on_mount(self) -> None:
        """Ask for the first one."""
        self._list.show(lambda width: [_entry(one, width) for one in self._numbers])
        self._list.focus()
        if self._numbers:
            self._ask()
        else:
            self._say(self._empty)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """The cursor moved."""
        self._ask()

    @property
    def wanted(self) -> str:
        """Path of the number under the cursor."""
        return self._numbers[self._list.cursor or 0].path

    def _ask(self) -> None:
        if self._asked is not None:
            return
        number = self._numbers[self._list.cursor or 0]
        if number.own is not None:
            self._show(number.own)
            return
        self._asked = self.wanted
        if self.shown is None:
            self._say(ASKING)
        self._controller.why(self._asked, partial(self._answered, self._asked))

    def _answered(self, path: str, answer: Explanation | str) -> None:
        """What the server said; whoever closed the screen hears nothing."""
        self._asked = None
        if not self.is_attached:
            return
        if path != self.wanted:
            self._ask()
        elif isinstance(answer, str):
            self.shown = None
            self._say(answer)
        else:
            self._show(answer)

    def _show(self, answer: Explanation) -> None:
        self.shown = answer
        self._sheet.show(partial(Sheet, answer))
        self._sum.show(lambda width: [footer(answer, width), _keys(width)])

    def action_save(self) -> None:
        """The answer as JSON beside the state of the program; a toast says where."""
        if self.shown is None:
            self.notify(NOTHING, title="why", severity="warning")
            return
        of = slug(f"{self.shown.channel}.{self.shown.path}")
        name = f"why-{of}-{stamp(self._controller.now())}.json"
        self.notify(self._controller.keep(name, as_json(self.shown)), title="why")

    def _say(self, sentence: str) -> None:
        self._sheet.show(lambda width: [((f" {part}", "text"),) for part in wrap(sentence, max(width - 2, 1))])
        self._sum.show(lambda width: [(), _keys(width)])


def as_json(answer: Explanation) -> str:
    """All of it, with every row."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=1).decode() + "\n"


def slug(path: str) -> str:
    """Letters and digits of a path, fit for the name of a file."""
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-").lower()[:60]


def stamp(now: UnixNanos) -> str:
    """`20261119-143207`, exchange time."""
    at = to_millis(now)
    return f"{words.day(at)}-{words.clock(at)}".replace(":", "").replace("-", "", 2)


def _entry(number: Number, width: int) -> Line:
    """Label and value; a label gives way to a value of up to half the row, a longer text is left out."""
    value = f"{number.text} " if len(number.text) < width // 2 else ""
    label = crop(((" ", "text"), (number.label, "text")), max(width - len(value) - 1, 1))
    return spread(label, ((value, "dim"),), width)


def _keys(width: int) -> Line:
    return spread((), ((KEYS, "dim"),), width)
