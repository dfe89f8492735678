"""The store: values, what is known about them, and what changed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from spxcc.client.latency import HopLatency
from spxcc.client.meta import ChannelMeta
from spxcc.client.reconnect import State
from spxcc.client.series import SeriesSource, Tick
from spxcc.client.store import Store
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.client_effects import Deliver, Gap, Refused, Synced, Welcome
from spxcc.protocol.messages import Hello
from tests.fakes.book import ListBook
from tests.fakes.channels import ALERTS, CHANNELS, MARKS, PRICE, STATUS, Alert, Mark, Quote, hello
from tests.fakes.channels import State as StatusValue
from tests.fakes.clock import START, ManualClock


def deliver(name: str, *values: Any, snapshot: bool = False, **more: Any) -> Deliver:
    fields: dict[str, Any] = {"epoch": "e1", "seq": 1, "as_of_ms": 5, "timestamp": None, "stale": False} | more
    return Deliver(name, tuple(msgspec.Raw(msgspec.json.encode(value)) for value in values), snapshot, **fields)


def made(**more: Any) -> tuple[Store, ManualClock]:
    clock = ManualClock()
    return Store(clock, CHANNELS, **more), clock


def test_values_by_class() -> None:
    store, _ = made()
    assert store.get(PRICE) is None
    assert store.items(MARKS) == {}
    assert store.events(ALERTS) == ()
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0)))
    store.apply(deliver(MARKS.name, {"added": [Mark("a", 1.0)]}, snapshot=True))
    store.apply(deliver(ALERTS.name, Alert("x", "1"), Alert("y", "2"), snapshot=True))
    store.apply(deliver(STATUS.name, StatusValue("open"), snapshot=True))
    assert store.get(PRICE) == Quote("SPX", 1.0)
    assert store.items(MARKS) == {"a": Mark("a", 1.0)}
    assert store.events(ALERTS) == (Alert("x", "1"), Alert("y", "2"))
    assert store.status == StatusValue("open")
    assert [store.count(channel.name) for channel in CHANNELS] == [1, 1, 2, 1]


def test_unregistered_channels_are_ignored() -> None:
    store, _ = made()
    store.apply(deliver("gex:SPX", {}))
    assert store.meta("gex:SPX") is None
    assert store.take_dirty() == frozenset()
    assert store.count("gex:SPX") == 0
    assert store.value("gex:SPX") is None


def test_a_mapping_once_read_does_not_change() -> None:
    store, _ = made()
    store.apply(deliver(MARKS.name, {"added": [Mark("a", 1.0)]}, snapshot=True))
    before = store.items(MARKS)
    store.apply(deliver(MARKS.name, {"removed": ["a"]}))
    assert before == {"a": Mark("a", 1.0)}
    assert store.items(MARKS) == {}


def test_f08_each_price_update_is_seen() -> None:
    store, _ = made()
    for price in (1.0, 2.0, 3.0):
        store.apply(deliver(PRICE.name, Quote("SPX", price)))
        assert store.get(PRICE) == Quote("SPX", price)
        assert PRICE.name in store.take_dirty()


def test_dirty_is_what_changed_since_the_last_look() -> None:
    store, _ = made()
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0)))
    store.apply(Gap(MARKS.name, "gap"))
    store.connected(State(phase="open"), "h")
    assert store.take_dirty() == {PRICE.name, MARKS.name, "connection"}
    assert store.take_dirty() == frozenset()


def test_a_value_that_comes_again_because_its_source_is_silent_is_no_newer() -> None:
    store, clock = made()
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), seq=7))
    clock.shift(3.5)
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), seq=8, stale=True))
    meta = store.meta(PRICE.name)
    assert meta is not None
    assert (meta.seq, meta.stale, meta.received_ns) == (8, True, START)
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), seq=9))
    healed = store.meta(PRICE.name)
    assert healed is not None
    assert (healed.stale, healed.received_ns) == (False, clock.now())


def test_meta_counts_and_ages() -> None:
    store, clock = made()
    assert store.meta(PRICE.name) is None
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), seq=7, snapshot=True))
    store.apply(Synced(PRICE.name, 0.25))
    clock.shift(2.0)
    store.apply(deliver(PRICE.name, Quote("SPX", 2.0), seq=9, as_of_ms=6, stale=True))
    store.apply(Gap(PRICE.name, "lag"))
    assert store.meta(PRICE.name) == ChannelMeta(
        seq=9,
        epoch="e1",
        as_of_ms=6,
        received_ns=START + 2 * NANOS_PER_SECOND,
        stale=True,
        frames=2,
        gaps=1,
        snapshot_ms=250.0,
    )


def test_an_error_stands_until_a_value_comes() -> None:
    store, _ = made()
    store.apply(Refused(PRICE.name, "unavailable", "no chain", False))
    meta = store.meta(PRICE.name)
    assert meta is not None
    assert meta.error == "no chain"
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0)))
    meta = store.meta(PRICE.name)
    assert meta is not None
    assert meta.error is None


def test_a_collection_with_an_unreadable_change_is_in_error_until_a_snapshot() -> None:
    store, _ = made()
    store.apply(deliver(MARKS.name, {"added": [Mark("a", 1.0)]}, snapshot=True))
    store.apply(deliver(MARKS.name, {"added": 7}))
    store.apply(deliver(MARKS.name, {"added": [Mark("b", 1.0)]}))
    meta = store.meta(MARKS.name)
    assert meta is not None
    assert meta.error is not None
    assert "cannot be read" in meta.error
    store.apply(deliver(MARKS.name, {"added": [Mark("c", 1.0)]}, snapshot=True))
    meta = store.meta(MARKS.name)
    assert meta is not None
    assert (meta.error, meta.undecodable) == (None, 0)


def test_connection_counts_down_by_the_clock() -> None:
    store, clock = made()
    store.connected(State(phase="waiting", timer_at=10.0, reason="refused"), "h")
    clock.shift(4.0)
    assert store.connection.retry_in_s == 6.0


def iso(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1_000, UTC).isoformat(timespec="milliseconds")


def welcome(mode: str) -> Welcome:
    return Welcome(msgspec.convert(hello(mode), Hello))


def test_latency_per_hop() -> None:
    store, _ = made()
    now = START // 1_000_000
    store.apply(welcome("live"))
    update = deliver(PRICE.name, Quote("SPX", 1.0), timestamp=iso(now - 30), as_of_ms=now - 50)
    store.apply(update)
    store.painted(12.0)
    hops = store.latency
    assert hops["wire"] == HopLatency(30.0, 30.0, 30.0, 1)
    assert hops["publish"].p50 == 20.0
    assert hops["paint"].max == 12.0


def test_a_snapshot_and_a_replay_say_nothing_about_latency() -> None:
    store, _ = made()
    store.apply(welcome("replay"))
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), timestamp=iso(0), snapshot=True))
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), timestamp="yesterday"))
    store.apply(deliver(PRICE.name, Quote("SPX", 1.0), timestamp=iso(START // 1_000_000)))
    assert set(store.latency) == {"wire"}
    assert store.hello is not None
    assert store.hello.mode == "replay"


def to_candles(marks: Sequence[Mark]) -> tuple[Sequence[Candle], Sequence[Candle]]:
    return [Candle(int(mark.id), mark.price, mark.price, mark.price, mark.price) for mark in marks], []


def to_tick(quote: Quote) -> Tick | None:
    return quote.price, START


SERIES = (SeriesSource("SPX", MARKS, PRICE, to_candles, to_tick),)


def test_bars_and_prices_make_candles() -> None:
    store, _ = made(series=SERIES, new_book=ListBook)
    store.apply(welcome("sim"))
    store.apply(deliver(MARKS.name, {"added": [Mark("0", 1.0)]}, {"added": [Mark("60", 2.0)]}, snapshot=True))
    store.apply(deliver(PRICE.name, Quote("SPX", 3.0)))
    book = store.book("SPX")
    assert isinstance(book, ListBook)
    assert [candle.start for candle in book.candles("1m")] == [0, 60]
    assert book.ticks == [(3.0, START)]
    assert "bars:SPX" in store.take_dirty()
    assert store.latency["feed"].n == 1


def test_f26_no_tick_is_invented_in_a_replay() -> None:
    store, _ = made(series=SERIES, new_book=ListBook)
    store.apply(welcome("replay"))
    store.apply(deliver(PRICE.name, Quote("SPX", 3.0)))
    book = store.book("SPX")
    assert isinstance(book, ListBook)
    assert book.ticks == []


def test_a_new_epoch_begins_a_new_book_and_a_resync_does_not() -> None:
    store, _ = made(series=SERIES, new_book=ListBook)
    store.apply(deliver(MARKS.name, {"added": [Mark("0", 1.0)]}, snapshot=True))
    first = store.book("SPX")
    store.apply(deliver(MARKS.name, {"added": [Mark("0", 1.0)]}, snapshot=True))
    assert store.book("SPX") is first
    store.apply(deliver(MARKS.name, {"added": [Mark("60", 1.0)]}, snapshot=True, epoch="e2"))
    assert [candle.start for candle in store.book("SPX").candles("1m")] == [60]


def test_series_need_a_book() -> None:
    store, _ = made(series=SERIES)
    with pytest.raises(ValueError, match="new_book"):
        store.book("SPX")
