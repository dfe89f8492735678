"""The last state of a store, kept and brought back."""

import msgspec

from spxcc.client.last_state import CHANNEL_BYTES, EVENTS, MEMBERS, decode, encode, gather, restore
from spxcc.client.store import Store
from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.market.series import CandleBook
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.channel import Changes, Channel
from spxcc.protocol.client_effects import Deliver, Refused, Welcome
from spxcc.protocol.messages import AuthInfo, Hello, WireLimits
from spxcc.ui.channels import CHANNELS, series_sources
from tests.fakes.clock import ManualClock
from tests.fakes.desk_data import LAST, full_desk, price

SPX = price_channel("SPX")
BARS = bars_channel("SPX")
SOURCE = full_desk()[0]


def hello(mode: str = "sim") -> Welcome:
    return Welcome(
        Hello(
            session="s", server="spxcc", epoch="e", mode=mode, user="u", tier=None, heartbeat_ms=15_000,
            limits=WireLimits(64, 64, 16_384, 20), auth=AuthInfo(None),
        )
    )  # fmt: skip


def new_store(clock: ManualClock) -> Store:
    return Store(clock, CHANNELS, series_sources(), CandleBook)


def put(store: Store, channel: Channel, *values: object, snapshot: bool = True) -> None:
    payloads = tuple(msgspec.Raw(msgspec.json.encode(value)) for value in values)
    store.apply(Deliver(channel.name, payloads, snapshot, "e", 1, 1_795_116_727_000, None, False))


def bars(count: int) -> list[WireBar]:
    first = 1_795_100_000_000 // 60_000 * 60_000
    return [
        WireBar(tf="1m", start=first + at * 60_000, o=1.0, h=2.0, l=0.5, c=1.5, v=3.0, source="sim")
        for at in range(count)
    ]


def lived(clock: ManualClock) -> Store:
    """A store after a run of its own."""
    store = new_store(clock)
    store.apply(hello())
    put(store, SPX, price())
    put(store, LEVELS_UPDATE, *LEVELS_UPDATE.encode(Changes(added=tuple(SOURCE.items(LEVELS_UPDATE).values()))))
    put(store, FLOW_ALERT, *SOURCE.events(FLOW_ALERT))
    put(store, BARS, *BARS.encode(Changes(added=tuple(bars(30)))))
    return store


def kept(store: Store) -> bytes:
    found = gather(store, CHANNELS, "flip-loss")
    assert found is not None
    return encode(found)


def test_what_was_there_is_there_again_and_says_that_it_is_old() -> None:
    clock = ManualClock()
    store = lived(clock)
    last = decode(kept(store))
    assert last is not None
    assert (last.mode, last.feed) == ("sim", "flip-loss")
    clock.shift(15 * 3_600)
    again = new_store(clock)
    restore(again, last)
    assert again.get(SPX) == store.get(SPX)
    assert again.items(LEVELS_UPDATE) == store.items(LEVELS_UPDATE)
    assert again.events(FLOW_ALERT) == store.events(FLOW_ALERT)
    assert list(again.book("SPX").candles("1m")) == list(store.book("SPX").candles("1m"))
    meta = again.meta("price:SPX")
    assert meta is not None
    assert meta.received_ns is not None
    assert (meta.restored, meta.stale, meta.frames) == (True, True, 0)
    assert (clock.now() - meta.received_ns) / NANOS_PER_SECOND == 15 * 3_600
    assert {"price:SPX", "bars:SPX"} <= again.take_dirty()


def test_live_frames_replace_it_channel_by_channel() -> None:
    clock = ManualClock()
    last = decode(kept(lived(clock)))
    assert last is not None
    store = new_store(clock)
    restore(store, last)
    store.apply(hello("sim"))
    put(store, SPX, price(last=LAST + 1))
    put(store, BARS, *BARS.encode(Changes(added=tuple(bars(2)))))
    price_meta, levels_meta = store.meta("price:SPX"), store.meta("levels:update")
    assert price_meta is not None
    assert not price_meta.restored
    assert not price_meta.stale
    assert levels_meta is not None
    assert levels_meta.restored
    assert len(store.book("SPX").candles("1m")) == 2
    store.apply(Refused("levels:update", "unknown_channel", "gone", True))
    assert store.items(LEVELS_UPDATE) == {}


def test_f60_data_of_another_mode_goes_before_the_first_value_comes() -> None:
    clock = ManualClock()
    last = decode(kept(lived(clock)))
    assert last is not None
    store = new_store(clock)
    restore(store, last)
    store.apply(hello("live"))
    assert store.get(SPX) is None
    assert store.items(LEVELS_UPDATE) == {}
    assert store.events(FLOW_ALERT) == ()
    assert list(store.book("SPX").candles("1m")) == []
    assert store.meta("price:SPX") is None
    put(store, SPX, price())
    store.apply(hello("sim"))
    assert store.get(SPX) == price()


def test_nothing_is_restored_over_this_run_and_nothing_restored_is_kept_again() -> None:
    clock = ManualClock()
    last = decode(kept(lived(clock)))
    assert last is not None
    store = new_store(clock)
    store.apply(hello("sim"))
    restore(store, last)
    assert store.get(SPX) is None
    assert gather(store, CHANNELS, "f") is None
    other = new_store(clock)
    restore(other, last)
    assert gather(other, CHANNELS, "f") is None
    other.apply(hello("sim"))
    assert gather(other, CHANNELS, "f") is None


def test_sizes_are_bounded() -> None:
    clock = ManualClock()
    store = lived(clock)
    put(store, BARS, *BARS.encode(Changes(added=tuple(bars(2 * MEMBERS)))))
    alert = SOURCE.events(FLOW_ALERT)[0]
    many = [msgspec.structs.replace(alert, id=str(at)) for at in range(3 * EVENTS)]
    put(store, FLOW_ALERT, *many)
    huge = msgspec.structs.replace(price(), source="x" * CHANNEL_BYTES)
    put(store, SPX, huge)
    last = decode(kept(store))
    assert last is not None
    again, whole = new_store(clock), new_store(clock)
    restore(again, last)
    put(whole, BARS, *BARS.encode(Changes(added=tuple(bars(2 * MEMBERS)[-MEMBERS:]))))
    assert [one.id for one in again.events(FLOW_ALERT)] == [one.id for one in many[-EVENTS:]]
    assert list(again.book("SPX").candles("1m")) == list(whole.book("SPX").candles("1m"))
    assert again.get(SPX) is None


def test_damage_and_other_versions_are_nothing() -> None:
    text = kept(lived(ManualClock()))
    assert decode(text[:-9]) is None
    assert decode(text.replace(b'"version":1', b'"version":2')) is None
    bad = text.replace(b'"price":6885.86', b'"price":"no"')
    last = decode(bad)
    assert last is not None
    store = new_store(ManualClock())
    restore(store, last)
    assert store.get(SPX) is None
    assert store.meta("price:SPX") is None
    assert store.items(LEVELS_UPDATE)


def test_no_secret_can_be_in_it() -> None:
    text = kept(lived(ManualClock())).decode()
    assert "token" not in text.lower()
    assert "Bearer" not in text
