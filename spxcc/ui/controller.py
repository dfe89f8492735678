"""What the screen may ask of the program it runs in."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from spxcc.engines.why.result import Explanation
from spxcc.market.units import UnixMillis, UnixNanos

Reply: TypeAlias = Callable[[str, bool], None]
"""(next piece of text, whether it was the last)."""
Explained: TypeAlias = Callable[[Explanation | str], None]
"""The explanation of a number, or one sentence on why there is none."""


class Controller(Protocol):
    """Implemented by the runtime (a fake in the tests). No call blocks."""

    def now(self) -> UnixNanos:
        """The clock that stamps received frames."""
        ...

    def session_now_ms(self) -> UnixMillis | None:
        """Market time now: in a replay the replay's; `None` before anything is known."""
        ...

    def retry_now(self) -> None:
        """Connect at once."""
        ...

    def ask(self, text: str, reply: Reply) -> None:
        """Put a question to the coach; `reply` is called in the app's loop with each piece of the answer."""
        ...

    def why(self, path: str, reply: Explained) -> None:
        """Ask where a number comes from; `reply` is called once, in the app's loop. path: as the query takes it."""
        ...

    def stream_log(self) -> Sequence[str]:
        """Lines of the connection's ring buffer, oldest first, tokens redacted; empty where none is kept."""
        ...
