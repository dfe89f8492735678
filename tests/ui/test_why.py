"""Reasons, and the word of the mode."""

from dataclasses import replace

import pytest
from msgspec import structs

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH, ChannelHealth, Health, Notice
from spxcc.engines.price.result import price_channel
from spxcc.engines.replay.result import REPLAY, ReplayState
from spxcc.engines.session.result import STATUS
from spxcc.market.units import NANOS_PER_SECOND, to_millis
from spxcc.ui.why import chain_age_ms, data_age_ms, freshness, plan_lacks, restored_age_ms, silence_ms, why_empty
from tests.fakes.desk_data import LAST, NOW, empty_desk, full_desk, gex, price, status
from tests.fakes.screens import make_frame
from tests.fakes.store import FakeConnection, FakeController, FakeStore


def desk(mode: str, phase: str = "open") -> tuple[FakeStore, FakeController]:
    store, clock = full_desk()
    store.put(STATUS, status(mode, phase))
    return store, clock


@pytest.mark.parametrize(
    ("mode", "word"), [("live", "LIVE"), ("delayed", "DELAYED"), ("sim", "SIM"), ("replay", "REPLAY")]
)
def test_f60_mode_is_a_word(mode: str, word: str) -> None:
    fresh = freshness(make_frame(desk(mode)))
    assert (fresh.word, fresh.stale) == (word, False)


@pytest.mark.parametrize("mode", ["live", "delayed", "sim"])
def test_f56_what_was_recorded_live_is_replay_and_a_simulation_is_none(mode: str) -> None:
    store, clock = desk(mode)
    state = ReplayState(playing=True, speed=1.0, at=1, start=1, end=9, progress=0.0, title="a day", replayed=True)
    store.put(REPLAY, state)
    assert freshness(make_frame((store, clock))).word == "REPLAY"
    store.put(REPLAY, structs.replace(state, replayed=False))
    assert freshness(make_frame((store, clock))).word != "REPLAY"


def test_f60_a_recording_is_replay_from_the_greeting_on() -> None:
    store, clock = desk("live")
    store.mode = "replay"
    assert freshness(make_frame((store, clock))).word == "REPLAY"


@pytest.mark.parametrize("mode", ["live", "delayed", "sim"])
def test_f60_within_three_seconds_silence_is_stale(mode: str) -> None:
    store, clock = desk(mode)
    clock.advance(2.4)
    assert not freshness(make_frame((store, clock))).stale
    clock.advance(0.2)
    assert freshness(make_frame((store, clock))).word == "STALE"


def test_f60_live_is_never_said_of_old_prices() -> None:
    """Frames keep coming, but the price in them does not move on."""
    store, clock = desk("live")
    for _ in range(5):
        clock.advance(1.0)
        store.put(price_channel("SPX"), price(last=LAST, at=NOW))
    fresh = freshness(make_frame((store, clock)))
    assert silence_ms(make_frame((store, clock)), "price:SPX") == 0
    assert fresh.word == "STALE"
    assert fresh.age_ms == 5_000


def test_f60_lost_connection_is_stale_at_once() -> None:
    store, clock = desk("live")
    store.connect(FakeConnection("waiting", "lost, next try in 4s", 4.0))
    assert freshness(make_frame((store, clock))).word == "STALE"


def test_closed_session_and_replay_may_be_silent() -> None:
    store, clock = desk("delayed", phase="closed")
    clock.advance(600)
    assert not freshness(make_frame((store, clock))).stale
    store, clock = desk("replay")
    clock.advance(60)
    assert not freshness(make_frame((store, clock))).stale
    clock.advance(60)
    assert freshness(make_frame((store, clock))).stale


def test_server_says_stale() -> None:
    store, clock = desk("delayed")
    store.mark("price:SPX", stale=True)
    assert freshness(make_frame((store, clock))).stale


def test_before_any_price() -> None:
    assert freshness(make_frame(empty_desk())).word == "NO DATA"
    store, clock = empty_desk(connected=False)
    assert freshness(make_frame((store, clock))).word == "CONNECTING"
    store.connect(FakeConnection("idle", "not connected"))
    assert freshness(make_frame((store, clock))).word == "CONNECTING"
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "starting…"
    store.connect(FakeConnection("waiting", "refused", 4.0))
    assert freshness(make_frame((store, clock))).word == "OFFLINE"


def test_f60_ages_grow_while_market_time_stands_still() -> None:
    """A simulated or replayed clock stops with its feed; what is shown grows old all the same."""
    store, clock = desk("replay")
    frame = replace(make_frame((store, clock)), now=NOW + 20 * NANOS_PER_SECOND)
    assert (freshness(frame).age_ms, data_age_ms(frame, "regime:update")) == (20_000, 20_000)
    assert chain_age_ms(frame) == 20_000


def test_f60_age_of_gamma_is_that_of_its_quotes() -> None:
    store, clock = desk("sim")
    store.put(gex_channel("SPX"), structs.replace(gex(), quotes_at=to_millis(NOW) - 60_000))
    assert chain_age_ms(make_frame((store, clock))) == 60_000
    store.put(gex_channel("SPX"), structs.replace(gex(), quotes_at=None))
    assert chain_age_ms(make_frame((store, clock))) == 0


def test_reasons_in_order_of_precision() -> None:
    store, clock = empty_desk(connected=False)
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "connecting… attempt 1 to 127.0.0.1:8787"
    store.connect(FakeConnection("connecting", "connecting to 127.0.0.1:8787"))
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "connecting… to 127.0.0.1:8787"
    store.connect(FakeConnection("waiting", "lost the server", 4.0))
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "connecting… lost the server, next try in 4s (R now)"
    store.connect(FakeConnection())
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "waiting for the first value of gex:SPX"
    store.mark("gex:SPX", snapshot_ms=12.0)
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "nothing on gex:SPX yet"
    failed = ChannelHealth("failed", "the engine gex raised ValueError")
    store.put(HEALTH, Health(channels={"gex:SPX": failed}, feeds={}, events=0, stale_ticks=0, rejected=0))
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "the engine gex raised ValueError"
    store.mark("gex:SPX", error="no chain yet")
    assert why_empty(make_frame((store, clock)), "gex:SPX") == "unavailable: no chain yet"


def test_time_of_the_clock_is_used() -> None:
    store, clock = full_desk()
    clock.advance(1.5)
    assert silence_ms(make_frame((store, clock)), "price:SPX") == 1_500
    assert clock.now() == NOW + 3 * NANOS_PER_SECOND // 2


def test_what_the_feed_says_is_wrong_is_the_reason_where_there_never_was_a_value() -> None:
    store, clock = empty_desk()
    said = Notice("error", "quotes:SPX", "SPX: expected quotes, found no connection")
    store.put(HEALTH, Health(channels={}, feeds={}, events=0, stale_ticks=0, rejected=0, notices=(said,)))
    store.connect(FakeConnection("open", "connected"))
    store.mark("price:SPX", error="no value yet")
    assert why_empty(make_frame((store, clock)), "price:SPX") == said.text
    store.put(price_channel("SPX"), price(last=LAST, at=NOW))
    store.mark("price:SPX", error="the engine price failed")
    assert why_empty(make_frame((store, clock)), "price:SPX") == "unavailable: the engine price failed"


def test_f56_a_replay_on_its_way_to_another_time_is_not_called_stale_for_the_wait() -> None:
    store, clock = desk("replay")
    state = ReplayState(playing=True, speed=1.0, at=1, start=1, end=9, progress=0.0, title="a day", cadence_ms=250)
    store.put(REPLAY, structs.replace(state, going_to=5))
    clock.advance(8.0)
    assert freshness(make_frame((store, clock))).word == "REPLAY"
    store.put(REPLAY, state)
    assert freshness(make_frame((store, clock))).word == "STALE"


def test_f60_stale_after_three_cadences_of_a_slow_source_and_within_three_seconds_of_a_fast_one() -> None:
    for cadence_ms, limit_s in ((250, 2.5), (1_000, 3.0), (5_000, 15.0), (60_000, 180.0)):
        store, clock = desk("replay")
        store.cadence_ms = cadence_ms
        clock.advance(limit_s - 0.1)
        assert not freshness(make_frame((store, clock))).stale
        clock.advance(0.2)
        assert freshness(make_frame((store, clock))).word == "STALE"


def test_the_age_of_what_an_earlier_run_left() -> None:
    store, clock = desk("sim")
    assert restored_age_ms(make_frame((store, clock)), ["price:SPX", "nothing"]) is None
    store.mark("price:SPX", restored=True)
    clock.advance(15 * 3_600)
    assert restored_age_ms(make_frame((store, clock)), ["price:SPX"]) == 15 * 3_600_000


def test_what_the_plan_lacks_is_told_until_it_has_it() -> None:
    store, clock = desk("live")
    assert plan_lacks(make_frame((store, clock)), "chain") is None
    other = Notice("warning", "plan:stocks", "no trades")
    for own, found in (
        (Notice("warning", "plan:chain", "no chains"), "no chains"), (Notice("info", "plan:chain", "has them"), None),
    ):  # fmt: skip
        notices = (own, other)
        store.put(HEALTH, Health(channels={}, feeds={}, events=1, stale_ticks=0, rejected=0, notices=notices))
        assert plan_lacks(make_frame((store, clock)), "chain") == found
