"""The conversation of a stream, by its rules."""

import json
from typing import Any

import msgspec

from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Value
from spxcc.feeds.simulator.massive.stream_session import Reply, StreamSession, framed


def statuses(reply: Reply) -> list[tuple[str, str]]:
    found: list[dict[str, Any]] = [one for frame in reply.frames for one in json.loads(frame)]
    assert all(one["ev"] == "status" for one in found)
    return [(one["status"], one["message"]) for one in found]


def opened(key: str = "sim", cluster: Product = "options") -> StreamSession:
    session = StreamSession(cluster)
    assert statuses(session.opened()) == [("connected", "Connected Successfully")]
    session.received(json.dumps({"action": "auth", "params": key}))
    return session


def say(session: StreamSession, action: str, params: str) -> list[tuple[str, str]]:
    return statuses(session.received(json.dumps({"action": action, "params": params})))


def test_f30_keys_and_plans() -> None:
    assert statuses(StreamSession("indices").received('{"action":"auth","params":"x"}'))[0][0] == "auth_failed"
    session = StreamSession("indices")
    reply = session.received('{"action":"auth","params":"sim"}')
    assert (statuses(reply), reply.authed) == ([("auth_success", "authenticated")], True)
    cases: tuple[tuple[str, Product], ...] = (("sim-options", "indices"), ("sim-basic", "stocks"))
    for key, cluster in cases:
        reply = StreamSession(cluster).received(json.dumps({"action": "auth", "params": key}))
        assert reply.end == "abort"
        assert "websocket access" in statuses(reply)[0][1]


def test_f30_one_ack_for_each_param_and_none_twice() -> None:
    session = opened()
    assert say(StreamSession("options"), "subscribe", "T.*")[0][0] == "auth_required"
    assert say(session, "subscribe", "T.*, A.O:X ,ZZ.SPY,V.I:SPX") == [
        ("success", "subscribed to: T.*"), ("success", "subscribed to: A.O:X")
    ]  # fmt: skip
    assert say(session, "subscribe", "T.*") == []
    due = [sent("T", "O:ANY"), sent("A", "O:X"), sent("A", "O:Y"), sent("Q", "O:X")]
    assert session.wanted(due) == due[:2]
    assert say(session, "unsubscribe", "T.*,T.O:NEVER") == [("success", "unsubscribed to: T.*")]
    assert session.wanted(due) == due[1:2]


def test_f30_a_topic_outside_the_plan_is_one_nameless_error() -> None:
    session = opened("sim-delayed")
    found = say(session, "subscribe", "Q.O:A,T.O:A,Q.O:B")
    assert found == [("success", "subscribed to: T.O:A"), ("error", "not authorized")]


def test_f30_a_thousand_quoted_contracts_and_no_wildcard() -> None:
    session = opened()
    assert say(session, "subscribe", "Q.*") == [("error", "not authorized")]
    assert len(say(session, "subscribe", ",".join(f"Q.O:{one}" for one in range(1_000)))) == 1_000
    assert say(session, "subscribe", "Q.O:1000") == [("error", "not authorized")]


def test_f30_fair_values_are_for_business() -> None:
    assert say(opened(), "subscribe", "FMV.O:A") == [("error", "not authorized")]
    assert say(opened("sim-business"), "subscribe", "FMV.O:A") == [("success", "subscribed to: FMV.O:A")]
    assert say(opened("sim-business"), "subscribe", "FMV.*") == [("error", "not authorized")]
    assert say(opened("sim-business", "stocks"), "subscribe", "FMV.*,NOI.SPY,LULD.SPY")[2][0] == "success"


def test_nonsense_is_answered() -> None:
    for text in ("", "[]", '{"action":1}', '{"action":"dance"}'):
        assert statuses(opened().received(text))[0][0] == "error"
    assert statuses(opened().overdue())[0][0] == "auth_timeout"


def test_frames_are_arrays_of_a_bounded_number_of_events() -> None:
    events = [Value(6_890.5, "I:SPX", one) for one in range(999)]
    frames = framed([*events, msgspec.Raw(b'{"t":999}')], most=300)
    assert [len(json.loads(frame)) for frame in frames] == [300, 300, 300, 100]
    assert [one["t"] for frame in frames for one in json.loads(frame)] == list(range(1_000))
    assert framed([]) == []


def sent(topic: str, symbol: str) -> Sent:
    """An event that is subscribed by these."""
    return Sent(0, topic, symbol, Value(1.0, symbol, 0))
