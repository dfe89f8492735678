"""The alert manager: what is set, what fired, and a line to add one in words."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from spxcc.engines.alerts.result import AlertBook, Row
from spxcc.ui import format as words
from spxcc.ui.panels.alerts.view_model import ROLES, STATES, fired_line, muted_until
from spxcc.ui.renderables.cells import Line
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.line_list import LineList

HINT = "cross below 6880 · sweep >= 1M · setup ready · flip · close 15m"
KEYS = " ↑↓ row  / write  d delete  r re-arm  x X ack  M mute  w why  esc close"
SHOWN = 50
WIDE = 90
"""Columns from which a row has its severity too."""
FOLLOW_S = 0.5


class AlertsScreen(ModalScreen[None]):
    """Follows the book; what the server refuses is said below the list."""

    CSS = """
    AlertsScreen { align: right bottom; background: transparent; }
    #alerts-box { width: 100%; max-width: 110; height: 60%; border: round $primary; background: $background; }
    AlertsScreen.-short #alerts-box { height: 75%; }
    #alerts-list { height: 1fr; }
    #alerts-said, #alerts-keys { height: 1; }
    #alerts-box Input { height: 1; border: none; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("A,q", "dismiss", show=False),
        Binding("d,delete", "remove", show=False),
        Binding("r", "rearm", show=False),
        Binding("x", "acknowledge(False)", show=False),
        Binding("X", "acknowledge(True)", show=False),
        Binding("M", "mute", show=False),
        Binding("w", "why", show=False),
        Binding("a,n,slash", "write", show=False),
    ]

    def __init__(self, desk: Desk, inks: Mapping[str, Style]) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[AlertBook | None, int | None] | None = None
        self.lines = LineList("alerts-list", inks, cursor=True)
        self._input = Input(placeholder=HINT, max_length=120)
        self._said = Static("", id="alerts-said", markup=False)

    def compose(self) -> ComposeResult:
        """List, what was said, the line, the keys."""
        with Vertical(id="alerts-box") as box:
            box.border_title = "alerts"
            yield self.lines
            yield self._said
            yield self._input
            yield Static(KEYS, id="alerts-keys", markup=False)

    def on_mount(self) -> None:
        """Show, and follow. Toasts would stand over its line and its keys, and what they said is in its list."""
        self.app.clear_notifications()
        self.refill()
        self.lines.focus()
        self.set_interval(FOLLOW_S, self.refill)

    @property
    def book(self) -> AlertBook | None:
        """As it is now."""
        return self._desk.controller.alerts.book

    def refill(self) -> None:
        """The lines, if they are other ones."""
        state = (self.book, muted_until(self._desk.live_frame()))
        if state != self._shown:
            top = self._shown is None
            self._shown = state
            self.lines.show(lambda width: lines_of(*state, width), top=top)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add what is written; it stays to be mended where it is refused."""
        text = event.value.strip()
        if text:
            self._change("alert.add", {"words": text}, f"added: {text}", clear=True)

    def action_write(self) -> None:
        """To the line."""
        self._input.focus()

    def action_remove(self) -> None:
        """Forget the alert under the cursor."""
        if (row := self._row()) is not None:
            self._change("alert.remove", {"id": row.alert.id}, f"removed: {row.alert.words}")

    def action_rearm(self) -> None:
        """The alert under the cursor may fire again."""
        if (row := self._row()) is not None:
            self._change("alert.rearm", {"id": row.alert.id}, f"armed again: {row.alert.words}")

    def action_acknowledge(self, everything: bool) -> None:
        """The newest that fired, or all."""
        waiting = [one.id for one in reversed(self.book.fired if self.book else ()) if not one.acknowledged]
        if waiting:
            args: dict[str, Any] = {} if everything else {"ids": waiting[:1]}
            self._change("alert.ack", args, "acknowledged")

    def action_mute(self) -> None:
        """As on the desk."""
        from spxcc.ui.screens.alert_keys import mute

        mute(self.app, self._desk, "")

    def action_why(self) -> None:
        """Where the numbers of the list come from."""
        self.post_message(Desk.Wish("view.why", "alert_manager"))

    def _row(self) -> Row | None:
        at, book = self.lines.cursor, self.book
        rows = () if book is None else book.rows
        return rows[at] if at is not None and 0 <= at < len(rows) else None

    def _change(self, name: str, args: dict[str, Any], said: str, clear: bool = False) -> None:
        def reply(refusal: str) -> None:
            if not self.is_attached:
                return
            self._said.update(f" {refusal or said}")
            if clear and not refusal:
                self._input.clear()
            self.refill()

        self._desk.controller.alerts.change(name, args, reply)


def lines_of(book: AlertBook | None, muted: int | None, width: int = WIDE) -> Sequence[Line]:
    """Alerts first, one a row, so that the cursor's row is the alert's place; then what fired, newest first."""
    if book is None:
        return [((" ", "text"), ("not heard from the server yet", "dim"))]
    rows: list[Line] = [row_line(row, width) for row in book.rows]
    if not rows:
        rows.append(((" ", "text"), ("none yet: write one below, or press a on the desk", "dim")))
    quiet = f" · MUTED until {words.clock(muted, seconds=False)}" if muted is not None else ""
    told = [fired_line(one) for one in list(reversed(book.fired))[:SHOWN]]
    head: Line = ((" ", "text"), (f"fired{quiet} ({book.realm} market)", "title"))
    return [*rows, (), head, *(told or [((" ", "text"), ("nothing yet", "dim"))])]


def row_line(row: Row, width: int = WIDE) -> Line:
    """` [3] cross below 6880   armed   once   critical   fired 14:31 ×2, 1 kept quiet`; narrow without the severity."""
    alert, latch = row.alert, row.latch
    told = [] if latch.fired is None else [f"fired {words.clock(latch.fired, seconds=False)}"]
    told += [f"×{latch.count}"] if latch.count > 1 else []
    told += [f"{latch.suppressed} kept quiet"] if latch.suppressed else []
    until = "" if alert.expires is None else f"until {words.clock(alert.expires, seconds=False)} "
    return (
        (" ", "text"),
        (f"[{alert.id}] ", "key"),
        (f"{alert.words:<24} ", "bright"),
        (f"{STATES[row.status]:<20}", ROLES[row.status]),
        (f"{'once' if alert.once else 'each':<5}{f'{alert.severity:<9}' if width >= WIDE else ''}{until}", "dim"),
        (" ".join(told), "text"),
    )
