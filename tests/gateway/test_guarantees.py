"""The guarantees G1 to G13 on a connection without its socket."""

from spxcc.protocol.names import PUBLIC_CHANNELS
from tests.fakes.gateway import FLOW, GEX, LEVELS, REGIME, Desk, Member, Quote, Reading, brief, full_desk, price_channel


def test_g1_seq_strictly_increases() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX")
    for value in (2.0, 2.0, 3.0, 1.0):
        desk.hub.publish(GEX, Reading(value), desk.as_of)
    assert [(frame["seq"], frame["prev"]) for frame in guest.pipe.take()] == [(2, 1), (3, 2), (4, 3)]


def test_g2_a_snapshot_is_whole_and_marked_so_that_it_can_replace() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    _, first, second, synced = guest.subscribe("levels:update")
    assert [(part["snapshot"], part["part"], part["of"], part["seq"]) for part in (first, second)] == [
        (True, 1, 2, 2),
        (True, 2, 2, 2),
    ]
    assert (synced["seq"], synced["count"], synced["epoch"]) == (2, 2, "e1")
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    (update,) = guest.pipe.take()
    assert "snapshot" not in update
    assert update["prev"] == synced["seq"]


def test_g3_f12_snapshots_come_in_the_fixed_order_once_each() -> None:
    guest = full_desk().guest()
    guest.pipe.take()
    asked = ["bars:SPX", "price:SPY", "health:update", *reversed(PUBLIC_CHANNELS)]
    frames = guest.subscribe(*asked, symbols=("SPX",))
    order = [frame["channel"] for frame in frames if frame["type"] == "synced"]
    assert order == [*PUBLIC_CHANNELS, "health:update", "price:SPY", "price:SPX", "bars:SPX"]
    per_channel: dict[str, list[str]] = {}
    for frame in frames[1:]:
        per_channel.setdefault(frame["channel"], []).append("synced" if frame["type"] == "synced" else "part")
    assert all(kinds[-1] == "synced" and kinds.count("synced") == 1 for kinds in per_channel.values())


def test_g4_never_silence() -> None:
    desk = Desk()
    guest = desk.guest()
    guest.pipe.take()
    assert brief(guest.subscribe("gex:SPX")) == ["subscribed"]
    assert guest.tick(1.9) == []
    (error,) = guest.tick(0.2)
    assert (error["type"], error["code"], error["channel"], error["retry"]) == (
        "error",
        "unavailable",
        "gex:SPX",
        "after",
    )
    assert guest.tick(2.0) == []
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    assert brief(guest.pipe.take()) == ["toy_gex gex:SPX", "synced gex:SPX"]


def test_g5_no_update_before_its_snapshot_and_none_lost() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    guest.lag()
    guest.subscribe("flow:alert")
    desk.hub.publish(FLOW, [Member(f"g{at}") for at in range(9)], desk.as_of)
    frames = guest.resume()
    seqs = [frame["seq"] for frame in frames if frame["type"] == "toy_event" and not frame.get("snapshot")]
    top = next(frame["seq"] for frame in frames if frame["type"] == "synced")
    assert seqs == list(range(top + 1, top + 10))


def test_g6_between_the_acknowledged_position_and_the_first_update_nothing_is_missing() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    frames = guest.subscribe("levels:update")
    desk.hub.publish(LEVELS, [Member("a", 5), Member("b")], desk.as_of)
    position = frames[0]["channels"]["levels:update"]["seq"]
    assert {frame["seq"] for frame in frames[1:]} == {position}
    assert [frame["prev"] for frame in guest.pipe.take()] == [position]


def test_g7_subscribing_again_is_idempotent() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    first, second = guest.subscribe("gex:SPX"), guest.subscribe("GEX:spx", "gex:SPX")
    assert first == second
    desk.hub.publish(GEX, Reading(9.0), desk.as_of)
    assert len(guest.pipe.take()) == 1


def test_g8_after_unsubscribed_nothing_more() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX", "regime:update")
    (answer,) = guest.say({"type": "unsubscribe", "channels": ["gex:spx", "zap:x"], "id": 4})
    assert answer == {"type": "unsubscribed", "id": 4, "channels": ["gex:SPX"], "symbols": []}
    desk.hub.publish(GEX, Reading(9.0), desk.as_of)
    desk.hub.publish(REGIME, Reading(9.0), desk.as_of)
    assert brief(guest.pipe.take()) == ["toy_regime regime:update"]


def test_g8_a_channel_unsubscribed_while_waited_for_stays_silent() -> None:
    desk = Desk()
    guest = desk.guest(fetches=True)
    guest.subscribe("gex:SPX", symbols=("SPX",))
    guest.say({"type": "unsubscribe", "channels": ["gex:SPX"], "symbols": ["SPX"]})
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 1.0), desk.as_of)
    guest.peer.price_ready("SPX")
    guest.peer.price_failed("SPX", "unavailable", "down")
    assert guest.pipe.take() == []
    assert guest.tick(5.0) == []


def test_g9_channels_are_apart_a_lagging_one_does_not_hold_another_back() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX", "flow:alert")
    guest.lag()
    desk.hub.publish(FLOW, [Member("x")], desk.as_of)
    desk.hub.publish(GEX, Reading(5.0), desk.as_of)
    desk.hub.publish(FLOW, [Member("y")], desk.as_of)
    desk.hub.publish(GEX, Reading(6.0), desk.as_of)
    assert [frame["data"].get("id", frame["data"].get("value")) for frame in guest.resume()] == ["x", "y", 6.0]


def test_g10_two_readers_read_the_same_bytes() -> None:
    desk = full_desk()
    early, late = desk.guest(), desk.guest()
    early.subscribe("gex:SPX", "levels:update")
    desk.clock.shift(30.0)
    late.subscribe("gex:SPX", "levels:update")
    kept = [[body for body in guest.pipe.payloads if b'"snapshot":true' in body] for guest in (early, late)]
    assert kept[0] == kept[1]


def test_g11_a_first_price_is_asked_for_once_and_served_when_it_comes() -> None:
    desk = Desk()
    guest = desk.guest(fetches=True)
    guest.pipe.take()
    assert brief(guest.subscribe("price:AAPL", symbols=("AAPL", "TSLA"))) == ["subscribed"]
    guest.subscribe(symbols=("AAPL",))
    assert guest.shell.symbols == ["AAPL", "TSLA"]
    desk.hub.publish(price_channel("AAPL"), Quote("AAPL", 200.0), desk.as_of)
    guest.peer.price_ready("AAPL")
    assert brief(guest.pipe.take()) == ["price price:AAPL", "synced price:AAPL"]
    guest.peer.price_failed("TSLA", "unknown_symbol", "no such symbol")
    (error,) = guest.pipe.take()
    assert (error["code"], error["channel"], error["retry"]) == ("unknown_symbol", "price:TSLA", "never")
    assert guest.peer.session.interests.names == {"price:AAPL"}


def test_g11_a_price_that_cannot_be_had_now_is_told_once_and_sent_later() -> None:
    desk = Desk()
    guest = desk.guest(fetches=True)
    guest.pipe.take()
    guest.subscribe(symbols=("AAPL",))
    assert [frame["code"] for frame in guest.tick(2.0)] == ["unavailable"]
    guest.peer.price_failed("AAPL", "unavailable", "upstream down")
    assert guest.pipe.take() == []
    desk.hub.publish(price_channel("AAPL"), Quote("AAPL", 200.0), desk.as_of)
    assert brief(guest.pipe.take()) == ["price price:AAPL", "synced price:AAPL"]


def test_g13_one_slow_reader_delays_nobody() -> None:
    desk = full_desk()
    slow, quick = desk.guest(), desk.guest()
    for guest in (slow, quick):
        guest.subscribe("gex:SPX", "levels:update", "flow:alert")
        guest.pipe.take()
    slow.lag()
    for at in range(1_200):
        desk.hub.publish(GEX, Reading(100.0 + at), desk.as_of)
        desk.hub.publish(FLOW, [Member(f"n{at}")], desk.as_of)
        assert len(quick.pipe.take()) == 2
    assert slow.pipe.frames == []
    assert slow.pipe.closed == (4420, "slow reader")
    assert quick.pipe.closed is None
