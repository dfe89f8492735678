"""One websocket connection without its bytes."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.params import StreamRules
from spxcc.feeds.massive.session import StreamSession

RULES = StreamRules()


def say(session: StreamSession, *events: Mapping[str, object], now: float = 1.0) -> int:
    return len(session.heard(json.dumps(events), now))


def status(word: str, message: str = "") -> Mapping[str, object]:
    return {"ev": "status", "status": word, "message": message}


def ready(*params: str, now: float = 1.0) -> StreamSession:
    session = StreamSession("KEY", RULES, now)
    session.want(params)
    say(session, status("connected"), now=now)
    session.outgoing(now)
    say(session, status("auth_success", "authenticated"), now=now)
    return session


def sent(session: StreamSession, now: float = 1.0) -> list[dict[str, str]]:
    return [json.loads(text) for text in session.outgoing(now)]


def test_f30_the_server_speaks_first_then_the_key_goes_then_the_wishes() -> None:
    session = StreamSession("KEY", RULES, 0.0)
    session.want(["V.I:SPX"])
    assert sent(session) == []
    say(session, status("connected", "Connected Successfully"))
    assert sent(session) == [{"action": "auth", "params": "KEY"}]
    assert sent(session) == [], "once"
    say(session, status("auth_success", "authenticated"))
    assert sent(session) == [{"action": "subscribe", "params": "V.I:SPX"}]
    assert sent(session) == []
    assert session.stage == "ready"


def test_f30_subscribed_is_what_was_acknowledged_by_name() -> None:
    session = ready("V.I:SPX", "AM.I:SPX")
    sent(session)
    assert session.acked == frozenset()
    say(session, status("success", "subscribed to: V.I:SPX"), status("success", "subscribed to: T.SPY"))
    assert session.acked == {"V.I:SPX"}
    assert session.missing(5.9) == ()
    assert session.missing(6.0) == ("AM.I:SPX",)
    assert session.missing(7.0) == (), "told once"
    say(session, status("success", "subscribed to: AM.I:SPX"))
    assert session.acked == {"V.I:SPX", "AM.I:SPX"}


def test_topics_never_share_a_message_and_messages_are_bounded() -> None:
    contracts = [f"O:SPXW260114C0{number}000" for number in range(5000, 5150)]
    session = ready(*(f"T.{each}" for each in contracts), *(f"Q.{each}" for each in contracts))
    messages = [message["params"].split(",") for message in sent(session)]
    assert sum(map(len, messages)) == 300
    for params in messages:
        assert len({param[0] for param in params}) == 1
        assert len(params) <= RULES.chunk


def test_wishes_change_by_difference_and_what_goes_goes_first() -> None:
    session = ready("Q.O:A", "Q.O:B")
    sent(session)
    say(session, status("success", "subscribed to: Q.O:A"), status("success", "subscribed to: Q.O:B"))
    session.want(["Q.O:B", "Q.O:C"])
    assert sent(session) == [
        {"action": "unsubscribe", "params": "Q.O:A"},
        {"action": "subscribe", "params": "Q.O:C"},
    ]
    assert session.acked == {"Q.O:B"}
    say(session, status("success", "unsubscribed to: Q.O:A"), status("success", "subscribed to: Q.O:C"))
    assert session.acked == {"Q.O:B", "Q.O:C"}


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("auth_failed", "refused"),
        ("auth_timeout", "closed"),
        ("max_connections", "evicted"),
        ("force_disconnect", "forced"),
        ("slow_consumer", "slow"),
    ],
)
def test_each_farewell_has_its_kind(word: str, kind: str) -> None:
    session = ready("V.I:SPX")
    say(session, status(word, "  because  of this "))
    assert session.ending is not None
    assert (session.ending.kind, session.ending.reason) == (kind, "because of this")
    assert session.check(1.0, None) == session.ending
    assert sent(session) == []


def test_an_eviction_in_place_of_the_login_is_one() -> None:
    session = StreamSession("KEY", RULES, 0.0)
    say(session, status("connected"), status("max_connections", "Maximum number of websocket connections exceeded. "))
    assert session.ending is not None
    assert session.ending.kind == "evicted"


def test_a_refused_topic_names_nothing_and_the_others_stand() -> None:
    session = ready("T.O:A", "Q.O:A")
    sent(session)
    say(session, status("error", "not authorized"), status("success", "subscribed to: T.O:A"))
    assert session.refusals == 1
    assert session.acked == {"T.O:A"}
    assert session.ending is None
    assert session.missing(10.0) == ("Q.O:A",)


def test_a_server_that_says_nothing_is_left() -> None:
    session = StreamSession("KEY", RULES, 0.0)
    assert session.check(10.0, 20.0) is None
    ending = session.check(10.5, 20.0)
    assert ending is not None
    assert ending.kind == "silent"


def test_f30_alive_is_data_not_a_connection() -> None:
    session = ready("V.I:SPX")
    sent(session)
    say(session, status("success", "subscribed to: V.I:SPX"))
    value = {"ev": "V", "val": 6000.0, "T": "I:SPX", "t": 1768406400000}
    assert say(session, value, now=5.0) == 1
    assert session.check(25.0, 20.0) is None
    say(session, status("success", "subscribed to: AM.I:SPX"), now=24.0)
    ending = session.check(25.5, 20.0)
    assert ending is not None
    assert (ending.kind, ending.reason) == ("silent", "no data for 20 s")


def test_outside_the_session_it_may_be_silent_for_hours() -> None:
    session = ready("V.I:SPX")
    sent(session)
    say(session, status("success", "subscribed to: V.I:SPX"))
    assert session.check(30_000.0, None) is None
    assert session.check(30_010.0, 20.0) is None, "the silence counts from when data was due"


def test_good_after_ten_seconds() -> None:
    session = ready(now=1.0)
    assert (session.stable(10.9), session.stable(11.0)) == (False, True)


WORDS = st.sampled_from(["connected", "auth_success", "success", "error", "auth_failed", "odd"])


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["", "subscribed to: A.B", "unsubscribed to: A.B", "x"])), max_size=20)
)
def test_nothing_is_sent_before_its_turn_in_whatever_order_statuses_come(said: list[tuple[str, str]]) -> None:
    session = StreamSession("KEY", RULES, 0.0)
    session.want(["A.B"])
    actions = []
    for word, message in said:
        say(session, status(word, message))
        actions += [each["action"] for each in sent(session)]
    assert actions in ([], ["auth"], ["auth", "subscribe"])
    assert session.acked <= {"A.B"}
