"""The connection's log: opens, closes, codes, gaps."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.ui.controller import Controller
from spxcc.ui.source import Source

LINES = 200
EMPTY = "nothing happened on the connection yet"


class StreamLogScreen(ModalScreen[None]):
    """JSON lines, newest last, below the state of the connection and the latency by hop; follows once a second."""

    CSS = """
    StreamLogScreen { align: center middle; }
    #log { width: 90%; height: 80%; border: round $primary; background: $background; padding: 0 1; }
    #stream-head { height: auto; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,grave_accent,q", "dismiss", "close", show=False)]

    def __init__(self, controller: Controller, source: Source) -> None:
        super().__init__()
        self._controller = controller
        self._source = source
        self._seen: tuple[str, ...] = ()
        self._head = Static("", markup=False, id="stream-head")
        self._log = Static("", markup=False)
        self._scroll = VerticalScroll(self._log)

    def compose(self) -> ComposeResult:
        """A head that stays, and one scrolling text."""
        with Vertical(id="log"):
            yield self._head
            yield self._scroll

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(1.0, self.refill)

    def refill(self) -> None:
        """The newest lines."""
        self._head.update(head_text(self._source))
        lines = tuple(self._controller.stream_log()[-LINES:])
        if lines != self._seen or not lines:
            self._seen = lines
            self._log.update("\n".join(lines) or EMPTY)
            self._scroll.scroll_end(animate=False)


def head_text(source: Source) -> str:
    """`connected to … · wire 0.4/1.2/8.0 ms (p50/p95/max) · paint …`."""
    hops = [f"{hop} {one.p50:.1f}/{one.p95:.1f}/{one.max:.1f} ms" for hop, one in source.latency.items()]
    return " · ".join([source.connection.text, *hops, *(["p50/p95/max"] if hops else [])])
