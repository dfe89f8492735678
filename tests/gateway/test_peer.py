"""A connection without its socket; its guarantees are in `test_guarantees.py`."""

import json

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
    STATUS,
    Desk,
    Guest,
    Member,
    Quote,
    Reading,
    brief,
    full_desk,
    price_channel,
    state_channel,
)

WIDE = Limits(msg_per_s=1e6, burst=10**6, errors=10**6)


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


def test_o11_an_empty_channel_is_synced_with_count_zero() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [], desk.as_of)
    guest = desk.guest()
    guest.pipe.take()
    _, synced = guest.subscribe("flow:alert")
    assert (synced["type"], synced["channel"], synced["seq"], synced["count"]) == ("synced", "flow:alert", 0, 0)


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


def test_a_position_of_another_epoch_is_answered_with_a_snapshot() -> None:
    guest = full_desk().guest()
    guest.pipe.take()
    since = {"levels:update": {"epoch": "other", "seq": 2}, "flow:alert": {"epoch": "other", "seq": 99}}
    frames = guest.say({"type": "subscribe", "channels": list(since), "since": since})
    assert {position["recovered"] for position in frames[0]["channels"].values()} == {False}
    assert [frame["channel"] for frame in frames if frame["type"] == "synced"] == ["levels:update", "flow:alert"]


def since(desk: Desk, **positions: int) -> dict[str, object]:
    """A subscribe of the toy channels with positions."""
    names = {"gex": "gex:SPX", "levels": "levels:update", "flow": "flow:alert"}
    places = {names[name]: {"epoch": desk.hub.epoch, "seq": seq} for name, seq in positions.items()}
    return {"type": "subscribe", "channels": list(places), "since": places}


def test_who_was_away_gets_what_was_missed_and_nothing_else() -> None:
    desk = Desk()
    desk.hub.publish(GEX, Reading(1.0), desk.as_of)
    desk.hub.publish(LEVELS, [Member("a")], desk.as_of)
    desk.hub.publish(FLOW, [Member(f"f{at}") for at in range(12)], desk.as_of)
    desk.hub.publish(LEVELS, [Member("a"), Member("b")], desk.as_of)
    guest = desk.guest()
    guest.pipe.take()
    subscribed, *frames = guest.say(since(desk, gex=1, levels=1, flow=2))
    assert {name: place["recovered"] for name, place in subscribed["channels"].items()} == {
        "gex:SPX": True, "levels:update": True, "flow:alert": True,
    }  # fmt: skip
    assert not any(frame.get("snapshot") for frame in frames)
    assert [(frame["channel"], frame["seq"], frame.get("count")) for frame in frames] == [
        ("gex:SPX", 1, 0),
        ("levels:update", 2, None), ("levels:update", 2, 1),
        *(("flow:alert", seq, None) for seq in range(3, 13)), ("flow:alert", 12, 10),
    ]  # fmt: skip
    desk.hub.publish(FLOW, [Member("next")], desk.as_of)
    assert [(frame["seq"], frame["prev"]) for frame in guest.pipe.take()] == [(13, 12)]


def test_who_was_away_too_long_is_told_so_and_gets_the_recent_list() -> None:
    desk = Desk()
    desk.hub.publish(FLOW, [Member(f"f{at}") for at in range(600)], desk.as_of)
    guest = desk.guest()
    guest.pipe.take()
    subscribed, *frames = guest.say(since(desk, flow=10))
    assert subscribed["channels"]["flow:alert"]["recovered"] is False
    assert [frame["data"]["id"] for frame in frames[:-1]] == [f"f{at}" for at in range(595, 600)]
    late = desk.guest()
    desk.clock.shift(901.0)
    late.pipe.take()
    assert late.say(since(desk, flow=599))[0]["channels"]["flow:alert"]["recovered"] is False


def test_a_value_that_went_stale_is_no_ground_to_continue_from() -> None:
    desk = full_desk()
    for name in ("gex:SPX", "levels:update", "flow:alert"):
        desk.hub.mark_stale(name)
    guest = desk.guest()
    guest.pipe.take()
    subscribed, *frames = guest.say(since(desk, gex=desk.hub.seq("gex:SPX"), levels=2, flow=1))
    assert {place["recovered"] for place in subscribed["channels"].values()} == {False}
    assert all(frame["stale"] for frame in frames if frame["type"] != "synced")


def test_a_position_that_never_was_closes_with_its_code() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.say(since(desk, flow=2))
    assert guest.pipe.closed == (4421, "position invalid")
    assert desk.hub.readers("flow:alert") == 0


def test_a_second_subscribe_on_one_connection_is_a_snapshot_again() -> None:
    desk = full_desk()
    guest = desk.guest()
    guest.subscribe("flow:alert")
    subscribed, *frames = guest.say(since(desk, flow=1))
    assert subscribed["channels"]["flow:alert"]["recovered"] is False
    assert brief(frames) == ["toy_event flow:alert", "synced flow:alert"]


def test_a_reader_that_lags_gets_what_it_missed_in_its_turn() -> None:
    desk = full_desk()
    desk.hub.publish(FLOW, [Member(f"f{at}") for at in range(50)], desk.as_of)
    guest = desk.guest()
    guest.pipe.take()
    guest.lag()
    guest.say(since(desk, flow=1))
    desk.hub.publish(FLOW, [Member("live")], desk.as_of)
    frames = guest.resume()
    assert [frame["data"]["id"] for frame in frames if frame["type"] == "toy_event"] == [
        *(f"f{at}" for at in range(50)), "live",
    ]  # fmt: skip
    assert [frame["type"] for frame in frames[-2:]] == ["synced", "toy_event"]


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
