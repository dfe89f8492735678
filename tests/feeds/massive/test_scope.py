"""Named parts of a chain."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.params import ChainRules
from spxcc.feeds.massive.rows import OptionRow
from spxcc.feeds.massive.scope import near_dates, near_scope, whole_scope
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW, option_row

RULES = ChainRules()


def test_f32_the_near_part_is_asked_for_by_date_and_strike() -> None:
    scope = near_scope("SPX", 6001.0, NOW, RULES)
    assert scope.filters() == {
        "expiration_date.gte": "2026-01-14",
        "expiration_date.lte": "2026-01-16",
        "strike_price.gte": "5700",
        "strike_price.lte": "6305",
    }
    assert scope.expiries == ("2026-01-14", "2026-01-15", "2026-01-16")
    assert scope.title() == "SPX near chain (2026-01-14 to 2026-01-16, strikes 5,700–6,305)"
    assert near_scope("SPX", None, NOW, RULES).filters().keys() == {"expiration_date.gte", "expiration_date.lte"}


@pytest.mark.parametrize(
    ("clock", "day", "dates"),
    [
        ("15:59", "2026-01-14", ("2026-01-14", "2026-01-15")),
        ("16:00", "2026-01-14", ("2026-01-15", "2026-01-16")),
        ("11:00", "2026-01-17", ("2026-01-20", "2026-01-21")),
        ("13:00", "2026-11-27", ("2026-11-30", "2026-12-01")),
    ],
)
def test_after_its_close_today_is_over(clock: str, day: str, dates: tuple[str, ...]) -> None:
    assert near_dates(at(clock, day), 2) == dates


@given(st.floats(100, 20_000))
def test_the_band_holds_the_spot_and_its_edges(spot: float) -> None:
    scope = near_scope("SPX", spot, NOW, RULES)
    assert scope.low is not None
    assert scope.high is not None
    assert scope.low <= 0.95 * spot <= spot <= 1.05 * spot <= scope.high + 1e-9
    assert (scope.low % 5, scope.high % 5) == (0, 0)


@pytest.mark.parametrize(
    ("ticker", "held"),
    [
        ("SPXW260114C06000000", True),
        ("SPXW260116P05700000", True),
        ("SPXW260120C06000000", False),
        ("SPXW260114C06400000", False),
        ("SPXW260114C05000000", False),
    ],
)
def test_f32_strangers_are_known(ticker: str, held: bool) -> None:
    row = msgspec.convert(option_row(ticker), OptionRow)
    assert near_scope("SPX", 6001.0, NOW, RULES).holds(row) is held
    assert whole_scope("SPX", NOW).holds(row)


def test_the_whole_has_a_beginning_only() -> None:
    assert whole_scope("SPX", NOW).filters() == {"expiration_date.gte": "2026-01-14"}
    assert whole_scope("SPX", NOW).title() == "SPX whole chain"
