"""The connection's log: opens, closes, codes, gaps."""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui import format as words
from spxcc.ui.controller import Controller
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.reader import Reader
from spxcc.ui.source import Source

LINES = 200
KEYS = "↑↓ scroll · w why · esc close"
STAMP = re.compile(r'\{"ts":(\d{13}),')
EMPTY = "nothing happened on the connection yet"


class StreamLogScreen(ModalScreen[None]):
    """JSON lines, newest last, below the state of the connection and the latency by hop; follows once a second."""

    CSS = """
    StreamLogScreen { align: center middle; }
    #log { width: 90%; height: 80%; border: round $primary; background: $background; padding: 0 1; }
    #stream-head { height: auto; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,grave_accent,q", "dismiss", "close", show=False),
        Binding("w", "why", show=False),
    ]

    def __init__(self, controller: Controller, source: Source) -> None:
        super().__init__()
        self._controller = controller
        self._source = source
        self._seen: tuple[str, ...] = ()
        self._head = Static("", markup=False, id="stream-head")
        self._log = Static("", markup=False)
        self._scroll = Reader(self._log)

    def compose(self) -> ComposeResult:
        """A head that stays, and one scrolling text."""
        with Vertical(id="log") as box:
            box.border_title, box.border_subtitle = "stream", KEYS
            yield self._head
            yield self._scroll

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(1.0, self.refill)

    def action_why(self) -> None:
        """Where the latencies come from."""
        self.post_message(Desk.Wish("view.why", "stream_log"))

    def refill(self) -> None:
        """The newest lines."""
        self._head.update(head_text(self._source))
        lines = tuple(timed(line) for line in self._controller.stream_log()[-LINES:])
        if lines != self._seen or not lines:
            self._seen = lines
            at_end = self._scroll.is_vertical_scroll_end
            self._log.update("\n".join(lines) or EMPTY)
            self._scroll.follow_end(at_end)


def timed(line: str) -> str:
    """A line with its instant as the time of day; others stay as they are."""
    found = STAMP.match(line)
    if found is None:
        return line
    at = int(found[1])
    return f"{words.clock(at)}.{at % 1000:03d} {{{line[found.end() :]}"


def head_text(source: Source) -> str:
    """`connected to …`, below it `p50/p95/max: wire 0.4/1.2/8.0 ms · paint …` once something was measured."""
    hops = [f"{hop} {_ms(one.p50)}/{_ms(one.p95)}/{_ms(one.max)} ms" for hop, one in source.latency.items()]
    return "\n".join([source.connection.text, *([f"p50/p95/max: {' · '.join(hops)}"] if hops else [])])


def _ms(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
