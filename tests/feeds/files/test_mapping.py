"""SPY shown as SPX."""

import pytest

from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.mapping import Mapping, find_mapping, index_time, latest
from spxcc.market.session import SessionHours, at_exchange, hours
from tests.feeds.files.making import quoted, session_bars

SPY = session_bars("SPY", {"2025-01-03": 590.0, "2025-01-06": 591.5, "2025-01-07": 589.0})


def session(day: str = "2025-01-07") -> SessionHours:
    found = hours(day)
    assert found is not None
    return found


def mapped(bars: MinuteBars, day: str, clock: str, price: float | None = 5953.9) -> Mapping | str:
    return find_mapping(bars, quoted(day, clock, price), session())


def test_the_value_printed_after_the_close_is_that_of_the_close() -> None:
    found = mapped(SPY, "2025-01-06", "16:15")
    assert isinstance(found, Mapping)
    assert found.ratio == 5953.9 / 595.39
    assert (found.label, found.known_at) == ("SPY × 10.0000", at_exchange("2025-01-06", "16:15"))
    assert "5953.90/595.39 = 10.0000 (2025-01-06 15:59 ET)" in found.text


@pytest.mark.parametrize(
    ("quoted_at", "printed_at"),
    [
        ("2025-01-06 16:15", "2025-01-06 16:00"), ("2025-01-06 11:40", "2025-01-06 11:40"),
        ("2025-01-07 09:09", "2025-01-06 16:00"), ("2025-01-07 00:30", "2025-01-06 16:00"),
        ("2025-01-09 12:00", "2025-01-08 16:00"), ("2024-12-24 13:15", "2024-12-24 13:00"),
        ("2025-01-07 09:30", "2025-01-07 09:30"),
    ],
    ids=["evening", "intraday", "morning", "night", "holiday", "half day", "open"],
)  # fmt: skip
def test_when_the_index_had_its_value(quoted_at: str, printed_at: str) -> None:
    assert index_time(at_exchange(*quoted_at.split())) == at_exchange(*printed_at.split())


def test_in_the_morning_the_value_is_not_compared_with_trading_before_the_open() -> None:
    early = session_bars("SPY", {"2025-01-06": 591.5, "2025-01-07": 700.0}, 720, "04:00")
    found = mapped(early, "2025-01-07", "09:09")
    assert isinstance(found, Mapping)
    assert found.ratio == 5953.9 / (591.5 + 7.19)


def test_spy_must_have_traded_at_the_time_of_the_index_value() -> None:
    short = session_bars("SPY", {"2025-01-06": 591.5}, 384)
    assert mapped(short, "2025-01-06", "16:15") == (
        "the SPY bars do not reach 2025-01-06 16:00 ET, the time of the index value"
    )
    assert isinstance(mapped(session_bars("SPY", {"2025-01-06": 591.5}, 386), "2025-01-06", "16:15"), Mapping)


@pytest.mark.parametrize(
    ("day", "clock", "price", "why"),
    [
        ("2025-01-06", "16:15", None, "no SPX chain with its index value was given"),
        ("2025-01-02", "16:15", 5900.0, "the SPY bars do not reach 2025-01-02 16:00 ET"),
        ("2025-01-13", "16:15", 5900.0, "the SPY bars do not reach 2025-01-13 16:00 ET"),
    ],
)
def test_without_a_common_time_there_is_no_ratio(day: str, clock: str, price: float | None, why: str) -> None:
    found = mapped(SPY, day, clock, price)
    assert isinstance(found, str)
    assert why in found


def test_an_old_ratio_is_none() -> None:
    found = find_mapping(SPY, quoted("2025-01-03", "16:15"), session("2025-01-08"))
    assert found == "the index value of 2025-01-03 16:00 ET is too old for 2025-01-08"
    assert isinstance(find_mapping(SPY, quoted("2025-01-03", "16:15"), session("2025-01-07")), Mapping)
    assert find_mapping(SPY, None, session()) == "no SPX chain with its index value was given"


def test_the_newest_chain_before_the_close_of_each_underlying() -> None:
    chains = [
        quoted("2025-01-06", "16:15"), quoted("2025-01-03", "16:15"), quoted("2025-01-07", "16:15"),
        quoted("2025-01-07", "11:40", underlying="SPY"),
    ]  # fmt: skip
    assert latest(chains, session()) == {"SPX": chains[0], "SPY": chains[3]}
    assert latest(chains[2:3], session()) == {}
