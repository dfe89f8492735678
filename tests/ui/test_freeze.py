"""A still of the store."""

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.ui.freeze import Still
from spxcc.ui.source import Source
from tests.fakes.desk_data import LAST, coach_message, full_desk, tick


def test_a_still_does_not_move_with_the_store() -> None:
    store, clock = full_desk()
    still: Source = Still(store)
    bars = still.book("SPX").candles("5m")
    clock.advance(1)
    tick(store, LAST + 5)
    store.put_items(LEVELS_UPDATE, [])
    store.put_events(COACH_MESSAGE, [coach_message("late")])
    price = still.get(price_channel("SPX"))
    assert price is not None
    assert price.price == LAST
    assert still.book("SPX").candles("5m") == bars
    assert len(still.items(LEVELS_UPDATE)) == 8
    assert len(still.events(COACH_MESSAGE)) == 3
    assert still.take_dirty() == frozenset()
    assert still.connection.phase == "open"
    meta = still.meta("price:SPX")
    assert meta is not None
    assert meta.received_ns == clock.now() - 1_000_000_000
    assert still.book("SPX").version("1m") == 0
    still.painted(3.0)
    assert still.latency == {}
