"""What an outcome that was measured live is held against: other minutes of its own day, and an entry a minute later."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec
import numpy as np

from spxcc.engines.bars.result import WireBar
from spxcc.engines.outcomes.control import DRAWS, within
from spxcc.engines.outcomes.params import TERMS
from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.resolve import MINUTE_MS, resolve
from spxcc.engines.outcomes.stack import Recorded, stack_of
from spxcc.engines.score.params import SEED
from spxcc.engines.score.result import Scored
from spxcc.engines.score.sample import pack
from spxcc.ledger.forward_days import DayMinutes, ForwardDays
from spxcc.market.session import hours
from spxcc.market.units import UnixNanos, to_millis

LATE = msgspec.structs.replace(TERMS, lag=1)


def minutes_of_day(bars: Sequence[WireBar], session: str, as_of: UnixNanos) -> DayMinutes:
    """The minutes of `session` that have closed at `as_of`."""
    found = hours(session)
    opens, closes = (0, 0) if found is None else (to_millis(found.open_at), to_millis(found.close_at))
    last = min(closes, to_millis(as_of)) - MINUTE_MS
    kept = [bar for bar in bars if bar.tf == "1m" and opens <= bar.start <= last]
    return DayMinutes(
        start=tuple(bar.start for bar in kept), open=tuple(bar.o for bar in kept), high=tuple(bar.h for bar in kept),
        low=tuple(bar.l for bar in kept), close=tuple(bar.c for bar in kept),
    )  # fmt: skip


def recorded(session: str, minutes: DayMinutes) -> Recorded | None:
    """A kept day as one to draw from; `None` where the calendar has no such session or no minute was kept."""
    found = hours(session)
    if found is None or not minutes.start:
        return None
    columns = (np.array(one, dtype=np.float64) for one in (minutes.open, minutes.high, minutes.low, minutes.close))
    path = Path("minutes", np.array(minutes.start, dtype=np.int64), *columns)
    return Recorded(session, path, to_millis(found.open_at), to_millis(found.close_at), 1.0)


def company(days: ForwardDays) -> Callable[[Scored], Scored]:
    """Gives outcomes the random entries and the late one that the kept minutes of their day make."""

    @lru_cache(maxsize=2)
    def day_of(session: str) -> Recorded | None:
        try:
            kept = days.minutes(session)
        except msgspec.MsgspecError:
            return None
        return None if kept is None else recorded(session, kept)

    return lambda scored: accompanied(scored, day_of(scored.row.order.session))


def accompanied(scored: Scored, day: Recorded | None, draws: int = DRAWS) -> Scored:
    """`scored` with its company; as it was where it is not counted, or where the kept minutes tell another outcome.

    Minutes that tell another one (the vendor revised them, trading was halted, ticks decided) are no measure for it.
    """
    row = scored.row
    if day is None or not row.counted or row.r is None:
        return scored
    again = resolve(row.order, day.path)
    if again is None or (again.verdict, again.entry, again.r) != (row.verdict, row.entry, row.r):
        return scored
    seed = int(row.order.session.replace("-", "")) ^ SEED
    drawn = within(row, stack_of([day]), day.opens, seed, draws)
    late = resolve(row.order, day.path, LATE)
    counted = late is not None and late.counted
    return msgspec.structs.replace(
        scored, control=None if drawn is None else pack(drawn.r, drawn.won),
        late_r=late.r if late is not None and counted else None,
        late_won=late.won if late is not None and counted else None,
    )  # fmt: skip
