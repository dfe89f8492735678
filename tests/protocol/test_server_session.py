"""The server's half of a connection: who comes in, what is served, what is too much."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol import messages as wire
from spxcc.protocol.codes import AuthCode, ErrorCode
from spxcc.protocol.effects import (
    Admitted,
    AskCoach,
    Authenticate,
    Close,
    Effect,
    ResendChannels,
    RunCommand,
    RunQuery,
    Send,
    StartChannels,
    StopChannels,
)
from spxcc.protocol.identity import Identity
from spxcc.protocol.limits import Limits
from spxcc.protocol.server_session import ServerSession

WALL = 1_750_000_000.0
ALICE = Identity("alice")
E = TypeVar("E")


def admit(identity: Identity, channel: str) -> ErrorCode | None:
    if channel.startswith("setups:") and channel not in {"setups:update", f"setups:{identity.sub}"}:
        return "forbidden_channel"
    return "unknown_channel" if channel.startswith("zap") else None


def session(limits: Limits | None = None) -> ServerSession:
    """A connection that has not said who it is."""
    return ServerSession(limits or Limits(), admit, 0.0)


def opened(limits: Limits | None = None, identity: Identity = ALICE) -> ServerSession:
    """An admitted connection."""
    fresh = session(limits)
    fresh.begin(None, identity, 0.0, WALL)
    return fresh


def say(target: ServerSession, message: dict[str, Any] | str, now: float = 1.0) -> list[Effect]:
    text = message if isinstance(message, str) else json.dumps(message)
    return target.receive_text(text, now, WALL + now)


def only(effects: Sequence[Effect], kind: type[E]) -> list[E]:
    return [effect for effect in effects if isinstance(effect, kind)]


def errors(effects: Sequence[Effect]) -> list[wire.Error]:
    return [effect.message for effect in only(effects, Send) if isinstance(effect.message, wire.Error)]


def test_o1_a_subscribe_before_authentication_is_served_after_it() -> None:
    early = session()
    assert early.begin("T", None, 0.0, WALL) == [Authenticate("T")]
    assert say(early, {"type": "subscribe", "channels": ["gex:SPX"], "id": 1}) == []
    assert say(early, {"type": "ping"}) == []
    effects = early.authenticated(ALICE, 5.0, WALL + 5.0)
    assert effects[0] == Admitted(ALICE)
    assert [start.channels for start in only(effects, StartChannels)] == [("gex:SPX",)]
    assert effects[-1] == Send(wire.Pong())


def test_f05_the_first_frame_may_bring_the_token_and_others_may_come_before_it() -> None:
    early = session()
    assert early.begin(None, None, 0.0, WALL) == []
    assert say(early, {"type": "subscribe", "symbols": ["SPX"]}) == []
    assert say(early, {"type": "auth", "token": "T"}) == [Authenticate("T")]
    effects = early.authenticated(ALICE, 2.0, WALL + 2.0)
    assert [start.symbols for start in only(effects, StartChannels)] == [("SPX",)]


def test_the_queue_before_authentication_is_bounded() -> None:
    early = session(Limits(queued=3))
    early.begin("T", None, 0.0, WALL)
    for _ in range(3):
        assert say(early, {"type": "ping"}) == []
    assert only(say(early, {"type": "ping"}), Close) == [Close(4429, "capacity")]
    early = session(Limits(queued_bytes=100))
    early.begin("T", None, 0.0, WALL)
    assert only(say(early, {"type": "ask", "text": "x" * 100}), Close)
    assert early.authenticated(ALICE, 1.0, WALL) == []


def test_f04_codes_of_failed_authentication() -> None:
    closes: dict[AuthCode, int] = {
        "token_missing": 4401,
        "token_invalid": 4401,
        "token_expired": 4401,
        "forbidden": 4403,
    }
    for code, close in closes.items():
        early = session()
        early.begin("T", None, 0.0, WALL)
        effects = early.auth_failed(code, "why")
        assert only(effects, Close) == [Close(close, code)]
        assert errors(effects)[0].code == code
        assert say(early, {"type": "ping"}) == []


def test_f04_no_token_in_time_is_4408() -> None:
    early = session()
    early.begin(None, None, 0.0, WALL)
    assert early.deadline() == 10.0
    assert early.expire(9.9) == []
    assert only(early.expire(10.0), Close) == [Close(4408, "authentication timeout")]
    assert early.deadline() is None


def test_a_token_ends_with_notice_and_grace() -> None:
    target = opened(identity=Identity("alice", None, WALL + 100.0))
    assert target.deadline() == 40.0
    notice = only(target.expire(40.0), Send)[0].message
    assert notice == wire.AuthExpiring(60_000, WALL + 100.0)
    assert target.expire(40.0) == []
    assert target.deadline() == 130.0
    assert target.expire(129.9) == []
    assert only(target.expire(130.0), Close) == [Close(4401, "token_expired")]


def test_a_jump_of_the_wall_clock_expires_nobody() -> None:
    target = opened(identity=Identity("alice", None, WALL + 100.0))
    target.receive_text('{"type":"ping"}', 1.0, WALL + 3_600.0)
    assert target.expire(2.0) == []


def test_renewal_keeps_subscriptions() -> None:
    target = opened(identity=Identity("alice", None, WALL + 100.0))
    say(target, {"type": "subscribe", "channels": ["gex:SPX"]})
    assert say(target, {"type": "auth", "token": "new", "id": 7}) == [Authenticate("new")]
    assert errors(say(target, {"type": "auth", "token": "again"}))[0].code == "rate_limited"
    effects = target.authenticated(Identity("alice", None, WALL + 1_000.0), 50.0, WALL + 50.0)
    assert effects == [Send(wire.AuthOk(7, WALL + 1_000.0))]
    assert target.deadline() == 50.0 + 950.0 - 60.0
    assert "gex:SPX" in target.interests.names


def test_renewal_by_another_user_is_forbidden() -> None:
    target = opened()
    say(target, {"type": "auth", "token": "new"})
    assert only(target.authenticated(Identity("Alice"), 2.0, WALL), Close) == [Close(4403, "other user")]


def test_a_failed_renewal_leaves_the_old_token_in_force() -> None:
    target = opened(identity=Identity("alice", None, WALL + 100.0))
    say(target, {"type": "auth", "token": "bad", "id": 3})
    effects = target.auth_failed("token_invalid", "bad signature")
    assert [(error.code, error.id) for error in errors(effects)] == [("token_invalid", 3)]
    assert target.phase == "open"
    assert say(target, {"type": "auth", "token": "good"}) == [Authenticate("good")]


def test_a_token_that_cannot_be_examined_says_nothing_about_itself() -> None:
    stranger = session()
    stranger.begin("T", None, 0.0, WALL)
    effects = stranger.auth_unavailable("the issuer is down")
    assert [(error.code, error.retry_after_ms) for error in errors(effects)] == [("unavailable", 30_000)]
    assert only(effects, Close) == [Close(1013, "authentication unavailable")]
    assert stranger.auth_unavailable("again") == []
    known = opened(identity=Identity("alice", None, WALL + 100.0))
    say(known, {"type": "auth", "token": "T", "id": 4})
    assert [(error.code, error.id) for error in errors(known.auth_unavailable("down"))] == [("unavailable", 4)]
    assert known.phase == "open"
    assert say(known, {"type": "auth", "token": "T"}) == [Authenticate("T")]


def test_a_renewal_stops_what_the_new_token_does_not_open() -> None:
    def only_pro(identity: Identity, channel: str) -> ErrorCode | None:
        return None if identity.tier == "pro" or channel == "gex:SPX" else "forbidden_channel"

    target = ServerSession(Limits(), only_pro, 0.0)
    target.begin(None, Identity("alice", "pro"), 0.0, WALL)
    say(target, {"type": "subscribe", "channels": ["gex:SPX", "levels:update"], "symbols": ["QQQ"]})
    say(target, {"type": "auth", "token": "T"})
    effects = target.authenticated(Identity("alice", "free"), 2.0, WALL)
    assert effects[0] == Send(wire.AuthOk(None, None))
    assert [error.channel for error in errors(effects)] == ["levels:update", "price:QQQ"]
    assert effects[-1] == StopChannels(None, ("levels:update",), ("QQQ",), ("levels:update", "price:QQQ"))
    assert target.interests.names == {"gex:SPX"}


def test_subscribe_hands_over_the_canonical_and_the_refused() -> None:
    message = {
        "type": "subscribe", "id": "r1", "symbols": ["spx"],
        "channels": ["LEVELS:UPDATE", "gex:spx", "zap:x", "setups:Bob"],
        "since": {"GEX:spx": {"epoch": "e", "seq": 3}, "other:x": {"epoch": "e", "seq": 1}}, "interval_ms": 500,
    }  # fmt: skip
    (start,) = only(say(opened(), message), StartChannels)
    assert start.channels == ("levels:update", "gex:SPX")
    assert start.symbols == ("SPX",)
    assert start.names == ("gex:SPX", "levels:update", "price:SPX")
    assert [(error.entry, error.code) for error in start.errors] == [
        ("zap:x", "unknown_channel"),
        ("setups:Bob", "forbidden_channel"),
    ]
    assert start.since == {"gex:SPX": wire.Position("e", 3)}
    assert (start.request_id, start.interval_ms) == ("r1", 500)
    assert errors(say(opened(), {"type": "subscribe", "interval_ms": -1}))[0].code == "bad_request"


def test_unsubscribe_names_only_what_was_held() -> None:
    target = opened()
    say(target, {"type": "subscribe", "symbols": ["SPX"], "channels": ["gex:SPX", "price:SPX"]})
    (stop,) = only(
        say(target, {"type": "unsubscribe", "symbols": ["spx"], "channels": ["gex:spx", "zap"]}), StopChannels
    )
    assert (stop.channels, stop.symbols, stop.names) == (("gex:SPX",), ("SPX",), ("gex:SPX",))


def test_resync_is_for_own_channels_and_rate_limited() -> None:
    target = opened()
    say(target, {"type": "subscribe", "channels": ["gex:SPX"]})
    again = {"type": "resync", "channels": ["GEX:SPX"]}
    assert say(target, again) == [ResendChannels(("gex:SPX",))]
    assert say(target, again, 2.0) == [ResendChannels(("gex:SPX",))]
    (error,) = errors(say(target, again, 3.0))
    assert (error.code, error.retry_after_ms) == ("rate_limited", 8_000)
    assert say(target, again, 11.1) == [ResendChannels(("gex:SPX",))]
    assert errors(say(target, {"type": "resync", "channels": ["gex:SPY"]}, 30.0))[0].code == "unknown_channel"
    assert errors(say(target, {"type": "resync", "channels": []}, 31.0))[0].code == "unknown_channel"


def test_ping_is_answered_in_kind() -> None:
    target = opened()
    assert say(target, {"type": "ping"}) == [Send(wire.Pong())]
    assert say(target, {"type": "ping", "t": 5}) == [Send(wire.Pong(5, round((WALL + 1) * 1000)))]


def test_requests_in_flight_are_bounded() -> None:
    target = opened(Limits(requests=2))
    assert say(target, {"type": "ask", "text": "why?", "id": 1}) == [AskCoach(1, "why?")]
    assert say(target, {"type": "query", "name": "why", "args": {"a": 1}}) == [RunQuery(None, "why", {"a": 1})]
    assert errors(say(target, {"type": "command", "name": "plan"}))[0].code == "rate_limited"
    target.request_done()
    assert say(target, {"type": "command", "name": "plan"}) == [RunCommand(None, "plan", {})]
    assert errors(say(target, {"type": "ask", "text": "x" * 501}))[0].code == "too_long"


def test_o10_too_many_messages_are_refused_and_end_the_connection() -> None:
    target = opened()
    results = [say(target, {"type": "ping"}) for _ in range(200)]
    served = [effects for effects in results if effects == [Send(wire.Pong())]]
    assert len(served) == 40
    refused = errors(results[40])[0]
    assert (refused.code, refused.retry, refused.retry_after_ms) == ("rate_limited", "after", 50)
    assert [only(effects, Close) for effects in results if only(effects, Close)] == [[Close(4429, "rate")]]
    assert results[-1] == []


def test_twenty_messages_a_second_are_fine_for_ever() -> None:
    target = opened()
    for at in range(2_000):
        assert say(target, {"type": "ping"}, 1.0 + at * 0.0501) == [Send(wire.Pong())]


def test_junk_is_tolerated_fifty_times() -> None:
    target = opened(replace(Limits(), msg_per_s=1e6, burst=10_000))
    results = [say(target, "junk") for _ in range(60)]
    assert [errors(effects)[0].code for effects in results[:51]] == ["bad_json"] * 51
    assert only(results[50], Close) == [Close(4400, "too many protocol errors")]
    assert results[51:] == [[]] * 9


def test_a_rare_mistake_is_forgiven_for_ever() -> None:
    target = opened()
    for at in range(1_000):
        assert only(say(target, "junk", at * 15.0), Close) == []


@pytest.mark.parametrize("entry", ["x" * 5_000, {"a": "y" * 5_000}, ["z" * 5_000]])
def test_answers_echo_no_more_than_64_characters(entry: object) -> None:
    for message in (
        {"type": "subscribe", "channels": [entry], "symbols": [entry]},
        {"type": entry},
        {"type": "resync", "channels": [entry]},
    ):
        for effect in say(opened(), message):
            if isinstance(effect, Send) and isinstance(effect.message, wire.Error):
                assert len(effect.message.message) < 100
            if isinstance(effect, StartChannels):
                assert all(len(error.entry) <= 64 for error in effect.errors)


@given(st.lists(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")), max_size=30))
def test_any_text_at_any_time_is_survived(texts: list[str]) -> None:
    for target in (session(), opened()):
        for at, text in enumerate(texts):
            for effect in say(target, text, float(at)):
                assert isinstance(effect, (Send, Close))
