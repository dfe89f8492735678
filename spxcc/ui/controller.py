"""What the screen may ask of the program it runs in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from spxcc.engines.alerts.result import AlertBook
from spxcc.engines.plan.result import DayPlan
from spxcc.engines.recording.result import SessionRow
from spxcc.engines.why.result import Explanation
from spxcc.market.units import UnixMillis, UnixNanos

Reply: TypeAlias = Callable[[str, bool], None]
"""(next piece of text, whether it was the last)."""
Explained: TypeAlias = Callable[[Explanation | str], None]
"""The explanation of a number, or one sentence on why there is none."""

Listed: TypeAlias = Callable[[Sequence[SessionRow] | str], None]
"""The recorded sessions, the newest first, or one sentence on why they are not told."""

Answered: TypeAlias = Callable[[str], None]
"""Why a change was refused, as one sentence; "" where it was made."""
DAY = "day"
"""Pseudo channel of the store: dirty when plan, marks or risk card of this user are others."""
ALERTS = "alerts"
"""Pseudo channel of the store: dirty when the book of alerts is another."""


class Day(Protocol):
    """This user's day, as the server last said."""

    @property
    def plan(self) -> DayPlan | None:
        """Plan, marked trades and risk card; `None` before the first answer."""
        ...

    def act(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        """A command (`plan.set`, `trade.mark`, `replay`); `reply` is called once, in the app's loop."""
        ...


class Alerts(Protocol):
    """This user's alerts, as the server last said."""

    @property
    def book(self) -> AlertBook | None:
        """`None` before the first answer."""
        ...

    def change(self, name: str, args: Mapping[str, Any], reply: Answered) -> None:
        """A command such as `alert.add`; `reply` is called once, in the app's loop."""
        ...


class Sessions(Protocol):
    """The recordings of this machine."""

    def ask(self, reply: Listed) -> None:
        """What there is; `reply` is called once, in the app's loop."""
        ...

    def open(self, name: str) -> None:
        """Show it as soon as this screen has ended."""
        ...


class Controller(Protocol):
    """Implemented by the runtime (a fake in the tests). No call blocks."""

    @property
    def day(self) -> Day:
        """Plan, marks, risk card and replay of this user."""
        ...

    @property
    def alerts(self) -> Alerts:
        """Alerts of this user."""
        ...

    @property
    def sessions(self) -> Sessions:
        """What was recorded."""
        ...

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

    def keep(self, name: str, text: str) -> str:
        """Write a file into the program's state directory; where to, or why it could not be, as a sentence."""
        ...

    def doctor(self, reply: Reply) -> None:
        """Examine token, server, source, clocks, terminal and files; `reply` hears how far it is, then the report."""
        ...

    def stream_log(self) -> Sequence[str]:
        """Lines of the connection's ring buffer, oldest first, tokens redacted; empty where none is kept."""
        ...

    def program_log(self) -> Sequence[str]:
        """The newest lines of the program's log file, oldest first."""
        ...

    def settings(self) -> Sequence[tuple[str, str, str]]:
        """(name, value, origin) of every setting that is no secret."""
        ...

    def save_setting(self, name: str, value: str | int | bool) -> str:
        """Write a setting into `config.toml`; what was done, or why it could not be, as a sentence."""
        ...

    def keys_file(self) -> str:
        """Where keys are set."""
        ...

    def address(self) -> str:
        """Where the server listens, without a token; "" before it is known."""
        ...
