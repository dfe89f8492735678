"""Minutes of live days."""

import msgspec
import pytest

from spxcc.ledger.database import open_database
from spxcc.ledger.forward_days import DayMinutes, ForwardDays


def minutes(count: int) -> DayMinutes:
    prices = tuple(float(at) for at in range(count))
    return DayMinutes(start=tuple(range(count)), open=prices, high=prices, low=prices, close=prices)


def test_a_session_grows_and_never_shrinks() -> None:
    days = ForwardDays(open_database(None))
    assert days.minutes("2025-01-07") is None
    for count, kept in ((2, 2), (5, 5), (3, 5)):
        days.keep("2025-01-07", minutes(count))
        assert days.minutes("2025-01-07") == minutes(kept)
    assert days.counts() == {"2025-01-07": 5}


def test_a_damaged_day_is_told() -> None:
    database = open_database(None)
    days = ForwardDays(database)
    days.keep("2025-01-07", minutes(2))
    database.write("UPDATE forward_days SET body = x'00'")
    with pytest.raises(msgspec.MsgspecError):
        days.minutes("2025-01-07")
