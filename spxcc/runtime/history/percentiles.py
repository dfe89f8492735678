"""A number against its own history: where it stands among earlier sessions at the same minute."""

from collections.abc import Iterable, Iterator, Sequence

from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.tables import Row
from spxcc.runtime.tail.where import MISSING, field

NO_HISTORY = "no earlier session has this minute"
NO_VALUE = "no value at this minute"


def percentile(value: float, others: Sequence[float]) -> float | None:
    """Share of `others` below `value`, in percent, equal ones counted half; `None` without any."""
    if not others:
        return None
    less, same = sum(other < value for other in others), sum(other == value for other in others)
    return 100.0 * (less + 0.5 * same) / len(others)


def ranked(rows: Iterable[Row], path: str) -> Iterator[Row]:
    """Each row of a state with the number at `path` in place of its data: field, value, percentile, n, reason.

    rows: of sessions, the oldest first. n: earlier dates that have a value at the same minute of the day; a date that
    was recorded more than once counts by its newest recording. Raises UserError where `path` names no number anywhere.
    """
    seen: dict[tuple[str, str], dict[str, float]] = {}
    known = False
    for row in rows:
        if row["change"] != "state":
            continue
        value, minute = _number(row, path), f"{to_exchange(row['at'] * NANOS_PER_MILLI):%H:%M}"
        dates = seen.setdefault((row["channel"], minute), {})
        others = [other for date, other in dates.items() if date != row["session"]]
        rank = None if value is None else percentile(value, others)
        reason = NO_VALUE if value is None else NO_HISTORY if rank is None else None
        data = {"field": path, "value": value, "percentile": rank, "n": len(others), "reason": reason}
        if value is not None:
            dates[row["session"]], known = value, True
        yield {**row, "data": data}
    if not known:
        raise UserError(f"expected a number called {path[:40]!r} in these channels, found none; see `spxcc schema`")


def _number(row: Row, path: str) -> float | None:
    found = field(row["data"], path)
    if found is MISSING or isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found)
