"""Orders and short paths for the resolution rules."""

from collections.abc import Sequence

import numpy as np

from spxcc.engines.outcomes.path import Path, ticks_of
from spxcc.engines.outcomes.result import Order
from spxcc.market.session import hours
from spxcc.market.units import to_millis

SESSION = "2025-01-07"
HOURS = hours(SESSION)
assert HOURS is not None
OPEN, CLOSE = to_millis(HOURS.open_at), to_millis(HOURS.close_at)
MINUTE = 60_000
AT = OPEN + 60 * MINUTE
"""When the orders are decided: 10:30."""

Bar = tuple[float, float, float, float]


def order(**changes: object) -> Order:
    """Long from about 100: stop 94, T1 106, T2 112, 45 minutes."""
    made: dict[str, object] = {
        "id": "a1", "kind": "mean_reversion", "session": SESSION, "level_id": "L", "side": 1, "rules_version": "v1",
        "decided_at": AT, "stop": 94.0, "t1": 106.0, "t2": 112.0, "until": AT + 45 * MINUTE, "closes": CLOSE,
    }  # fmt: skip
    return Order(**{**made, **changes})  # type: ignore[arg-type]


def minutes(bars: Sequence[Bar], first: int = AT) -> Path:
    """Bars of (open, high, low, close) from `first` on."""
    columns = np.array(bars, dtype=np.float64).T
    start = first + MINUTE * np.arange(len(bars), dtype=np.int64)
    return Path("minutes", start, *columns)


def ticks(*prints: tuple[float, float]) -> Path:
    """Prints of (seconds after the decision, price)."""
    return ticks_of([AT + round(1000 * second) for second, _ in prints], [price for _, price in prints])


FLAT: Bar = (100.0, 100.5, 99.5, 100.0)
