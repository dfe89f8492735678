"""A connection without its socket: the guarantees, one by one."""

import json
from typing import Any

from spxcc.gateway.access import Access
from spxcc.protocol.identity import Identity
from spxcc.protocol.limits import Limits
from spxcc.protocol.messages import Done
from spxcc.protocol.names import PUBLIC_CHANNELS
from tests.fakes.gateway import (
    ALICE,
    BOB,
    FLOW,
    GEX,
    LEVELS,
    REGIME,
    STATUS,
    Desk,
    Guest,
    Member,
    Quote,
    Reading,
    delta_channel,
    price_channel,
    state_channel,
)

WIDE = Limits(msg_per_s=1e6, burst=10**6, errors=10**6)


def brief(frames: list[dict[str, Any]]) -> list[str]:
    """Types, and of channels their names."""
    return [f"{frame['type']} {frame['channel']}" if "channel" in frame else frame["type"] for frame in frames]


def full_desk() -> Desk:
    """A hub where every public channel has a value."""
    desk = Desk()
    for name in (*PUBLIC_CHANNELS, "health:update"):
        if name not in {"levels:update", "flow:alert"}:
            desk.hub.publish(state_channel(name), Reading(1.0), desk.as_of)
    desk.hub.publish(LEVELS, [Member("a"), Member("b")], desk.as_of)
    desk.hub.publish(FLOW, [Member("f")], desk.as_of)
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 6_000.0), desk.as_of)
    desk.hub.publish(price_channel("SPY"), Quote("SPY", 600.0), desk.as_of)
    desk.hub.publish(delta_channel("bars:SPX"), [Member("b")], desk.as_of)
    return desk


def test_f02_hello_comes_first_and_status_second() -> None:
    desk = Desk()
    desk.hub.publish(STATUS, Reading(1.0, "open"), desk.as_of)
    hello, status = desk.guest(Identity("alice", "pro", 2_000_000_000.0)).pipe.take()
    assert (hello["type"], hello["v"], hello["epoch"], hello["user"], hello["tier"]) == (
        "hello",
        1,
        "e1",
        "alice",
        "pro",
    )
    assert (hello["mode"], hello["heartbeat_ms"], hello["session"]) == ("sim", 15_000, "c1")
    assert hello["auth"] == {"expires_at": 2_000_000_000.0}
    assert (status["type"], status["note"]) == ("status", "open")


def test_o12_an_older_client_sees_its_status_and_its_lower_case_channels() -> None:
    desk = full_desk()
    desk.hub.publish(STATUS, Reading(1.0, "open"), desk.as_of)
    guest = desk.guest()
    assert guest.pipe.types()[:2] == ["hello", "status"]
    guest.pipe.take()
    assert brief(guest.subscribe("gex:spx")) == ["subscribed", "toy_gex gex:SPX", "synced gex:SPX"]


def test_f05_the_acknowledgement_lists_accepted_and_rejected_and_the_id() -> None:
    guest = full_desk().guest()
    guest.pipe.take()
    message = {"type": "subscribe", "id": "r7", "symbols": ["spx", "??"], "channels": ["GEX:spx", "nope:x", 5]}
    acknowledged = guest.say(message)[0]
    assert acknowledged == {
        "type": "subscribed", "id": "r7", "symbols": ["SPX"],
        "channels": {"gex:SPX": {"epoch": "e1", "seq": 1, "recovered": False}},
        "errors": [
            {"entry": "nope:x", "code": "unknown_channel", "message": "no such channel", "retry": "never"},
            {"entry": "int", "code": "unknown_channel", "message": "no such channel", "retry": "never"},
            {"entry": "??", "code": "unknown_symbol", "message": "no such symbol", "retry": "never"},
        ],
    }  # fmt: skip


def test_f06_nine_public_channels_by_any_spelling() -> None:
    guest = full_desk().guest()
    guest.pipe.take()
    acknowledged = guest.subscribe(*(name.upper() for name in PUBLIC_CHANNELS))[0]
    assert list(acknowledged["channels"]) == list(PUBLIC_CHANNELS)
    assert acknowledged["errors"] == []


def test_f06_a_tier_is_needed_on_the_socket_as_well() -> None:
    desk = full_desk()
    guest = desk.guest(BOB, access=Access({"gex": frozenset({"pro"})}))
    guest.pipe.take()
    frames = guest.subscribe("gex:SPX", "regime:update")
    assert [error["code"] for error in frames[0]["errors"]] == ["forbidden_channel"]
    assert brief(frames[1:]) == ["toy_regime regime:update", "synced regime:update"]


def test_f07_private_channels_are_the_owners() -> None:
    desk = Desk()
    alice, bob = desk.guest(ALICE), desk.guest(BOB)
    for guest in (alice, bob):
        guest.pipe.take()
    assert brief(alice.subscribe("setups:alice")) == ["subscribed", "synced setups:alice"]
    answers = [bob.subscribe(name)[0]["errors"] for name in ("setups:alice", "setups:ghost")]
    assert [error["code"] for errors in answers for error in errors] == ["forbidden_channel"] * 2
    assert {error["message"] for errors in answers for error in errors} == {"not open to this user"}


def test_f08_a_price_channel_is_live_after_its_snapshot() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    assert brief(guest.subscribe(symbols=("SPX",))) == ["subscribed", "price price:SPX", "synced price:SPX"]
    for price in (6_001.0, 6_002.0):
        desk.hub.publish(price_channel("SPX"), Quote("SPX", price), desk.as_of)
    assert [frame["price"] for frame in guest.pipe.take()] == [6_001.0, 6_002.0]


def test_a_symbol_and_its_channel_give_the_same_frames_once() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.pipe.take()
    frames = guest.subscribe("price:spx", symbols=("SPX",))
    assert brief(frames) == ["subscribed", "price price:SPX", "synced price:SPX"]
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 1.0), desk.as_of)
    assert len(guest.pipe.take()) == 1
    guest.say({"type": "unsubscribe", "symbols": ["SPX"]})
    desk.hub.publish(price_channel("SPX"), Quote("SPX", 2.0), desk.as_of)
    assert len(guest.pipe.take()) == 1


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


def test_f12_a_snapshot_comes_before_any_update_and_failure_is_told_and_retried() -> None:
    desk = Desk()
    guest = desk.guest()
    guest.pipe.take()
    assert brief(guest.subscribe("gex:SPX")) == ["subscribed"]
    desk.hub.fail("gex:SPX", "no option chain yet")
    (error,) = guest.pipe.take()
    assert (error["code"], error["channel"], error["message"]) == ("unavailable", "gex:SPX", "no option chain yet")
    assert (error["retry"], error["retry_after_ms"]) == ("after", 5_000)
    assert guest.tick(5.0) == []
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    assert brief(guest.pipe.take()) == ["toy_gex gex:SPX", "synced gex:SPX"]
    desk.hub.fail("gex:SPX", "chain lost")
    late = desk.guest()
    late.pipe.take()
    assert [frame.get("stale") for frame in late.subscribe("gex:SPX")] == [None, True, None]


def test_a_channel_known_to_have_failed_is_refused_at_once() -> None:
    desk = Desk()
    desk.hub.fail("gex:SPX", "not entitled")
    guest = desk.guest()
    guest.pipe.take()
    assert brief(guest.subscribe("gex:SPX")) == ["subscribed", "error gex:SPX"]


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


def test_o11_an_empty_channel_is_synced_with_count_zero() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    guest = desk.guest()
    guest.pipe.take()
    _, synced = guest.subscribe("flow:alert")
    assert (synced["type"], synced["channel"], synced["seq"], synced["count"]) == ("synced", "flow:alert", 0, 0)


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


def test_an_old_price_is_better_than_none() -> None:
    desk = full_desk()
    guest = desk.guest(fetches=True)
    guest.pipe.take()
    guest.subscribe(symbols=("SPX",))
    guest.peer.price_failed("SPX", "unavailable", "upstream down")
    assert brief(guest.pipe.take()) == ["price price:SPX", "synced price:SPX"]


def test_o2_f16_who_only_listens_stays_for_hours() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX")
    beats = [frame for _ in range(4 * 60 * 2) for frame in guest.tick(15.0)]
    assert guest.pipe.closed is None
    assert {frame["type"] for frame in beats} == {"heartbeat"}
    assert len(beats) == 4 * 60 * 2


def test_f11_a_heartbeat_tells_unchanged_from_dead() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX", "levels:update", "setups:alice")
    desk.hub.publish(LEVELS, [], desk.as_of)
    guest.pipe.take()
    (beat,) = guest.tick(15.0)
    assert beat["tops"] == {"gex:SPX": 1, "levels:update": 4, "setups:alice": 0}
    assert beat["ts"] == desk.clock.now() // 1_000_000
    assert guest.tick(14.9) == []
    guest.lag()
    assert guest.tick(1.0) == []
    guest.resume()
    assert [frame["type"] for frame in guest.tick()] == ["heartbeat"]


def test_a_heartbeat_names_no_top_the_reader_cannot_have() -> None:
    desk = full_desk()
    desk.hub.declare(state_channel("prediction:update"))
    guest = desk.guest(fetches=True)
    guest.say(
        {"type": "subscribe", "channels": ["gex:SPX", "prediction:update"], "symbols": ["A"], "interval_ms": 60_000}
    )
    desk.hub.publish(GEX, Reading(7.0), desk.as_of)
    guest.pipe.take()
    beats = [frame for frame in guest.tick(15.0) if frame["type"] == "heartbeat"]
    assert [beat["tops"] for beat in beats] == [{}]


def test_resync_sends_the_snapshot_again() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX")
    frames = guest.say({"type": "resync", "channels": ["gex:spx"]})
    assert brief(frames) == ["toy_gex gex:SPX", "synced gex:SPX"]
    waiting = Desk().guest()
    waiting.subscribe("gex:SPX")
    (error,) = waiting.say({"type": "resync", "channels": ["gex:SPX"]})
    assert (error["code"], error["channel"]) == ("unavailable", "gex:SPX")


def test_since_is_answered_with_a_snapshot() -> None:
    guest = full_desk().guest()
    guest.pipe.take()
    since = {"levels:update": {"epoch": "e1", "seq": 2}, "flow:alert": {"epoch": "other", "seq": 99}}
    frames = guest.say({"type": "subscribe", "channels": list(since), "since": since})
    assert {position["recovered"] for position in frames[0]["channels"].values()} == {False}
    assert [frame["channel"] for frame in frames if frame["type"] == "synced"] == ["levels:update", "flow:alert"]


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


def test_o10_junk_of_every_kind_leaves_the_others_undisturbed() -> None:
    desk = full_desk()
    bad, good = desk.guest(), desk.guest()
    good.subscribe("gex:SPX")
    many = [f"S{at}" for at in range(10_000)]
    answers = [bad.say({"type": "subscribe", "symbols": many[at : at + 100]}) for at in range(0, 10_000, 100)]
    codes = {error["code"] for frames in answers for frame in frames for error in frame.get("errors", ())}
    codes |= {frame["code"] for frames in answers for frame in frames if frame["type"] == "error"}
    assert codes == {"unknown_symbol", "rate_limited"}
    assert bad.pipe.closed is not None
    desk.hub.publish(GEX, Reading(2.0), desk.as_of)
    assert len(good.pipe.take()) == 1


def test_f09_ten_thousand_symbols_one_by_one_meet_the_limit() -> None:
    guest = Desk().guest(limits=WIDE, fetches=True)
    codes: dict[str, int] = {}
    for at in range(10_000):
        for frame in guest.say({"type": "subscribe", "symbols": [f"S{at}"]}):
            for error in frame.get("errors", ()):
                codes[error["code"]] = codes.get(error["code"], 0) + 1
    assert codes == {"limit_reached": 10_000 - 64}
    assert len(guest.shell.symbols) == 64


def test_requests_go_to_the_shell_and_answers_to_the_asker() -> None:
    guest = Desk().guest()
    guest.pipe.take()
    guest.say({"type": "command", "name": "plan", "args": {"a": 1}, "id": 5})
    assert [json.dumps(request.args) for request in guest.shell.requests if not hasattr(request, "text")] == [
        '{"a": 1}'
    ]
    guest.peer.send(Done(5, "plan"))
    guest.peer.request_done()
    assert guest.pipe.take() == [{"type": "done", "id": 5, "name": "plan"}]


def test_when_it_is_gone_the_hub_has_forgotten_it() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("gex:SPX", "setups:alice")
    guest.peer.gone()
    assert desk.hub.readers("gex:SPX") == 0
    desk.hub.publish(GEX, Reading(5.0), desk.as_of)
    guest.peer.send(Done(1, "late"))
    assert [frame for frame in guest.pipe.take() if frame.get("seq") == 2 or frame["type"] == "done"] == []


def test_a_token_that_ends_closes_with_4401_after_notice_and_grace() -> None:
    desk = Desk()
    wall = desk.times()[1]
    guest: Guest = desk.guest(Identity("alice", None, wall + 100.0))
    guest.pipe.take()
    assert [frame["in_ms"] for frame in guest.tick(40.0) if frame["type"] == "auth_expiring"] == [60_000]
    guest.tick(89.0)
    assert guest.pipe.closed is None
    assert [frame["code"] for frame in guest.tick(1.0) if frame["type"] == "error"] == ["token_expired"]
    assert guest.pipe.closed == (4401, "token_expired")
