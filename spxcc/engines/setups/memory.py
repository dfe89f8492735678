"""What the engine remembers between steps: a value."""

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.lifecycle import Tracked
from spxcc.engines.setups.noted import Noted
from spxcc.engines.setups.result import BadWick, SetupEvent, SetupsResult

FOREVER: UnixMillis = 2**62


class SetupsMemory(msgspec.Struct, frozen=True):
    """Of one session.

    last_end: when the last bar that was taken in was over (ms, 0 before the first); last_close: its close. decided: end
    of the last bar that was decided on. tracked: open ones and those that closed lately. created: how many per place
    (kind, level, side); cooling: until when, ms. halted: the last bar after which
    trading was halted, by its end (ms). wake: the first instant (ms) at which time alone changes something. shadows:
    blocked places that are followed all the same. notes: facts of each decided minute. log, wicks: of the session.
    """

    session: str = ""
    last_end: UnixMillis = 0
    last_close: float = 0.0
    decided: UnixMillis = 0
    tracked: tuple[Tracked, ...] = ()
    created: dict[str, int] = {}
    cooling: dict[str, UnixMillis] = {}
    funnel: dict[str, dict[str, int]] = {}
    missing: dict[str, str] = {}
    halted: UnixMillis = 0
    wake: UnixMillis = FOREVER
    shadows: tuple[Tracked, ...] = ()
    notes: tuple[Noted, ...] = ()
    log: tuple[SetupEvent, ...] = ()
    wicks: tuple[BadWick, ...] = ()
    result: SetupsResult | None = None
