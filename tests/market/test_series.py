"""Candles of every timeframe from frames and ticks."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.market.candles import TIMEFRAMES, Candle
from spxcc.market.series import CandleBook
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.market.test_candles import directly
from tests.market.ticks import Tick, moment, slow_candles, tick_lists

DAY = "2025-03-10"


def minute(number: int, price: float, volume: float = 1.0, day: str = DAY) -> Candle:
    return Candle(moment(day, 60 * number), price, price + 1, price - 1, price, volume)


def shown(book: CandleBook) -> dict[str, Sequence[Candle]]:
    return {timeframe: tuple(book.candles(timeframe)) for timeframe in TIMEFRAMES}


def told(ticks: Sequence[Tick]) -> CandleBook:
    book = CandleBook()
    for instant, price, volume in ticks:
        book.tick(price, instant, volume)
    return book


@settings(deadline=None)
@given(tick_lists())
def test_f25_f26_f28_every_timeframe_equals_ticks_merged_into_it(ticks: list[Tick]) -> None:
    book = told(ticks)
    for timeframe in TIMEFRAMES:
        assert tuple(book.candles(timeframe)) == tuple(directly(ticks, timeframe))
        assert list(book.candles(timeframe)) == slow_candles(ticks, timeframe)


@settings(deadline=None)
@given(tick_lists(least=1), st.randoms(use_true_random=False))
def test_f27_a_tick_older_than_its_minute_changes_nothing(ticks: list[Tick], dice: random.Random) -> None:
    book = told(ticks)
    before, newest = shown(book), book.candles("1m")
    late = dice.choice(ticks)
    if newest and late.instant < newest[-1].start:
        assert book.tick(1.0, late.instant, 5.0) in ("stale", "outside")
    assert shown(book) == before


@settings(deadline=None)
@given(tick_lists(), st.randoms(use_true_random=False))
def test_any_selection_of_frames_and_ticks_ends_with_the_server_s_bars(ticks: list[Tick], dice: random.Random) -> None:
    """The server folds every tick; frames carry whole minutes that changed, several changes of one in one frame."""
    server, client = CandleBook(), CandleBook()
    pending: set[int] = set()
    for instant, price, volume in ticks:
        if server.tick(price, instant, volume) in ("updated", "appended"):
            pending.add(server.candles("1m")[-1].start)
        if dice.random() < 0.5:
            client.tick(price, instant)
        if dice.random() < 0.2:
            _send(server, client, pending)
    _send(server, client, pending)
    assert shown(client) == shown(server)


def _send(server: CandleBook, client: CandleBook, pending: set[int]) -> None:
    client.upsert_minutes([bar for bar in server.candles("1m") if bar.start in pending])
    pending.clear()


@settings(deadline=None)
@given(tick_lists(), st.randoms(use_true_random=False))
def test_the_order_of_frames_does_not_matter(ticks: list[Tick], dice: random.Random) -> None:
    minutes = list(told(ticks).candles("1m"))
    whole, bitwise = CandleBook(), CandleBook()
    whole.upsert_minutes(minutes)
    dice.shuffle(minutes)
    for bar in minutes:
        bitwise.upsert_minutes([bar])
    assert shown(bitwise) == shown(whole) == shown(told(ticks))


def test_a_whole_bar_replaces_what_ticks_made_of_it() -> None:
    book = CandleBook()
    book.tick(100.0, moment(DAY, 10))
    book.upsert_minutes([Candle(moment(DAY, 0), 99.0, 104.0, 98.0, 101.0, 7.0)])
    for timeframe in TIMEFRAMES:
        assert list(book.candles(timeframe)) == [Candle(moment(DAY, 0), 99.0, 104.0, 98.0, 101.0, 7.0)]


def test_who_attaches_at_two_has_the_whole_day_in_every_timeframe() -> None:
    book = CandleBook()
    book.upsert_minutes([minute(number, 100.0 + number % 7) for number in range(270)])
    book.tick(102.5, at_exchange(DAY, "14:00") + NANOS_PER_SECOND)
    assert [len(book.candles(timeframe)) for timeframe in TIMEFRAMES] == [271, 55, 19, 10, 5, 2, 1]
    day = book.candles("1D")[0]
    assert (day.open, day.high, day.low, day.close, day.volume) == (100.0, 107.0, 99.0, 102.5, 270.0)


def test_a_gap_stays_a_gap() -> None:
    book = CandleBook()
    book.upsert_minutes([minute(0, 100.0), minute(20, 101.0)])
    assert [bar.start for bar in book.candles("5m")] == [moment(DAY, 0), moment(DAY, 1_200)]
    assert [len(book.candles(timeframe)) for timeframe in TIMEFRAMES] == [2, 2, 2, 1, 1, 1, 1]


def test_a_late_minute_fills_the_gap_everywhere() -> None:
    book = CandleBook()
    book.upsert_minutes([minute(0, 100.0), minute(20, 101.0)])
    book.upsert_minutes([minute(7, 90.0)])
    assert [bar.start for bar in book.candles("5m")] == [moment(DAY, each) for each in (0, 300, 1_200)]
    assert book.candles("1D")[0].low == 89.0


def test_minutes_outside_the_sessions_are_left_out_of_all_and_counted() -> None:
    book = CandleBook()
    early, late = at_exchange(DAY, "09:29"), at_exchange(DAY, "16:00")
    book.upsert_minutes([Candle(start, 1.0, 1.0, 1.0, 1.0) for start in (early, late, 0, 2**70)])
    assert all(not bars for bars in shown(book).values())
    assert book.happened["outside"] == 4


def test_f27_a_source_s_minutes_that_start_off_the_minute_do_not_make_ticks_stale() -> None:
    book = CandleBook()
    book.upsert_minutes([Candle(moment(DAY, 630), 100.0, 101.0, 99.0, 100.0)])
    assert book.tick(100.5, moment(DAY, 615)) == "updated"
    assert [bar.start for bar in book.candles("1m")] == [moment(DAY, 600)]


def test_f27_what_became_of_ticks_is_counted() -> None:
    book = CandleBook()
    for price, instant in [
        (100.0, moment(DAY, 60)),
        (101.0, moment(DAY, 61)),
        (101.0, moment(DAY, 62)),
        (101.0, moment(DAY, 59)),
        (float("nan"), moment(DAY, 63)),
        (100.0, at_exchange(DAY, "16:00")),
        (100.0, 0),
        (100.0, moment(DAY, 64) * 1000),
    ]:
        book.tick(price, instant)
    assert book.happened == {
        "appended": 1, "updated": 1, "unchanged": 1, "stale": 1, "rejected": 3, "outside": 1,
    }  # fmt: skip


OFFICIAL = Candle(moment("2025-03-07", 0), 90.0, 110.0, 80.0, 105.0, 1e6)


@pytest.mark.parametrize(
    "stamp",
    [moment("2025-03-07", 0), at_exchange("2025-03-07", "00:00"), at_exchange("2025-03-06", "19:00")],
    ids=["open", "midnight New York", "midnight UTC"],
)
def test_f28_a_daily_bar_belongs_to_its_session_however_it_is_stamped(stamp: int) -> None:
    book = CandleBook()
    book.upsert_daily([Candle(stamp, 90.0, 110.0, 80.0, 105.0, 1e6)])
    assert list(book.candles("1D")) == [OFFICIAL]
    book.tick(111.0, moment("2025-03-07", 60))
    assert list(book.candles("1D")) == [Candle(OFFICIAL.start, 90.0, 111.0, 80.0, 111.0, 1e6)]


def test_f28_the_next_session_s_tick_starts_a_new_day() -> None:
    book = CandleBook()
    book.upsert_daily([OFFICIAL])
    book.tick(99.0, moment(DAY, 5))
    assert list(book.candles("1D")) == [OFFICIAL, Candle(moment(DAY, 0), 99.0, 99.0, 99.0, 99.0)]
    book.tick(98.0, moment("2025-03-07", 5))
    assert book.happened["stale"] == 1


def test_the_source_s_daily_bar_wins_over_its_minutes() -> None:
    book = CandleBook()
    minutes = [minute(0, 100.0, day="2025-03-07"), minute(0, 101.0), minute(1, 102.0)]
    book.upsert_minutes(minutes)
    rolled = list(book.candles("1D"))
    assert [bar.start for bar in rolled] == [OFFICIAL.start, moment(DAY, 0)]
    book.upsert_daily([OFFICIAL])
    assert list(book.candles("1D")) == [OFFICIAL, rolled[1]]
    book.upsert_minutes([minute(5, 70.0, day="2025-03-07"), minute(2, 103.0)])
    assert book.candles("1D")[0] == OFFICIAL
    assert book.candles("1D")[1].close == 103.0


def test_daily_bars_beyond_the_calendar_are_left_out_and_counted() -> None:
    book = CandleBook()
    book.upsert_daily([Candle(0, 1.0, 1.0, 1.0, 1.0), OFFICIAL])
    assert list(book.candles("1D")) == [OFFICIAL]
    assert book.happened["outside"] == 1


def test_nothing_new_is_the_same_tuple_and_the_same_version() -> None:
    book = CandleBook()
    book.upsert_minutes([minute(0, 100.0)])
    before = [(book.candles(timeframe), book.version(timeframe)) for timeframe in TIMEFRAMES]
    book.upsert_minutes([minute(0, 100.0)])
    book.tick(100.0, moment(DAY, 30))
    after = [(book.candles(timeframe), book.version(timeframe)) for timeframe in TIMEFRAMES]
    assert all(first[0] is then[0] and first[1] == then[1] for first, then in zip(before, after, strict=True))


def test_versions_grow_only_where_something_changed() -> None:
    book = CandleBook()
    book.upsert_daily([Candle(moment(DAY, 0) - NANOS_PER_DAY * 3, 90.0, 110.0, 80.0, 105.0)])
    assert [book.version(timeframe) for timeframe in TIMEFRAMES] == [0, 0, 0, 0, 0, 0, 1]
    book.tick(100.0, moment(DAY, 0))
    book.tick(100.0, moment(DAY, 0) + NANOS_PER_MINUTE)
    assert [book.version(timeframe) for timeframe in TIMEFRAMES] == [2, 1, 1, 1, 1, 1, 2]
