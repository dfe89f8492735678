"""The client's end of a socket, without one."""

from typing import Any

import msgspec
import pytest

from spxcc.protocol.client_effects import (
    Answer,
    Dead,
    Deliver,
    Effect,
    Expiring,
    Gap,
    Goodbye,
    Refused,
    Send,
    Synced,
    Trouble,
    Welcome,
)
from spxcc.protocol.client_session import ClientSession
from tests.fakes.channels import CHANNELS, frame, hello, snapshot, subscribed, synced

LEVELS, PRICE, FLOW = "levels:update", "price:SPX", "flow:alert"


def sent(effects: list[Effect]) -> list[dict[str, Any]]:
    """The messages among the effects."""
    return [msgspec.json.decode(effect.text) for effect in effects if isinstance(effect, Send)]


def only(effects: list[Effect], kind: type[Any]) -> list[Any]:
    return [effect for effect in effects if isinstance(effect, kind)]


class Wired:
    """A session, open at 0 s, with a server that is played by the test."""

    def __init__(self, *channels: str, opened: bool = True) -> None:
        self.session = ClientSession({channel.name: channel.keep for channel in CHANNELS})
        self.first = self.session.want("app", channels, 0.0)
        if opened:
            self.first = self.session.opened(0.0)

    def hear(self, fields: dict[str, Any], now: float = 0.1) -> list[Effect]:
        return self.session.receive(msgspec.json.encode(fields), now)

    def serve(self, now: float = 0.1) -> None:
        """Answer the subscribe with one snapshot at seq 5 for each channel."""
        for request in sent(self.first):
            self.hear(subscribed(request, 5), now)
            for name in request["channels"]:
                self.hear(snapshot(name, 5, {}), now)
                self.hear(synced(name, 5), now)


def test_f01_one_subscribe_for_all_that_is_wanted() -> None:
    wired = Wired(LEVELS, PRICE)
    assert sent(wired.first) == [{"type": "subscribe", "channels": [LEVELS, PRICE], "id": "c1"}]


def test_f01_the_union_of_all_views_is_diffed() -> None:
    wired = Wired(LEVELS, PRICE)
    assert wired.session.want("chart", [PRICE], 1.0) == []
    assert wired.session.want("app", [LEVELS, PRICE], 1.0) == []
    assert sent(wired.session.want("chart", [PRICE, FLOW], 1.0)) == [
        {"type": "subscribe", "channels": [FLOW], "id": "c2"}
    ]
    assert sent(wired.session.want("app", [], 1.0)) == [{"type": "unsubscribe", "channels": [LEVELS], "id": "c3"}]
    assert wired.session.wanted == {PRICE, FLOW}


def test_f01_without_a_connection_nothing_is_said() -> None:
    wired = Wired(LEVELS, opened=False)
    assert wired.session.want("chart", [PRICE], 1.0) == []
    assert [message["channels"] for message in sent(wired.session.opened(2.0))] == [[LEVELS, PRICE]]


def test_g8_frames_of_an_unsubscribed_channel_are_ignored() -> None:
    wired = Wired(LEVELS)
    wired.serve()
    wired.session.want("app", [], 1.0)
    assert wired.hear(frame(LEVELS, 6, {})) == []
    assert wired.hear(synced(LEVELS, 6)) == []
    assert wired.hear({"type": "resync", "channel": LEVELS, "reason": "lag"}) == []


def test_f08_a_price_channel_lives_on_after_its_snapshot() -> None:
    wired = Wired(PRICE)
    wired.serve()
    delivered = only([*wired.hear(frame(PRICE, 6, {"n": 1})), *wired.hear(frame(PRICE, 9, {"n": 2}))], Deliver)
    assert [(effect.channel, effect.seq) for effect in delivered] == [(PRICE, 6), (PRICE, 9)]


def test_synced_says_how_long_it_took() -> None:
    wired = Wired(LEVELS)
    wired.hear(snapshot(LEVELS, 5, {}), 0.2)
    assert only(wired.hear(synced(LEVELS, 5), 0.25), Synced) == [Synced(LEVELS, 0.25)]
    assert only(wired.hear(synced(LEVELS, 5), 60.0), Synced) == []


def test_a_reconnect_gives_the_positions() -> None:
    wired = Wired(LEVELS, PRICE)
    wired.serve()
    wired.session.closed()
    (message,) = sent(wired.session.opened(50.0))
    assert message["since"] == {LEVELS: {"epoch": "e1", "seq": 5}, PRICE: {"epoch": "e1", "seq": 5}}
    wired.session.forget_positions()
    (message,) = sent(wired.session.opened(60.0))
    assert "since" not in message


def test_a_gap_asks_once_and_the_snapshot_settles_it() -> None:
    wired = Wired(LEVELS)
    wired.serve()
    effects = wired.hear(frame(LEVELS, 8, {}), 1.0)
    assert only(effects, Gap) == [Gap(LEVELS, "gap")]
    assert [message["type"] for message in sent(effects)] == ["resync"]
    assert wired.hear(frame(LEVELS, 9, {}), 1.1) == []
    assert len(only(wired.hear(snapshot(LEVELS, 9, {}), 1.2), Deliver)) == 1
    assert sent(wired.session.expire(20.0)) == []


def test_an_unanswered_resync_is_asked_again_and_not_too_often() -> None:
    wired = Wired(LEVELS, FLOW)
    wired.serve()
    wired.hear(frame(LEVELS, 8, {}), 1.0)
    second = wired.hear(frame(FLOW, 8, {}), 2.0)
    assert sent(second) == []
    assert wired.session.deadline() == 6.5
    assert [message["channels"] for message in sent(wired.session.expire(6.5))] == [[FLOW]]
    assert [message["channels"] for message in sent(wired.session.expire(12.0))] == [[LEVELS]]


def test_a_resync_of_the_server_waits_for_its_snapshot() -> None:
    wired = Wired(LEVELS)
    wired.serve()
    effects = wired.hear({"type": "resync", "channel": LEVELS, "reason": "lag"}, 1.0)
    assert effects == [Gap(LEVELS, "lag")]
    assert wired.hear(frame(LEVELS, 6, {}), 1.0) == []
    assert sent(wired.session.expire(10.9)) == []
    assert len(sent(wired.session.expire(11.0))) == 1


def test_f16_a_heartbeat_shows_a_silent_loss() -> None:
    wired = Wired(LEVELS, PRICE)
    wired.serve()
    assert wired.hear({"type": "heartbeat", "ts": 1, "tops": {LEVELS: 5, PRICE: 5}}, 15.0) == []
    effects = wired.hear({"type": "heartbeat", "ts": 2, "tops": {LEVELS: 6, PRICE: 5, "other": 9}}, 30.0)
    assert only(effects, Gap) == [Gap(LEVELS, "loss")]
    assert [message["channels"] for message in sent(effects)] == [[LEVELS]]


def test_f16_silence_kills_and_any_frame_keeps_alive() -> None:
    wired = Wired(LEVELS)
    wired.serve(0.0)
    wired.hear(hello() | {"heartbeat_ms": 10_000}, 0.0)
    assert wired.session.deadline() == 22.0
    wired.hear({"type": "something", "new": True}, 20.0)
    assert wired.session.expire(41.9) == []
    assert only(wired.session.expire(42.0), Dead) == [Dead("nothing heard for 22 s")]


def test_an_unanswered_subscribe_is_repeated() -> None:
    wired = Wired(LEVELS)
    assert wired.session.deadline() == 10.0
    assert [message["channels"] for message in sent(wired.session.expire(10.0))] == [[LEVELS]]


def test_a_refused_entry_is_shown_and_asked_again_if_it_may() -> None:
    wired = Wired(LEVELS, FLOW)
    (request,) = sent(wired.first)
    errors = [
        {"entry": LEVELS, "code": "unknown_channel", "message": "no such channel", "retry": "never"},
        {"entry": FLOW, "code": "unavailable", "message": "later", "retry": "after"},
    ]
    effects = wired.hear(subscribed({"id": request["id"]}, errors=errors), 1.0)
    assert effects == [
        Refused(LEVELS, "unknown_channel", "no such channel", True),
        Refused(FLOW, "unavailable", "later", False),
    ]
    assert [message["channels"] for message in sent(wired.session.expire(6.0))] == [[FLOW]]


def test_a_refused_subscribe_comes_again_when_told() -> None:
    wired = Wired(LEVELS)
    (request,) = sent(wired.first)
    error = {"type": "error", "code": "rate_limited", "message": "slow down", "retry": "after", "retry_after_ms": 2_000}
    assert wired.hear(error | {"id": request["id"]}, 1.0) == [Refused(LEVELS, "rate_limited", "slow down", False)]
    assert [message["channels"] for message in sent(wired.session.expire(3.0))] == [[LEVELS]]


def test_an_error_on_a_channel_is_its_reason() -> None:
    wired = Wired(LEVELS)
    error = {"type": "error", "code": "unavailable", "message": "no chain", "retry": "after", "channel": LEVELS}
    assert wired.hear(error, 2.0) == [Refused(LEVELS, "unavailable", "no chain", False)]


def test_answers_find_their_request() -> None:
    wired = Wired()
    asked = wired.session.next_id()
    for fields in (
        {"type": "done", "name": "x", "id": asked},
        {"type": "error", "code": "internal", "message": "no", "retry": "after", "id": asked},
        {"type": "coach_answer", "delta": "a", "id": asked},
    ):
        (answer,) = only(wired.hear(fields), Answer)
        assert answer.id == asked


def test_news_about_the_connection() -> None:
    wired = Wired()
    assert [type(effect) for effect in wired.hear(hello())] == [Welcome]
    assert wired.hear({"type": "auth_expiring", "in_ms": 60_000, "expires_at": 1.0}) == [Expiring()]
    assert wired.hear({"type": "shutdown", "in_ms": 0, "reconnect_after_ms": [0, 8_000]}) == [Goodbye((0, 8_000))]
    error = {"type": "error", "code": "limit_reached", "message": "full", "retry": "after", "retry_after_ms": 9_000}
    assert wired.hear(error) == [Trouble("limit_reached", "full", 9_000)]


def test_the_broadcast_needs_no_subscription() -> None:
    wired = Wired()
    (delivered,) = wired.hear({"type": "status", "channel": "status", "data": {"status": "open"}, "as_of": 7})
    assert isinstance(delivered, Deliver)
    assert (delivered.channel, delivered.snapshot, delivered.as_of_ms) == ("status", True, 7)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type":1}', '{"type":"synced"}', b"\xff", "[" * 5_000])
def test_what_cannot_be_read_is_trouble_and_no_exception(text: str | bytes) -> None:
    assert [type(effect) for effect in Wired().session.receive(text, 0.0)] == [Trouble]


def test_without_a_connection_nothing_is_due() -> None:
    wired = Wired(LEVELS, opened=False)
    assert wired.session.deadline() is None
    assert wired.session.expire(1_000.0) == []
