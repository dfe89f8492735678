"""The tick→bucket merge: the written vectors, session anchors, and a slow twin."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.market.candles import (
    TIMEFRAMES,
    Bucket,
    Candle,
    FixedBuckets,
    Merge,
    SessionBuckets,
    Timeframe,
    fold_tick,
    merge_tick,
    rolled_up,
    started_at,
)
from spxcc.market.session import CalendarRangeError, at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.market.ticks import DAYS, Tick, moment, place_of, slow_candles, tick_lists

FIVE = FixedBuckets(300 * NANOS_PER_SECOND)


def seconds(count: int) -> int:
    return count * NANOS_PER_SECOND


PREVIOUS = Candle(seconds(1_699_999_800), 100.0, 101.0, 99.5, 100.5, 900.0)
LAST = Candle(seconds(1_700_000_100), 100.5, 102.0, 100.0, 101.5, 1_200.0)
BARS = (PREVIOUS, LAST)


def merged(price: float, second: int, bars: Sequence[Candle] = BARS) -> Merge:
    return merge_tick(bars, price, seconds(second), FIVE)


def test_f25_a_tick_of_the_bucket_moves_high_and_close() -> None:
    merge = merged(103.0, 1_700_000_100 + 60)
    assert merge.bars == (PREVIOUS, Candle(LAST.start, 100.5, 103.0, 100.0, 103.0, 1_200.0))
    assert (merge.happened, merge.changed) == ("updated", True)


def test_f25_the_last_second_of_the_bucket_is_of_the_bucket() -> None:
    merge = merged(98.0, 1_700_000_399)
    assert merge.bars == (PREVIOUS, Candle(LAST.start, 100.5, 102.0, 98.0, 98.0, 1_200.0))


def test_f25_nothing_changed_is_said_and_gives_the_same_object() -> None:
    merge = merged(101.5, 1_700_000_100 + 1)
    assert merge.bars is BARS
    assert (merge.happened, merge.changed) == ("unchanged", False)


@pytest.mark.parametrize("price", [0.0, float("nan"), -101.0, float("inf"), float("-inf")])
def test_f25_an_impossible_price_changes_nothing(price: float) -> None:
    merge = merged(price, 1_700_000_100 + 60)
    assert merge.bars is BARS
    assert (merge.happened, merge.changed) == ("rejected", False)


def test_f25_without_bars_there_is_nothing_to_continue() -> None:
    none: list[Candle] = []
    merge = merged(101.0, 1_700_000_100, none)
    assert merge.bars is none
    assert (merge.happened, merge.changed) == ("unchanged", False)


@pytest.mark.parametrize("volume", [float("nan"), float("inf"), -1.0])
def test_f25_an_impossible_volume_changes_nothing(volume: float) -> None:
    merge = merge_tick(BARS, 101.0, seconds(1_700_000_160), FIVE, volume)
    assert (merge.bars is BARS, merge.happened) == (True, "rejected")


def test_f25_volume_adds_up_even_where_the_price_stands() -> None:
    merge = merge_tick(BARS, 101.5, seconds(1_700_000_160), FIVE, 40.0)
    assert merge.bars[-1] == Candle(LAST.start, 100.5, 102.0, 100.0, 101.5, 1_240.0)
    assert merge.changed


def test_f25_given_bars_are_never_mutated() -> None:
    bars = [PREVIOUS, LAST]
    assert merged(103.0, 1_700_000_160, bars).changed
    assert merged(103.0, 1_700_000_405, bars).changed
    assert bars == [PREVIOUS, LAST]


def test_f26_the_next_bucket_opens_at_the_previous_close() -> None:
    merge = merged(102.5, 1_700_000_405)
    assert merge.bars == (PREVIOUS, LAST, Candle(seconds(1_700_000_400), 101.5, 102.5, 101.5, 102.5, 0.0))
    assert (merge.happened, merge.changed) == ("appended", True)


def test_f26_the_edge_belongs_to_the_next_bucket() -> None:
    merge = merged(101.0, 1_700_000_400)
    assert merge.bars == (PREVIOUS, LAST, Candle(seconds(1_700_000_400), 101.5, 101.5, 101.0, 101.0, 0.0))


def test_f26_three_buckets_later_is_one_bar_and_a_gap() -> None:
    merge = merged(102.5, 1_700_000_100 + 3 * 300 + 7)
    assert len(merge.bars) == 3
    assert merge.bars[-1] == Candle(seconds(1_700_001_000), 101.5, 102.5, 101.5, 102.5, 0.0)


def test_f26_on_wish_a_bucket_opens_at_the_tick() -> None:
    merge = merge_tick(BARS, 102.5, seconds(1_700_000_405), FIVE, 5.0, open_at_tick=True)
    assert merge.bars[-1] == Candle(seconds(1_700_000_400), 102.5, 102.5, 102.5, 102.5, 5.0)


@pytest.mark.parametrize("timeframe", TIMEFRAMES)
def test_f26_the_first_bucket_of_a_session_opens_at_the_tick(timeframe: Timeframe) -> None:
    buckets = SessionBuckets(timeframe)
    friday = fold_tick(None, 100.0, moment("2025-03-07", 60), buckets)[1]
    happened, monday = fold_tick(friday, 103.0, moment("2025-03-10", 30), buckets)
    assert happened == "appended"
    assert monday == Candle(moment("2025-03-10", 0), 103.0, 103.0, 103.0, 103.0, 0.0)


def test_f27_an_older_tick_is_stale_and_gives_the_same_object() -> None:
    merge = merged(99.5, 1_699_999_810)
    assert merge.bars is BARS
    assert (merge.happened, merge.changed) == ("stale", False)


EDGES = {
    "1m": "09:30 09:31 09:32", "5m": "09:30 09:35 09:40", "15m": "09:30 09:45 10:00", "30m": "09:30 10:00 10:30",
    "1h": "09:30 10:30 11:30 12:30 13:30 14:30 15:30", "4h": "09:30 13:30", "1D": "09:30",
}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("timeframe", TIMEFRAMES)
def test_f27_buckets_are_anchored_at_the_open_in_exchange_time(timeframe: Timeframe, day: str) -> None:
    buckets = SessionBuckets(timeframe)
    starts: list[str] = []
    for minute in range(390):
        bucket = buckets.at(at_exchange(day, "09:30") + minute * NANOS_PER_MINUTE)
        if bucket is None:
            assert day == "2025-07-03"
            assert minute >= 210
            continue
        assert bucket.session == day
        clock = f"{to_exchange(bucket.start):%H:%M}"
        if not starts or starts[-1] != clock:
            starts.append(clock)
    expected = EDGES[timeframe].split()
    assert starts[: len(expected)] == [each for each in expected if day != "2025-07-03" or each < "13:00"]


def test_f27_a_tick_in_the_hour_bar_that_began_at_half_past_is_not_stale() -> None:
    """With buckets of UTC hours the tick of 10:05 belonged to 10:00 and the bar of 09:30 was taken for a newer one."""
    bar = Candle(at_exchange("2025-01-06", "09:30"), 100.0, 101.0, 99.0, 100.0)
    happened, updated = fold_tick(bar, 102.0, at_exchange("2025-01-06", "10:05"), SessionBuckets("1h"))
    assert (happened, updated.start, updated.close) == ("updated", bar.start, 102.0)
    happened, next_bar = fold_tick(updated, 103.0, at_exchange("2025-01-06", "10:30"), SessionBuckets("1h"))
    assert (happened, next_bar.start, next_bar.open) == ("appended", at_exchange("2025-01-06", "10:30"), 102.0)


def test_f27_edges_of_a_session_are_exact() -> None:
    buckets = SessionBuckets("1m")
    opening, close = at_exchange("2025-07-03", "09:30"), at_exchange("2025-07-03", "13:00")
    assert buckets.at(opening - 1) is None
    assert buckets.at(opening) == Bucket(opening, "2025-07-03")
    assert buckets.at(close - 1) == Bucket(close - NANOS_PER_MINUTE, "2025-07-03")
    assert buckets.at(close) is None
    assert buckets.at(at_exchange("2025-07-04", "12:00")) is None


def test_f27_a_tick_outside_the_sessions_changes_nothing() -> None:
    bars = [Candle(at_exchange("2025-07-03", "12:59"), 1.0, 1.0, 1.0, 1.0)]
    merge = merge_tick(bars, 2.0, at_exchange("2025-07-03", "13:00"), SessionBuckets("1m"))
    assert merge.bars is bars
    assert (merge.happened, merge.changed) == ("outside", False)


def test_f27_a_time_beyond_the_calendar_is_an_error_never_now() -> None:
    with pytest.raises(CalendarRangeError):
        fold_tick(LAST, 100.0, 0, SessionBuckets("1m"))
    with pytest.raises(CalendarRangeError):
        fold_tick(LAST, 100.0, 1_700_000_100 * 10**12, SessionBuckets("1m"))


def test_f28_a_tick_of_the_session_updates_the_day_in_place() -> None:
    day = Candle(moment("2025-03-07", 0), 100.0, 102.0, 99.0, 101.0, 10.0)
    merge = merge_tick((day,), 98.0, moment("2025-03-07", 390 * 60 - 1), SessionBuckets("1D"), 5.0)
    assert merge.bars == (Candle(day.start, 100.0, 102.0, 98.0, 98.0, 15.0),)
    assert merge.happened == "updated"


def test_f28_a_tick_of_a_later_session_starts_a_new_day() -> None:
    day = Candle(moment("2025-03-07", 0), 100.0, 102.0, 99.0, 101.0, 10.0)
    merge = merge_tick((day,), 98.0, moment("2025-03-10", 5), SessionBuckets("1D"))
    assert merge.bars == (day, Candle(moment("2025-03-10", 0), 98.0, 98.0, 98.0, 98.0, 0.0))


def test_f28_a_tick_of_an_older_session_is_stale() -> None:
    days = (Candle(moment("2025-03-10", 0), 100.0, 102.0, 99.0, 101.0, 10.0),)
    merge = merge_tick(days, 98.0, moment("2025-03-07", 5), SessionBuckets("1D"))
    assert (merge.bars is days, merge.happened) == (True, "stale")


def test_f28_after_hours_are_nobody_s_day() -> None:
    days = (Candle(moment("2025-03-07", 0), 100.0, 102.0, 99.0, 101.0, 10.0),)
    merge = merge_tick(days, 98.0, at_exchange("2025-03-07", "16:00"), SessionBuckets("1D"))
    assert (merge.bars is days, merge.happened) == (True, "outside")


def directly(ticks: Sequence[Tick], timeframe: Timeframe) -> Sequence[Candle]:
    """Ticks merged one by one; the first bar is made of the first tick within a session."""
    buckets = SessionBuckets(timeframe)
    bars: Sequence[Candle] = ()
    for instant, price, volume in ticks:
        if bars:
            bars = merge_tick(bars, price, instant, buckets, volume).bars
        else:
            happened, candle = fold_tick(None, price, instant, buckets, volume)
            bars = (candle,) if happened == "appended" else ()
    return bars


@settings(deadline=None)
@given(tick_lists())
def test_merging_tick_by_tick_equals_the_slow_twin(ticks: list[Tick]) -> None:
    for timeframe in TIMEFRAMES:
        assert list(directly(ticks, timeframe)) == slow_candles(ticks, timeframe)


@settings(deadline=None)
@given(tick_lists(), st.sampled_from(TIMEFRAMES))
def test_bars_are_sane_and_their_starts_rise(ticks: list[Tick], timeframe: Timeframe) -> None:
    bars = directly(ticks, timeframe)
    assert all(first.start < then.start for first, then in pairwise(bars))
    for bar in bars:
        assert bar.low <= min(bar.open, bar.close)
        assert max(bar.open, bar.close) <= bar.high
    assert sum(bar.volume for bar in bars) == sum(tick.volume for tick in ticks if place_of(tick.instant) is not None)


@settings(deadline=None)
@given(tick_lists(), st.sampled_from(TIMEFRAMES))
def test_longer_bars_of_minutes_equal_those_of_ticks(ticks: list[Tick], timeframe: Timeframe) -> None:
    assert rolled_up(directly(ticks, "1m"), SessionBuckets(timeframe)) == list(directly(ticks, timeframe))


def test_rolling_up_leaves_out_what_is_outside_every_session() -> None:
    minutes = [
        Candle(at_exchange("2025-07-03", "09:29"), 9.0, 9.0, 9.0, 9.0, 1.0),
        Candle(at_exchange("2025-07-03", "12:59"), 1.0, 2.0, 0.5, 1.5, 3.0),
        Candle(at_exchange("2025-07-03", "13:00"), 9.0, 9.0, 9.0, 9.0, 1.0),
    ]
    assert rolled_up(minutes, SessionBuckets("1D")) == [Candle(moment("2025-07-03", 0), 1.0, 2.0, 0.5, 1.5, 3.0)]


def test_another_start_keeps_the_rest() -> None:
    assert started_at(LAST, LAST.start) is LAST
    assert started_at(LAST, 7) == Candle(7, 100.5, 102.0, 100.0, 101.5, 1_200.0)
