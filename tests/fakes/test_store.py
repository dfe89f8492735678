"""The fake store behaves as the screen expects of the real one."""

from spxcc.client.store import Store
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from tests.fakes.desk_data import LAST, coach_message, empty_desk, full_desk, level, minutes, price, tick
from tests.fakes.store import FakeBook, FakeConnection, FakeStore


def test_values_are_dirty_once_and_stamped() -> None:
    store, clock = empty_desk()
    clock.advance(1)
    store.put(price_channel("SPX"), price())
    store.put_items(LEVELS_UPDATE, [level("A", "a", 1.0)])
    store.put_events(COACH_MESSAGE, [coach_message("m")])
    assert store.take_dirty() == {"price:SPX", "levels:update", "coach:message"}
    assert store.take_dirty() == frozenset()
    meta = store.meta("price:SPX")
    assert meta is not None
    assert meta.received_ns == clock.now()
    assert list(store.items(LEVELS_UPDATE)) == ["L-a"]
    store.connect(FakeConnection("waiting", "lost"))
    assert store.take_dirty() == {"connection"}


def test_public_names_are_those_of_the_real_store() -> None:
    used = {"get", "items", "events", "meta", "take_dirty", "book", "connection", "latency", "painted"}
    assert used <= set(dir(Store))
    assert used - {"connection", "latency"} <= set(dir(FakeStore))


def test_books_roll_up_and_ticks_move_the_last_minute() -> None:
    book = FakeBook(minutes(60))
    five = book.candles("5m")
    assert sum(one.volume for one in five) == sum(one.volume for one in book.minutes)
    assert (five[0].open, five[-1].close) == (book.minutes[0].open, LAST)
    book.tick(LAST + 50)
    assert book.candles("1h")[-1].high == LAST + 50
    assert book.version("1m") == 1


def test_a_tick_is_a_price_and_a_bar() -> None:
    store, _ = full_desk()
    store.take_dirty()
    tick(store, LAST + 1)
    value = store.get(price_channel("SPX"))
    assert value is not None
    assert value.price == store.book("SPX").candles("1m")[-1].close == LAST + 1
    assert store.take_dirty() == {"price:SPX"}
