"""Sums of the tape against obvious loops."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from spxcc.ui.panels.flow.stats import (
    MINUTES,
    aggressor_lines,
    bar_of,
    by_minute,
    by_strike,
    largest_lines,
    minute_lines,
    stats_of,
    strike_lines,
    unknown_why,
)
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.desk_data import flow_alert
from tests.fakes.full_views import middle, package, rich_desk
from tests.fakes.screens import empty_frame, make_frame, texts


@given(st.lists(st.integers(0, 4_000), max_size=40))
def test_by_strike_and_by_minute_hold_every_dollar(agos: list[int]) -> None:
    alerts = [structs.replace(flow_alert(ago, f"a{at}"), premium=1_000.0 * (at + 1)) for at, ago in enumerate(agos)]
    whole = sum(one.premium for one in alerts)
    assert sum(one.total for one in by_strike(alerts)) == whole
    last = max((one.ts_event // 60_000 for one in alerts), default=0)
    assert sum(by_minute(alerts)) == sum(one.premium for one in alerts if last - one.ts_event // 60_000 < MINUTES)
    for row in by_strike(alerts):
        own = [one for one in alerts if (one.strike, one.right) == (row.strike, row.right)]
        assert row.bought == sum(one.premium for one in own if one.side == "buy")
        assert row.sold == sum(one.premium for one in own if one.side == "sell")


def test_strikes_stand_highest_first() -> None:
    rows = [(one.strike, one.right) for one in by_strike(flow_alert(at, str(at)) for at in range(30))]
    assert rows == sorted(rows, key=lambda row: (-row[0], row[1]))


@given(st.lists(st.floats(0, 1e9), min_size=3, max_size=3), st.integers(0, 40), st.booleans())
def test_a_bar_never_leaves_its_room(parts: list[float], room: int, plain: bool) -> None:
    total = sum(parts)
    assert width_of(bar_of(parts, total, room, plain)) == (room if total > 0 else 0)
    assert width_of(bar_of(parts, 2 * total, room, plain)) <= room


def test_why_there_is_no_side() -> None:
    assert unknown_why(package()) == "package, no side of its own"
    assert unknown_why(middle()) == "at the middle of the quote"
    busy = middle().condition + ", volume 17,920 over open interest 1,089 of 2026-03-23"
    assert unknown_why(structs.replace(middle(), condition=busy)) == "at the middle of the quote"
    assert unknown_why(structs.replace(middle(), condition="")) == "not told"


def test_shares_of_the_aggressor_with_their_coverage() -> None:
    lines = texts(aggressor_lines(stats_of(make_frame(rich_desk())), 80, plain=False))
    assert lines[0].endswith(" 55 % ask, 37 % bid, 92 % known")
    assert lines[-1] == " ? of the tape: 1 package, no side of its own · 1 at the middle of the quote"


def test_without_prints_it_says_so() -> None:
    nothing = stats_of(empty_frame())
    assert text_of(aggressor_lines(nothing, 80, plain=False)[0]).startswith(" – no prints")
    assert text_of(minute_lines(nothing, 80, plain=False)[0]) == " – no print passes the filter"
    assert text_of(strike_lines(nothing, 80, 9, plain=False)[0]) == " – no print passes the filter"


def test_the_largest_prints_of_the_day() -> None:
    lines = texts(largest_lines(stats_of(make_frame(rich_desk())), 50))
    assert [" ".join(line.split()) for line in lines] == [
        "C 6,900 11-19 4,200 × 4.10 1.7M ↓ sold",
        "C 6,900 11-19 4,200 × 4.10 1.7M · package",
    ]
    assert texts(largest_lines(stats_of(empty_frame()), 50)) == [" – none told yet"]
    assert all(width_of(line) <= 20 for line in largest_lines(stats_of(make_frame(rich_desk())), 20))
