"""Text to messages and back; whatever comes in, an answer comes out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol import messages as wire
from spxcc.protocol.codec import (
    BadFrame,
    BadMessage,
    clip,
    decode_client,
    decode_server,
    encode,
    encode_data,
    usable_id,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def problem_of(text: str) -> BadMessage | None:
    """The error that `text` causes."""
    try:
        decode_client(text)
    except BadMessage as bad:
        return bad
    return None


def test_unknown_fields_are_ignored_and_the_id_comes_back() -> None:
    message = decode_client('{"type":"subscribe","symbols":["SPX",3],"colour":"red","id":"a"}')
    assert message == wire.Subscribe(symbols=["SPX", 3], id="a")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_json"),
        ("", "bad_json"),
        ("nonsense", "bad_json"),
        ("[" * 100_000, "bad_request"),
        ('{"type":"query","name":"q","args":' + '{"a":' * 100_000, "bad_json"),
        ("[]", "bad_request"),
        ("{}", "bad_request"),
        ('{"type":7}', "bad_request"),
        ('{"type":"zap"}', "unknown_type"),
        ('{"type":"subscribe","symbols":"SPX"}', "bad_request"),
        ('{"type":"subscribe","channels":{"gex:SPX":1}}', "bad_request"),
        ('{"type":"subscribe","channels":null}', "bad_request"),
        ('{"type":"subscribe","since":{"gex:SPX":5}}', "bad_request"),
        ('{"type":"auth"}', "bad_request"),
        ('{"type":"ping","t":[1]}', "bad_request"),
        ('{"type":"ping","t":"' + "x" * 65 + '"}', "bad_request"),
    ],
)
def test_wrong_input_is_a_typed_error(text: str, code: str) -> None:
    with pytest.raises(BadMessage) as caught:
        decode_client(text)
    assert caught.value.code == code


def test_the_error_names_the_request_where_it_can() -> None:
    with pytest.raises(BadMessage) as caught:
        decode_client('{"type":"zap","id":12}')
    assert caught.value.request_id == 12
    with pytest.raises(BadMessage) as caught:
        decode_client('{"type":"zap","id":true}')
    assert caught.value.request_id is None
    assert not usable_id("x" * 65)
    assert not usable_id(2**70)


@given(st.text(max_size=300) | JSON.map(json.dumps) | st.dictionaries(st.just("type"), JSON).map(json.dumps))
def test_any_text_is_a_message_or_a_short_error(text: str) -> None:
    bad = problem_of(text)
    assert bad is None or len(bad.message) <= 64 + len("no such type: ") + 2


@given(
    st.sampled_from(["subscribe", "unsubscribe", "resync", "auth", "ask", "query", "command", "ping"]),
    st.dictionaries(
        st.sampled_from(["symbols", "channels", "since", "token", "text", "name", "args", "t", "id"]), JSON
    ),
)
def test_known_types_with_any_fields_never_break(kind: str, fields: dict[str, Any]) -> None:
    bad = problem_of(json.dumps({"type": kind, **fields}))
    assert bad is None or bad.code in {"bad_request", "bad_json"}


@pytest.mark.parametrize(
    "message",
    [
        wire.Subscribed(1, {"gex:SPX": wire.ChannelPosition("e", 4)}, ("SPX",), ()),
        wire.Synced("gex:SPX", "e", 3, 1),
        wire.Heartbeat(5, {"gex:SPX": 3}),
        wire.Resync("gex:SPX", "lag"),
        wire.Error("unavailable", "no input", "after", channel="gex:SPX", retry_after_ms=5_000),
        wire.Shutdown(0, (0, 8_000)),
        wire.CoachAnswer("q", "so", True),
        wire.Answer(2, "why", 1, 1, {"a": [1, 2]}),
    ],
)
def test_server_messages_survive_the_wire(message: wire.ControlMessage) -> None:
    assert decode_server(encode(message)) == message


def test_channel_frames_keep_their_data_as_json() -> None:
    frame = decode_server('{"type":"spx_gex","channel":"gex:SPX","data":{"netGex":1.5},"seq":3,"prev":2,"epoch":"e"}')
    assert isinstance(frame, wire.ChannelFrame)
    assert (bytes(frame.data), frame.seq, frame.prev, frame.snapshot) == (b'{"netGex":1.5}', 3, 2, False)
    assert decode_server('{"type":"brand_new","x":1}') == wire.UnknownFrame("brand_new")


@pytest.mark.parametrize("text", ["", "[]", '{"type":1}', '{"type":"synced"}', '{"type":"x","channel":"c"}'])
def test_a_broken_server_frame_is_an_error(text: str) -> None:
    with pytest.raises(BadFrame):
        decode_server(text)


def test_foreign_text_is_cut() -> None:
    assert clip("x" * 64) == "x" * 64
    assert len(clip("x" * 65)) == 64
    assert clip({"a": 1}) == "dict"
    assert encode_data((1, 2)) == b"[1,2]"
