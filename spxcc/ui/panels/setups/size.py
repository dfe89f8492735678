"""The size that the risk of the day allows for a setup, in one line of its card."""

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.result import Sizing
from spxcc.engines.setups.result import CLOSED_STATES, Setup
from spxcc.ui import format as words


def usd(value: float) -> str:
    """`1,234.5`: cents only where there are any."""
    return f"{value:,.2f}".removesuffix("0").removesuffix(".0")


def sizing_of(day: DayPlan, setup: Setup) -> Sizing | None:
    """What the server says of `setup`."""
    return next((one for one in day.sizes if one.setup == setup.id), None)


def size_words(day: DayPlan | None, setup: Setup) -> str:
    """`2 contracts by risk · loss at the stop 200 $ each · worst case 1,010 $`; else why none. "" for a closed one."""
    if setup.state in CLOSED_STATES:
        return ""
    sizing = None if day is None else sizing_of(day, setup)
    size = None if sizing is None else sizing.size
    if size is None:
        return f"{words.ABSENT} {(sizing and sizing.reason) or 'not told yet'}"
    plural = "" if size.contracts == 1 else "s"
    return (
        f"{size.contracts} contract{plural} by {size.limit} · loss at the stop {usd(size.loss)} $ each"
        f" · worst case {usd(size.worst)} $"
    )
