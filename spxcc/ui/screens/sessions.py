"""The recorded sessions as a list: a picture of the day, its range, how much there is; enter opens one here."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.engines.recording.result import SessionRow
from spxcc.ui import format as words
from spxcc.ui.controller import Sessions
from spxcc.ui.renderables.cells import Line
from spxcc.ui.screens.line_list import LineList

KEYS = " ↑↓ row  enter open here: what runs now ends in order  r look again  esc close"
ASKING = "looking"
NONE = "nothing was recorded yet: every run of spxcc and spxcc serve is, unless the setting record is off"
SPARKS = "▁▂▃▄▅▆▇█"
PICTURE, TITLE, RANGE, SPAN = 16, 26, 13, 11


class SessionsScreen(ModalScreen[None]):
    """Asks once when it opens, and again on `r`."""

    CSS = """
    SessionsScreen { align: right bottom; background: transparent; }
    #sessions-box { width: 100%; max-width: 124; height: 60%; border: round $primary; background: $background; }
    SessionsScreen.-short #sessions-box { height: 75%; }
    #sessions-list { height: 1fr; }
    #sessions-said, #sessions-keys { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,U", "dismiss", show=False),
        Binding("enter,l", "open", show=False),
        Binding("r", "look", show=False),
    ]

    def __init__(self, port: Sessions, inks: Mapping[str, Style]) -> None:
        super().__init__()
        self._port = port
        self._rows: Sequence[SessionRow] = ()
        self.lines = LineList("sessions-list", inks, cursor=True)
        self._said = Static(ASKING, id="sessions-said", markup=False)

    def compose(self) -> ComposeResult:
        """List, what was said, the keys."""
        with Vertical(id="sessions-box") as box:
            box.border_title = "sessions"
            yield self.lines
            yield self._said
            yield Static(KEYS, id="sessions-keys", markup=False)

    def on_mount(self) -> None:
        """Ask at once."""
        self.lines.focus()
        self.action_look()

    def action_look(self) -> None:
        """Ask what there is."""
        self._port.ask(self._heard)

    def action_open(self) -> None:
        """The session under the cursor in place of what is shown."""
        at = self.lines.cursor
        if at is None or at >= len(self._rows):
            return
        row = self._rows[at]
        if row.problem or row.start is None:
            self._said.update(f"{row.name} cannot be opened: {row.problem or 'it ended before its first step'}")
            return
        self._port.open(row.name)
        self.app.exit()

    def _heard(self, answer: Sequence[SessionRow] | str) -> None:
        if not self.is_attached:
            return
        if isinstance(answer, str):
            self._said.update(answer)
            return
        self._rows = answer
        self._said.update(f"{len(answer):,} sessions" if answer else NONE)
        self.lines.show(lambda width: [line_of(row) for row in answer])


def line_of(row: SessionRow) -> Line:
    """` 2026-03-24 sim flip-loss, seed 7  ▂▃▅▇  6,870–6,905  10:30–16:00  1.2M events  12 MB  cut`."""
    if row.problem:
        return ((" ", "text"), (f"{row.name} ", "text"), (row.problem, "warn"))
    market = "" if row.low is None or row.high is None else f"{words.strike(round(row.low))}–{row.high:,.0f}"
    span = "" if row.start is None or row.end is None else "–".join(
        words.clock(at, seconds=False) for at in (row.start, row.end)
    )  # fmt: skip
    return (
        (" ", "text"), (f"{row.date} ", "bright"), (f"{spark(row.prices):<{PICTURE}} ", "key"),
        (f"{market:>{RANGE}} ", "text"), (f"{span:<{SPAN}} ", "text"), (f"{words.count(row.events):>6} events ", "dim"),
        (f"{row.size_bytes / 2**20:>7.1f} MB ", "dim"), (f"{row.title[:TITLE]:<{TITLE}} ", "text"), (row.state, "warn"),
    )  # fmt: skip


def spark(prices: Sequence[float], width: int = PICTURE) -> str:
    """A line of at most `width` blocks from the lowest to the highest; empty without prices."""
    if not prices:
        return ""
    chosen = [prices[at * len(prices) // width] for at in range(width)] if len(prices) > width else prices
    low, high = min(chosen), max(chosen)
    span = (high - low) or 1.0
    return "".join(SPARKS[min(int((price - low) / span * len(SPARKS)), len(SPARKS) - 1)] for price in chosen)
