"""Last price and bars of one symbol."""

import math

from spxcc.market.candles import Candle
from spxcc.market.events import Bar
from spxcc.market.session import at_exchange, hours
from spxcc.market.symbol_book import SymbolBook, candle_of
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND

DAY = "2026-01-14"
OPEN = at_exchange(DAY, "09:30")


def bar(minute: int, price: float, day: str = DAY, volume: float = 10.0, interval_s: int = 60, label: str = "") -> Bar:
    start = at_exchange(day, "09:30") + minute * NANOS_PER_MINUTE
    end = start + interval_s * NANOS_PER_SECOND
    return Bar(
        ts_event=end, ts_recv=end, source="file", symbol="SPX", start=start, open=price, high=price + 1,
        low=price - 1, close=price, volume=volume, interval_s=interval_s, label=label,
    )  # fmt: skip


def test_ticks_make_minutes_and_a_minute_closes_when_it_is_over() -> None:
    book = SymbolBook("SPX", DAY)
    assert book.tick(100.0, OPEN, "sim", 5) == "appended"
    assert book.tick(101.0, OPEN + 30 * NANOS_PER_SECOND, "sim", 5) == "updated"
    view = book.view(OPEN + 59 * NANOS_PER_SECOND)
    assert len(view.today) == 0
    assert view.forming == Candle(OPEN, 100.0, 101.0, 100.0, 101.0, 10.0)
    closed = book.view(OPEN + NANOS_PER_MINUTE)
    assert closed.forming is None
    assert closed.today.close.tolist() == [101.0]
    assert book.last is not None
    assert (book.last.price, book.last.volume) == (101.0, 10.0)


def test_unchanged_columns_are_the_same_objects() -> None:
    book = SymbolBook("SPX", DAY)
    book.bar(bar(0, 100.0))
    book.tick(101.0, OPEN + 90 * NANOS_PER_SECOND, "sim")
    first = book.view(OPEN + 100 * NANOS_PER_SECOND)
    book.tick(102.0, OPEN + 95 * NANOS_PER_SECOND, "sim")
    second = book.view(OPEN + 101 * NANOS_PER_SECOND)
    assert second.today is first.today
    assert second.earlier is first.earlier
    assert second.forming != first.forming


def test_stale_and_impossible_ticks_change_nothing() -> None:
    book = SymbolBook("SPX", DAY)
    book.tick(100.0, OPEN + NANOS_PER_SECOND, "sim")
    assert book.tick(99.0, OPEN, "sim") == "stale"
    assert book.tick(math.nan, OPEN + 2 * NANOS_PER_SECOND, "sim") == "rejected"
    assert book.tick(-1.0, OPEN + 2 * NANOS_PER_SECOND, "sim") == "rejected"
    assert book.last is not None
    assert book.last.price == 100.0


def test_a_tick_outside_the_session_moves_the_price_and_no_bar() -> None:
    book = SymbolBook("SPY", DAY)
    assert book.tick(600.0, OPEN - 1, "sim", 100) == "outside"
    assert book.last is not None
    assert (book.last.price, book.last.volume) == (600.0, 0.0)
    assert book.view(OPEN).forming is None


def test_history_is_sorted_into_earlier_today_and_daily() -> None:
    book = SymbolBook("SPX", DAY)
    days = [bar(0, 90.0, "2026-01-13"), bar(0, 95.0), bar(0, 80.0, "2026-01-12", interval_s=86_400)]
    assert book.history([*days, bar(1, math.inf)]) == 1
    view = book.view(OPEN + 5 * NANOS_PER_MINUTE)
    assert (view.earlier.close.tolist(), view.today.close.tolist(), view.daily.close.tolist()) == (
        [90.0],
        [95.0],
        [80.0],
    )


def test_the_label_of_mapped_bars_is_the_source_of_the_price() -> None:
    book = SymbolBook("SPX", DAY)
    assert book.bar(bar(0, 100.0, label="SPY × 10.0359"))
    assert book.last is not None
    assert (book.last.source, book.last.ts_event) == ("SPY × 10.0359", OPEN + NANOS_PER_MINUTE)
    assert book.view(OPEN + NANOS_PER_MINUTE).label == "SPY × 10.0359"


def test_a_new_session_makes_history_of_the_old_one() -> None:
    book = SymbolBook("SPX", DAY)
    for minute in range(3):
        book.bar(bar(minute, 100.0 + minute))
    book.new_session("2026-01-15")
    view = book.view(at_exchange("2026-01-15", "09:31"))
    assert len(view.today) == 0
    assert view.earlier.close.tolist() == [100.0, 101.0, 102.0]
    assert view.daily.close.tolist() == [102.0]
    assert view.daily.volume.tolist() == [30.0]
    opened = hours(DAY)
    assert opened is not None
    assert view.daily.start.tolist() == [opened.open_at]
    book.tick(110.0, at_exchange("2026-01-15", "09:30"), "sim")
    assert book.last is not None
    assert (book.last.previous_close, book.last.volume) == (102.0, 0.0)
    forming = book.view(at_exchange("2026-01-15", "09:30")).forming
    assert forming is not None
    assert forming.open == 110.0


def previous_close(book: SymbolBook) -> float | None:
    return None if book.last is None else book.last.previous_close


def test_o9_the_previous_close_is_the_last_price_of_the_session_before() -> None:
    book = SymbolBook("SPX", DAY)
    for minute, price in enumerate((100.0, 105.0, 103.0)):
        book.tick(price, OPEN + minute * NANOS_PER_MINUTE, "sim")
    assert previous_close(book) is None
    book.new_session("2026-01-15")
    assert previous_close(book) == 103.0
    book.tick(110.0, at_exchange("2026-01-15", "09:30"), "sim")
    assert previous_close(book) == 103.0


def test_impossible_bars_make_no_candle() -> None:
    good = bar(0, 100.0)
    assert candle_of(good) is not None
    book = SymbolBook("SPX", DAY)
    assert not book.bar(bar(0, math.nan))
    assert not book.close_before(0.0)
    assert book.close_before(99.0)
